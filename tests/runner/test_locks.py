"""One run at a time; a signal ends the server's work as well; nothing waits for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from projects import CommandLine, write

from clinic_db import locks
from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@contextmanager
def _until(db: Connection, sql: str, *args: object) -> Iterator[None]:
    """Wait, at most ten seconds, until the query gives a row."""
    pause = threading.Event()
    for _ in range(500):
        if db.value(sql, args):
            break
        pause.wait(0.02)
    else:
        raise AssertionError(f"nothing came of: {sql}")
    yield


def test_another_run_is_waited_for_and_named(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """Who holds the lock is said, and giving up has an exit code of its own."""
    holder = empty.connect()
    holder.value("SELECT GET_LOCK(%s, 0)", (locks.lock_name(empty.name),))
    arguments = ("--project", project, "--database", empty.url, "--lock-timeout", "1")
    refused = cli("apply", *arguments)
    assert refused.code == 4
    assert f"note: waiting up to 1 s for another run: connection {holder.id}" in refused.err
    assert "another run holds this database's lock after 1 s" in refused.err
    assert "--lock-timeout" in refused.err
    holder.close()
    assert cli("apply", *arguments).code == 0


def test_lock_ends_with_its_session(cli: CommandLine, empty: Schema, project: Path) -> None:
    """There is no stale lock to break: a killed holder frees it."""
    holder = empty.connect()
    holder.value("SELECT GET_LOCK(%s, 0)", (locks.lock_name(empty.name),))
    empty.connect().execute("KILL %s", (holder.id,))
    assert cli("apply", "--project", project, "--database", empty.url).code == 0


def test_long_names_of_databases_make_valid_locks() -> None:
    names = {locks.lock_name("d" * n) for n in (1, 53, 54, 55, 64)} | {locks.lock_name("e" * 64)}
    assert len(names) == 6
    assert all(len(name) <= locks.LONGEST for name in names)


def test_blocked_alter_gives_up_instead_of_waiting_a_year(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url, "--lock-wait-timeout", "1")
    cli("apply", *arguments)
    alter = "-- depends: 0002_create_b\nALTER TABLE a ADD c INT;\n"
    write(project, {"migrations/0003_alter.sql": alter})
    reader = empty.connect()
    reader.execute("START TRANSACTION")
    reader.rows("SELECT * FROM a")
    refused = cli("apply", *arguments)
    assert refused.code == 4
    assert "server error 1205" in refused.err
    assert "migrations/0003_alter.sql:2" in refused.err
    assert f"blocked by connection {reader.id}, " in refused.err
    assert "holds a lock on a; for " in refused.err
    assert "nothing, its transaction is open" in refused.err
    assert "--lock-wait-timeout" in refused.err
    reader.execute("ROLLBACK")
    assert cli("apply", *arguments).code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_servers_work_too(
    cli: CommandLine, empty: Schema, project: Path, number: signal.Signals
) -> None:
    """Ctrl-C in a long statement: it stops on the server, the truth is recorded, the lock is free,
    and the same command goes on from there."""
    path = "migrations/0003_long.sql"
    head = (
        "-- depends: 0002_create_b\nINSERT INTO a VALUES (1, 'kept?');\nCREATE TABLE c (a INT);\n"
    )
    write(project, {path: head + "UPDATE a SET note = SLEEP(60);\n"})
    arguments = ["--project", str(project), "--database", empty.url]
    running = subprocess.Popen(
        [sys.executable, "-m", "clinic_db", "apply", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    db = empty.connect()
    sleeping = "SELECT COUNT(*) FROM performance_schema.processlist WHERE db = %s AND info LIKE %s"
    mine = (empty.name, "UPDATE a SET note = SLEEP%")
    with _until(db, sleeping, *mine):
        running.send_signal(number)
    _, err = running.communicate(timeout=20)
    assert running.returncode == 130, err
    assert f"interrupted by {number.name}; the server has stopped too" in err
    assert f"{path}:4" in err
    assert db.value(sleeping, mine) == 0
    assert db.value("SELECT IS_FREE_LOCK(%s)", (locks.lock_name(empty.name),)) == 1
    assert "half applied, 2 of 3 done" in cli("status", *arguments).out
    write(project, {path: head + "UPDATE a SET note = 'done';\n"})
    assert cli("apply", *arguments).code == 0
    assert db.rows("SELECT * FROM a") == [{"id": 1, "note": "done"}]


def test_signal_between_two_statements_ends_the_run(
    cli: CommandLine, empty: Schema, tmp_path: Path
) -> None:
    """Many short migrations: the one that runs is finished or undone, the next is not begun."""
    project = tmp_path / "many"
    count = 400
    write(
        project,
        {
            f"migrations/{n:04}_create_t{n}.sql": f"CREATE TABLE t{n} (a INT);\n"
            for n in range(1, count + 1)
        },
    )
    arguments = ["--project", str(project), "--database", empty.url]
    running = subprocess.Popen(
        [sys.executable, "-m", "clinic_db", "apply", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert running.stdout is not None
    assert "0001_create_t1" in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    db = empty.connect()
    made = int(db.value("SELECT COUNT(*) FROM _yoyo_migration"))
    assert 1 <= made < count
    assert db.value("SELECT COUNT(*) FROM _clinic_db_journal WHERE state = 'running'") == 0
    done = cli("apply", *arguments)
    assert done.code == 0, done.err
    assert db.value("SELECT COUNT(*) FROM _yoyo_migration") == count
