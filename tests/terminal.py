"""`clinic-db` as somebody sees it who sits at a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from projects import ROOT


def at_a_terminal(*args: str, **environ: str) -> str:
    """What the command writes to a standard error that is a terminal; it must exit with 0."""
    ours, theirs = pty.openpty()
    known = {name: value for name, value in os.environ.items() if name != "CI"}
    known |= {"TERM": "xterm", "COLUMNS": "120", **environ}
    child = subprocess.Popen(
        [sys.executable, "-m", "clinic_db", *args],
        env={**known, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 4096):
            written += piece
    except OSError:
        # How Linux says that nobody holds the other end any more.
        assert child.wait(60) == 0, written.decode()
    finally:
        os.close(ours)
    assert child.wait(60) == 0
    return written.decode()
