"""Run a command with a sandbox of its own, which is gone when the command is."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from clinic_db.errors import UsageError
from clinic_db.sandbox.command_line import client
from clinic_db.sandbox.lifecycle import start, stop
from clinic_db.sandbox.record import Sandbox

_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(argv: Sequence[str], *, prefer: str | None = None, durable: bool = False) -> int:
    """Run `argv` with the address of a private sandbox in its environment.

    Returns:
        The command's exit code; 128 + n if signal n ended it, as a shell has it.

    Raises:
        UsageError: there is no such command.
        SandboxError: no server to be had.
    """
    if shutil.which(argv[0]) is None:
        raise UsageError(f"there is no command {argv[0]!r}", hint="clinic-db sandbox run -- CMD …")
    name = f"run-{os.getpid()}-{secrets.token_hex(3)}"
    # Whatever ends this process, kill -9 included, ends the sandbox too.
    sandbox = start(name, parent=os.getpid(), prefer=prefer, durable=durable)
    try:
        # Before the command is there: a signal that came in between would end us alone.
        with (
            _signals_passed_on() as signals,
            subprocess.Popen(list(argv), env=environment(sandbox)) as process,
        ):
            signals.go_to(process)
            code = process.wait()
    finally:
        stop(name)
    return code if code >= 0 else 128 - code


def environment(sandbox: Sandbox) -> dict[str, str]:
    """Return our environment with the sandbox's address in the words that programs read."""
    return os.environ | {
        "CLINIC_DB_URL": sandbox.url,
        "DATABASE_URL": sandbox.url,
        "MYSQL_HOST": sandbox.host,
        "MYSQL_TCP_PORT": str(sandbox.port),
        "MYSQL_PWD": sandbox.password,
    }


def become_client(sandbox: Sandbox, arguments: Sequence[str]) -> NoReturn:
    """Replace this process by MySQL's own client on the sandbox.

    Raises:
        SandboxError: there is no client.
    """
    argv, variables = client(sandbox)
    os.execvpe(argv[0], [*argv, *arguments], variables)


class _Signals:
    """Signals on their way to the command; what comes before it is there waits for it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting: list[int] = []

    def arrived(self, number: int, _frame: FrameType | None) -> None:
        """Pass a signal on; a terminal sends Ctrl-C to both of us."""
        if number == signal.SIGINT and sys.stdin.isatty():
            return
        self._waiting.append(number)
        if self._process is not None:
            self.go_to(self._process)

    def go_to(self, process: subprocess.Popen[bytes]) -> None:
        """From now on signals go to this process, those that wait first."""
        self._process = process
        while self._waiting:
            process.send_signal(self._waiting.pop(0))


@contextmanager
def _signals_passed_on() -> Iterator[_Signals]:
    """Leave it to the command what a signal means; we end when it ends."""
    signals = _Signals()
    before = {number: signal.signal(number, signals.arrived) for number in _PASSED_ON}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
