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
        """Wait for the end of a run."""
        while "code" not in self._told.get(number, {}):
            self._listen()
        said = self._told.pop(number)
        return Ended(said["code"], said["out"], said["err"], said["sent"])

    def wait_stopped(self, number: int) -> int | None:
        """Wait until a run has stopped itself; gives its process, None where it ended instead."""
        while not self._told.get(number):
            self._listen()
        return self._told[number].get("pid")

    def go_on(self, number: int) -> None:
        """Let a run that stopped itself go on."""
        os.kill(self._told.pop(number)["pid"], signal.SIGCONT)

    def close(self) -> None:
        """End the process; every run must have ended."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.stdout is not None
        self._process.stdout.close()
        assert self._process.wait(60) == 0

    def _listen(self) -> None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that runs clinic-db has ended"
        said = json.loads(line)
        self._told[said.pop("id")] = said
