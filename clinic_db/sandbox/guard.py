"""The maker's end of the watchdog: start it, have it launch the server, leave it on guard."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import clinic_db
from clinic_db.errors import SandboxError
from clinic_db.sandbox import paths, processes
from clinic_db.sandbox.record import Record

_ANSWER_SECONDS = 60.0


class Guard:
    """A watchdog that is being told what to guard.

    Leaving the `with` block without `keep()` makes it clean up and end.
    """

    def __init__(self, found: Record) -> None:
        self.record = found
        self._line, theirs = socket.socketpair()
        # -P: a json.py in somebody's current folder is not the one that we want.
        self._argv = [sys.executable, "-P", "-m", "clinic_db.sandbox.watchdog", str(found.path)]
        with theirs, (paths.state_dir() / "watchdog.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._argv, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._words = self._line.makefile("r", encoding="utf-8")

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.wait()
        if kind is not None:
            # No more orders: the watchdog cleans up, and its end of the line closes last.
            self._line.shutdown(socket.SHUT_WR)
            self._line.settimeout(_ANSWER_SECONDS)
            with suppress(OSError):
                self._words.read()
        self._words.close()
        self._line.close()

    def met(self) -> Record:
        """Wait for the watchdog's first words; return the record with its identity."""
        hello = self._answer()
        self._process.wait()
        self.record = self.record.changed(**hello)
        self.record.save()
        return self.record

    def launch(self, argv: list[str], log: Path) -> tuple[int, str]:
        """Have the server started; return its process number and identity."""
        self._line.sendall(json.dumps({"launch": argv, "log": str(log)}).encode() + b"\n")
        answer = self._answer()
        return answer["pid"], answer["is"]

    def keep(
        self, expires_at: float | None, parent: int | None, container: str | None = None
    ) -> None:
        """Leave the sandbox to the watchdog: until its ttl, its parent's end, or `stop`."""
        order = {
            "expires_at": expires_at,
            "parent": parent,
            "parent_is": "" if parent is None else processes.identity(parent),
            "container": container,
        }
        self._line.sendall(json.dumps({"guard": order}).encode() + b"\n")
        self._answer()

    def _answer(self) -> dict[str, Any]:
        ready, _, _ = select.select([self._line], [], [], _ANSWER_SECONDS)
        text = self._words.readline() if ready else ""
        if not text:
            log = paths.state_dir() / "watchdog.log"
            raise SandboxError("the sandbox's watchdog did not start", hint=f"read {log}")
        answer: dict[str, Any] = json.loads(text)
        return answer


def _environment() -> dict[str, str]:
    """Return our environment, in which the watchdog finds this very package."""
    home = str(Path(clinic_db.__file__).parent.parent)
    others = os.environ.get("PYTHONPATH", "")
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [home, others]))}
