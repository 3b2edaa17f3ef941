"""The other side of forked.py: ask for a run, learn what became of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# The exit code of a run that could not be struck, as in forked.py, which is run as a script.
MISSED = 99
FORKED = Path(__file__).resolve().with_name("forked.py")


@dataclass(frozen=True)
class Point:
    """Where a run is struck: `how` as in forked.py, at the message of this number (with `text`)."""

    how: str
    number: int = 1
    delay: float = 0.0
    text: str = ""


NOWHERE = Point("count")


@dataclass(frozen=True)
class Ended:
    """What a run did: exit code, output, how many messages it sent (0 where it was killed)."""

    code: int
    out: str
    err: str
    sent: int


class Runs:
    """Starts runs of `clinic-db`; any number at a time."""

    def __init__(self) -> None:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("CLINIC_DB_")}
        self._process = subprocess.Popen(
            [sys.executable, str(FORKED)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=environ,
        )  # fmt: skip
        self._asked = 0
        self._told: dict[int, dict[str, Any]] = {}

    def start(self, args: Sequence[str], point: Point = NOWHERE) -> int:
        """Begin a run; gives its number."""
        self._asked += 1
        job = {"id": self._asked, "args": list(args)} | vars(point)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return self._asked

    def wait(self, number: int) -> Ended:
        """Wait for the end of a run, which must not be one that the strike has missed."""
        said = self._until(number, "code")
        del self._told[number]
        assert said["code"] != MISSED, "the strike itself has failed: see above"
        return Ended(said["code"], said["out"], said["err"], said["sent"])

    def wait_stopped(self, number: int) -> bool:
        """Wait until a run has stopped itself; False where it ended instead."""
        return "stopped" in self._until(number, "stopped", "code")

    def go_on(self, number: int) -> None:
        """Let a run that stopped itself go on."""
        self.signal(number, signal.SIGCONT)

    def signal(self, number: int, what: signal.Signals) -> None:
        """Send a signal to a run's process."""
        os.kill(self._until(number, "pid")["pid"], what)

    def close(self) -> None:
        """End the process; every run must have ended."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.stdout is not None
        self._process.stdout.close()
        assert self._process.wait(60) == 0

    def _until(self, number: int, *words: str) -> dict[str, Any]:
        """Listen until one of the words was said of a run; gives all that was."""
        assert self._process.stdout is not None
        while not self._told.get(number, {}).keys() & set(words):
            line = self._process.stdout.readline()
            assert line, "the process that runs clinic-db has ended"
            said = json.loads(line)
            self._told.setdefault(said.pop("id"), {}).update(said)
        return self._told[number]
