"""A sandbox as a process of our own: data folder, socket, loopback port, password."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from clinic_db.errors import SandboxError
from clinic_db.sandbox import handshake, options, paths, processes, template
from clinic_db.sandbox.guard import Guard
from clinic_db.sandbox.program import Program
from clinic_db.sandbox.record import Record

# Twenty servers that start at once on two cores take their time.
_START_SECONDS = 180.0
_LOOK_SECONDS = 0.01
_ATTEMPTS = 8


@dataclass(frozen=True)
class Started:
    """A server that answers: its port, password, version, process or container."""

    port: int
    password: str
    version: str
    pid: int | None = None
    server_is: str = ""
    container: str | None = None


def start(
    program: Program, found: Record, guard: Guard, durable: bool, extra: Sequence[str]
) -> Started:
    """Start `program` in the record's folder; the watchdog is its parent.

    Raises:
        SandboxError: it did not come up; the message holds the end of its log.
    """
    work = Path(found.work)
    work.mkdir(mode=0o700)
    template.copy(program, extra, work / "data")
    password = secrets.token_urlsafe(24)
    first = work / "first_start.sql"
    _write_private(first, _first_start(password))
    guard.met()
    for attempt in range(_ATTEMPTS):
        log = work / f"mysqld-{attempt}.log"
        port = free_port()
        argv = [*program.mysqld, *options.process(work, port), *options.common(durable, extra)]
        pid, server_is = guard.launch(argv, log)
        if _ready(pid, server_is, log, port):
            first.unlink()
            return Started(port, password, program.version, pid, server_is)
        if "bind on tcp/ip port" not in log.read_text(errors="replace").lower():
            break
    raise SandboxError(
        f"MySQL {program.version} did not start",
        detail=template.complaints(log.read_text(errors="replace")),
    )


def free_port() -> int:
    """Return a loopback port that is free now; somebody may take it before we do."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _first_start(password: str) -> str:
    text = Path(__file__).with_name("first_start.sql").read_text(encoding="utf-8")
    return text.replace("'PASSWORD'", f"'{password}'")


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _ready(pid: int, server_is: str, log: Path, port: int) -> bool:
    """Wait until the server says that it is ready and greets; False if it ended instead."""
    deadline = time.monotonic() + _START_SECONDS
    pause = Event()
    while time.monotonic() < deadline:
        if b"ready for connections" in log.read_bytes():
            return handshake.server_version("127.0.0.1", port) is not None
        if not processes.alive(pid, server_is):
            return False
        pause.wait(_LOOK_SECONDS)
    raise SandboxError(
        f"MySQL was not ready in {_START_SECONDS:.0f} s",
        detail=template.complaints(log.read_text(errors="replace")),
    )


def folder_for(token: str, durable: bool) -> str:
    """Return where the data of this start will live."""
    return str(paths.work_dir(token, durable=durable))
