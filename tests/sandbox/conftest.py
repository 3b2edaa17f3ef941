"""Real sandboxes in a state folder of their own: a test's `stop --all` stops nobody else's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinic_db.errors import SandboxError
from clinic_db.sandbox import docker, download, lifecycle, paths, program, progress
from clinic_db.sandbox.record import Record, Sandbox, records

# What only some machines have. The suite as a whole runs one of the two server paths; `.ci/run`
# sees to it that both are run.
collect_ignore = [] if docker.socket_exists() else ["test_sandbox_container.py"]
if not Path("/usr/bin/apt-get").exists():
    collect_ignore.append("test_sandbox_download.py")


@pytest.fixture(scope="session")
def process_kind() -> str:
    """The kind of server process that this machine can run; fetched if it must be."""
    try:
        return program.local().kind
    except SandboxError:
        with progress.shown() as report:
            return download.ensure(report).kind


@pytest.fixture
def own_cache(process_kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache of the test's own that shares the downloads and templates; no sandbox outlives it."""
    shared = {name: paths.cache_dir() / name for name in ("mysql", "templates")}
    cache = tmp_path / "cache" / "clinic-db"
    cache.mkdir(parents=True)
    for name, folder in shared.items():
        folder.mkdir(exist_ok=True)
        (cache / name).symlink_to(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("CLINIC_DB_SANDBOX", process_kind)
    yield cache
    for sandbox in lifecycle.running():
        lifecycle.stop(sandbox.name)


@pytest.fixture
def query() -> Callable[[Sandbox, str], str]:
    """Ask a sandbox something through MySQL's own client; gives the bare answer."""
    from clinic_db.sandbox import client

    def ask(sandbox: Sandbox, sql: str) -> str:
        argv, environment = client(sandbox)
        words = [*argv, "--batch", "--skip-column-names", "--execute", sql]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    return ask


@pytest.fixture
def command() -> Callable[..., list[str]]:
    """Build the command line of `clinic-db sandbox …`, run by this very Python."""
    return lambda *words: [sys.executable, "-m", "clinic_db", "sandbox", *words]


def record_of(name: str) -> Record:
    """Return the only record of a name."""
    (found,) = records(name)
    return found


@pytest.fixture(name="record_of")
def record_of_fixture() -> Callable[[str], Record]:
    """Return the only record of a name."""
    return record_of


@pytest.fixture
def nothing_left() -> Callable[[Record], None]:
    """Assert that server, watchdog, folder and record of a start are gone."""

    def check(found: Record) -> None:
        from clinic_db.sandbox import processes

        assert found.watchdog is not None
        assert processes.wait_gone(found.watchdog, found.watchdog_is, 20)
        assert not os.path.lexists(found.work)
        assert not found.path.exists()
        if found.sandbox is not None and found.sandbox.pid is not None:
            assert not processes.alive(found.sandbox.pid, found.server_is)

    return check
