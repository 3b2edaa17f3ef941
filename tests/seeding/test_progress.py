"""What the person who waits sees, and that machines and CI see none of it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections import Counter

from projects import ROOT
from seeding.conftest import SMALL, Site

from clinic_db.clinic.seeding.tables import TABLES


def at_a_terminal(site: Site, *args: str, **environ: str) -> str:
    """What `clinic-db seed` writes to a standard error that is a terminal."""
    ours, theirs = pty.openpty()
    known = {name: value for name, value in os.environ.items() if name != "CI"}
    known |= {"CLINIC_DB_URL": site.schema.url, "TERM": "xterm", "COLUMNS": "120", **environ}
    child = subprocess.Popen(
        [sys.executable, "-m", "clinic_db", "seed", *SMALL, "--append", *args],
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


def test_at_a_terminal_there_is_a_bar_for_each_table(site: Site) -> None:
    written = at_a_terminal(site)
    for table in TABLES:
        assert table in written
    assert "700/700" in written
    assert "rows/s" in written


def test_quiet_and_ci_show_nothing(site: Site) -> None:
    assert at_a_terminal(site, "--quiet") == ""
    assert at_a_terminal(site, CI="true") == ""


def test_without_a_terminal_there_are_no_bars(site: Site) -> None:
    done = site.run("seed", *SMALL)
    assert done.err == ""
    assert "appointments" in done.out


def test_what_is_told_adds_up(site: Site) -> None:
    """The bars' numbers are those of committed rows, and in the end of all of them."""
    from clinic_db.clinic.seeding import profile, run
    from clinic_db.testing import configuration

    told: Counter[str] = Counter()
    expected: dict[str, int] = {}
    outcome = run.seed(
        configuration(site.schema.target, None),
        run.Wish(profile.of_options(None, {"patients": 100}), workers=2),
        run.Audience(rows=told.update, expects=expected.update),
    )
    assert dict(told) == dict(outcome.counts) == site.counts()
    assert {table: told[table] for table in expected} == expected
