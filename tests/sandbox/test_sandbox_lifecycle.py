"""Sandboxes start, live side by side and stop; what is not ours is never touched."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clinic_db.errors import SandboxError, UsageError
from clinic_db.sandbox import (
    Sandbox,
    find,
    handshake,
    lifecycle,
    local,
    paths,
    processes,
    record,
    running,
    start,
    stop,
)
from clinic_db.sandbox.record import Record

pytestmark = pytest.mark.usefixtures("own_cache")

Query = Callable[[Sandbox, str], str]
RecordOf = Callable[[str], Record]
NothingLeft = Callable[[Record], None]


def test_a_sandbox_answers_and_stop_leaves_nothing(
    query: Query, record_of: RecordOf, nothing_left: NothingLeft
) -> None:
    sandbox = start("one")
    found = record_of("one")
    work = Path(found.work)
    assert find("one") == sandbox
    told = query(
        sandbox,
        "SELECT SUBSTRING_INDEX(VERSION(), '-', 1), @@collation_database, @@log_bin,"
        " @@local_infile, @@bind_address, @@sync_binlog",
    )
    assert told.split("\t") == [sandbox.version, "utf8mb4_0900_ai_ci", "1", "1", "127.0.0.1", "0"]
    for private, mode in ((found.path, 0o600), (found.path.parent, 0o700), (work, 0o700)):
        assert stat.S_IMODE(private.stat().st_mode) == mode
    assert not (work / "first_start.sql").exists()
    assert stop("one") is True
    nothing_left(found)
    assert find("one") is None
    assert stop("one") is False


def test_a_second_start_of_a_live_name_gives_the_same_sandbox() -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: start("same"), range(4)))
    assert len(set(found)) == 1


def test_two_names_live_side_by_side(query: Query) -> None:
    first, second = start("first"), start("second")
    assert [sandbox.name for sandbox in running()] == ["first", "second"]
    assert first.port != second.port
    ids = {query(sandbox, "SELECT @@server_uuid") for sandbox in (first, second)}
    assert len(ids) == 2
    stop("first")
    assert running() == [second]
    assert query(second, "SELECT 1") == "1"


def test_twenty_starts_at_once_do_not_collide() -> None:
    names = [f"n{number:02}" for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(start, names))
        assert len({sandbox.port for sandbox in found}) == 20
        assert running() == found
        greetings = [handshake.server_version("127.0.0.1", sandbox.port) for sandbox in found]
        assert all(greetings)
        assert all(pool.map(stop, names))


def test_a_port_that_was_taken_meanwhile_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = start("holder").port
    ports = iter([taken, local.free_port()])
    monkeypatch.setattr(local, "free_port", lambda: next(ports))
    assert start("late").port != taken
    assert next(ports, None) is None


def test_a_ttl_ends_it(record_of: RecordOf, nothing_left: NothingLeft) -> None:
    sandbox = start("short", ttl=0.5)
    assert sandbox.expires_at is not None
    assert sandbox.expires_at == pytest.approx(sandbox.started_at + 0.5)
    for found in [record_of("short")] if find("short") else []:
        nothing_left(found)
    assert find("short") is None


def test_it_ends_with_its_parent(record_of: RecordOf, nothing_left: NothingLeft) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as parent:
        start("child", parent=parent.pid)
        found = record_of("child")
        assert found.live
        parent.kill()
    nothing_left(found)


def test_it_ends_at_once_if_its_parent_ended_before(record_of: RecordOf) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as parent:
        parent.wait()
    start("orphan", parent=parent.pid)
    for found in [record_of("orphan")] if find("orphan") else []:
        assert found.watchdog is not None
        assert processes.wait_gone(found.watchdog, found.watchdog_is, 20)
    assert find("orphan") is None


def test_it_ends_when_its_record_is_deleted(record_of: RecordOf) -> None:
    """Nobody could find and stop it any more, say after `rm -r` of the cache."""
    start("forgotten")
    found = record_of("forgotten")
    found.remove()
    assert found.watchdog is not None
    assert processes.wait_gone(found.watchdog, found.watchdog_is, 20)
    assert found.sandbox is not None
    assert not processes.alive(found.sandbox.pid, found.server_is)
    assert not Path(found.work).exists()


def test_its_files_go_when_the_server_dies(record_of: RecordOf, nothing_left: NothingLeft) -> None:
    sandbox = start("killed")
    found = record_of("killed")
    assert sandbox.pid is not None
    os.kill(sandbox.pid, signal.SIGKILL)
    nothing_left(found)


def test_a_killed_watchdog_takes_the_server_with_it(record_of: RecordOf) -> None:
    sandbox = start("unguarded")
    found = record_of("unguarded")
    assert found.watchdog is not None
    assert sandbox.pid is not None
    os.kill(found.watchdog, signal.SIGKILL)
    assert processes.wait_gone(sandbox.pid, found.server_is, 20)
    assert find("unguarded") is None
    again = start("unguarded")  # Sweeps what was left, then starts anew.
    assert again.port != 0
    assert not Path(found.work).exists()
    assert not found.path.exists()


@pytest.mark.parametrize("seen", ["", "mysqld-0.log"], ids=["at once", "server starting"])
def test_a_start_that_is_killed_half_way_leaves_nothing(
    own_cache: Path, nothing_left: NothingLeft, seen: str
) -> None:
    """Killed as soon as its watchdog is there, or when the server is about to be."""
    code = "from clinic_db.sandbox import start; start('half')"
    with subprocess.Popen([sys.executable, "-c", code]) as maker:
        while True:
            assert maker.poll() is None
            begun = [found for found in record.records("half") if found.watchdog]
            if begun and Path(begun[0].work, seen).exists():
                break
        maker.kill()
    nothing_left(begun[0])
    assert list(own_cache.glob("state-*/half@*")) == []


def test_a_start_killed_before_it_had_a_watchdog_is_swept() -> None:
    token = "fedcba9876543210"
    work = paths.work_dir(token)
    work.mkdir()
    killed = Record("swept", token, maker=1 << 22, maker_is="1", kind="local", work=str(work))
    killed.save()
    lifecycle.sweep()
    assert not killed.path.exists()
    assert not work.exists()


def test_a_process_that_is_not_ours_is_never_stopped() -> None:
    """A number in an old record may be anybody's by now: the start time must agree too."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        somebody = Sandbox("old", "local", "9.7.4", 3306, "secret", 0.0, pid=stranger.pid)
        Record(
            name="old",
            token="0123456789abcdef",
            maker=stranger.pid,
            maker_is="1",
            kind="local",
            watchdog=stranger.pid,
            watchdog_is="1",
            server_is="1",
            sandbox=somebody,
        ).save()
        assert find("old") is None
        assert stop("old") is False
        assert list(record.records("old")) == []
        stranger.communicate(b"done\n", timeout=20)
    assert stranger.returncode == 0


def test_a_folder_that_is_not_ours_is_never_deleted(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    with pytest.raises(SandboxError, match="is not the folder of sandbox"):
        paths.remove_work(precious, "0123456789abcdef")
    with pytest.raises(SandboxError, match="is not the folder of sandbox"):
        paths.remove_work(tmp_path / "clinic-db-", "")
    assert precious.exists()


def test_a_durable_sandbox_flushes_as_production_does(query: Query) -> None:
    sandbox = start("durable", durable=True, options=["--max-connections=77"])
    sql = "SELECT @@sync_binlog, @@innodb_flush_log_at_trx_commit, @@max_connections"
    assert query(sandbox, sql).split("\t") == ["1", "1", "77"]
    assert not query(sandbox, "SELECT @@datadir").startswith("/dev/shm"), "memory is no disk"


def test_an_option_that_the_server_refuses_is_said_and_leaves_nothing(own_cache: Path) -> None:
    before = set((own_cache / "templates").iterdir())
    with pytest.raises(SandboxError, match="no-such-option") as caught:
        start("bad", options=["--no-such-option"])
    assert caught.value.exit_code == 9
    assert list(own_cache.glob("state-*/bad@*")) == []
    left = set((own_cache / "templates").iterdir()) - before
    assert left == set()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("mysqld  Ver 10.11.6-MariaDB for debian-linux-gnu on x86_64", "not a MySQL server"),
        ("/usr/sbin/mysqld  Ver 8.0.43 for Linux on x86_64", "8.4 or newer"),
        ("mysqld: cannot run", "not a MySQL server"),
    ],
)
def test_a_server_that_will_not_do_is_refused_with_the_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, reason: str
) -> None:
    fake = tmp_path / "bin" / "mysqld"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\necho '{words}'\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(SandboxError, match=reason) as caught:
        start("none", prefer="local")
    assert caught.value.exit_code == 9
    for way in ("apt-get install", "dnf install", "brew install", "Docker"):
        assert way in str(caught.value)
    assert running() == []


def test_a_kind_or_a_name_that_cannot_be_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(UsageError, match="no kind of sandbox"):
        start("x", prefer="cloud")
    monkeypatch.setenv("CLINIC_DB_SANDBOX", "cloud")
    with pytest.raises(UsageError, match="no kind of sandbox"):
        start("x")
    with pytest.raises(UsageError, match="cannot name a sandbox"):
        start("../x")
