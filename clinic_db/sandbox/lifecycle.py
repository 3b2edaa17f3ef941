"""Start, stop and find sandboxes: the order of the ways to get a server, and who holds a name."""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from clinic_db.errors import SandboxError, UsageError
from clinic_db.sandbox import local, paths, processes, program, record
from clinic_db.sandbox.apt import Progress
from clinic_db.sandbox.guard import Guard
from clinic_db.sandbox.local import Started
from clinic_db.sandbox.program import NotHereError
from clinic_db.sandbox.progress import say, shown
from clinic_db.sandbox.record import KINDS, Record, Sandbox
from clinic_db.sandbox.watchdog import clean

_STOP_SECONDS = 60.0
_HINT = """get one of these, then try again:
    Docker              any Docker Engine or Docker Desktop that `docker info` can reach
    Debian, Ubuntu      sudo apt-get install docker.io
    Fedora, RHEL        sudo dnf install mysql8.4-server   (or: sudo dnf install docker)
    macOS               brew install mysql@8.4   (and put its bin folder on PATH)"""


def start(
    name: str = "default",
    *,
    ttl: float | None = None,
    parent: int | None = None,
    prefer: str | None = None,
    durable: bool = False,
    options: Sequence[str] = (),
    progress: Progress | None = None,
) -> Sandbox:
    """Give a throwaway server; the one that runs under this name already, if there is one.

    Args:
        name: what `stop` and `find` call it.
        ttl: seconds after which it ends by itself.
        parent: a process after whose end, however it ends, the sandbox is gone.
        prefer: the only kind to try: 'container', 'local' or 'download'. By default the
            first that can be had, or what `CLINIC_DB_SANDBOX` says.
        durable: flush as a server in production does.
        options: further options for mysqld, such as '--max-connections=500'.
        progress: is told what a download is doing and how much is done; shown if absent.

    Raises:
        SandboxError: no server to be had; the hint says how to get one.
        UsageError: a name or kind that cannot be.
    """
    record.check_name(name)
    kinds = _kinds(prefer)
    with paths.locked(paths.state_dir() / f"{name}.lock"):
        sweep()
        for found in record.records(name):
            if found.live and found.sandbox is not None:
                return found.sandbox
        return _first_of(
            kinds, lambda kind: _start_kind(kind, name, ttl, parent, durable, options, progress)
        )


def _first_of(kinds: Sequence[str], start_kind: Callable[[str], Sandbox]) -> Sandbox:
    """Try one way after the other; say on standard error what went wrong with one."""
    refused: list[str] = []
    for kind in kinds:
        try:
            return start_kind(kind)
        except SandboxError as error:
            facts = filter(None, (*error.detail, error.hint))
            refused += [f"{kind}: {error.message}", *(f"  {fact}" for fact in facts)]
            if not isinstance(error, NotHereError) and kind != kinds[-1]:
                say(f"no {kind} server: {error}\nclinic-db: trying the next way")
    raise SandboxError("no MySQL server for a sandbox", detail=tuple(refused), hint=_HINT)


def _kinds(prefer: str | None) -> tuple[str, ...]:
    wanted = prefer or os.environ.get("CLINIC_DB_SANDBOX", "")
    if not wanted:
        return KINDS
    if wanted not in KINDS:
        raise UsageError(f"{wanted!r} is no kind of sandbox", hint=f"one of {', '.join(KINDS)}")
    return (wanted,)


def _start_kind(
    kind: str,
    name: str,
    ttl: float | None,
    parent: int | None,
    durable: bool,
    options: Sequence[str],
    progress: Progress | None,
) -> Sandbox:
    """Start one kind of server under a watchdog, and write down that it runs."""
    launch = _launcher(kind, progress)
    token = secrets.token_hex(8)
    me = os.getpid()
    work = "" if kind == "container" else local.folder_for(token, durable)
    found = Record(name, token, me, processes.identity(me), kind, work)
    found.save()
    with Guard(found) as guard:
        started = launch(found, guard, durable, options)
        now = time.time()
        sandbox = Sandbox(
            name=name,
            kind=kind,
            version=started.version,
            port=started.port,
            password=started.password,
            started_at=now,
            expires_at=None if ttl is None else now + ttl,
            pid=started.pid,
            container=started.container,
        )
        guard.record.changed(sandbox=sandbox, server_is=started.server_is).save()
        guard.keep(sandbox.expires_at, parent, started.container)
    return sandbox


_Launch = Callable[[Record, Guard, bool, Sequence[str]], Started]


def _launcher(kind: str, progress: Progress | None) -> _Launch:
    """Find the server of this kind; return what starts it.

    Raises:
        SandboxError: it cannot be had here.
    """
    if kind == "container":
        from clinic_db.sandbox import docker

        if not docker.socket_exists():
            raise NotHereError("Docker is not reachable")
        from clinic_db.sandbox import container

        launch: _Launch = container.launcher()
        return launch
    if kind == "local":
        server = program.local()
    else:
        from clinic_db.sandbox import download

        if progress is not None:
            server = download.ensure(progress)
        else:
            with shown() as report:
                server = download.ensure(report)
    return lambda found, guard, durable, extra: local.start(server, found, guard, durable, extra)


def find(name: str = "default") -> Sandbox | None:
    """Return the live sandbox of that name, None if there is none."""
    record.check_name(name)
    return next((found.sandbox for found in record.records(name) if found.live), None)


def need(name: str) -> Sandbox:
    """Return the live sandbox of that name.

    Raises:
        SandboxError: there is none.
    """
    found = find(name)
    if found is None:
        option = "" if name == "default" else f" --name {name}"
        raise SandboxError(f"no sandbox {name} is running", hint=f"clinic-db sandbox start{option}")
    return found


def running() -> list[Sandbox]:
    """Return every live sandbox of this user, in the order of their names."""
    return [found.sandbox for found in record.records() if found.sandbox and found.live]


def stop(name: str = "default") -> bool:
    """End the sandbox of that name: server and files; False if there was none.

    Only what `start` made is touched: a process is ended if it still is the very one.
    """
    record.check_name(name)
    ended = False
    with paths.locked(paths.state_dir() / f"{name}.lock"):
        for found in record.records(name):
            ended = found.live or ended
            if found.watchdog is not None:
                processes.send(found.watchdog, found.watchdog_is, signal.SIGTERM)
                processes.wait_gone(found.watchdog, found.watchdog_is, _STOP_SECONDS)
            _clean_up(found)
    return ended


def sweep() -> None:
    """Clean up after sandboxes whose watchdog was killed.

    What cannot be cleaned up now, such as a container while Docker is stopped, keeps its record
    and so its turn next time; it is no reason to refuse a new sandbox.
    """
    for found in record.records():
        if found.stale:
            try:
                _clean_up(found)
            except SandboxError as error:
                say(f"sandbox {found.name} could not be cleaned up: {error}")


def _clean_up(found: Record) -> None:
    """Do what the watchdog could not; nothing is left to do after one that could."""
    if not found.path.exists() and not (found.work and Path(found.work).exists()):
        return
    if found.sandbox is not None and found.sandbox.pid is not None:
        processes.end(found.sandbox.pid, found.server_is, _STOP_SECONDS)
    clean(found)
