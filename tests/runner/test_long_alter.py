"""A long ALTER: what becomes of it when its client dies, or is asked to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from kills.runs import Runs
from projects import CommandLine, write

from clinic_db import locks
from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

ROWS = 200_000
ALTER = "ALTER TABLE a MODIFY note VARCHAR(60) NULL, ADD COLUMN c INT, ALGORITHM = COPY"
FILE = "migrations/0003_alter.sql"
# It copies the rows, then waits at the end for the transaction that has read the table.
COPIES = "copy to tmp table"
WAITS = "Waiting for table metadata lock"


class Site:
    """A table whose ALTER takes its time, and a reader who keeps it from ending."""

    def __init__(self, runs: Runs, cli: CommandLine, project: Path, schema: Schema) -> None:
        self._runs = runs
        self._schema = schema
        self.arguments = ["--project", str(project), "--database", schema.url]
        self.arguments += ["--lock-wait-timeout", "60", "--allow-unsafe", "blocking"]
        assert cli("apply", *self.arguments).code == 0
        write(project, {FILE: f"-- depends: 0002_create_b\n{ALTER};\n"})
        self.db = schema.connect(cte_max_recursion_depth=ROWS)
        self.db.execute(
            "INSERT INTO a WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
            f" WHERE i < {ROWS}) SELECT i, REPEAT('x', 40) FROM n"
        )
        self.reader = schema.connect()
        self.reader.execute("START TRANSACTION")
        self.reader.one("SELECT * FROM a LIMIT 1")

    def start(self) -> int:
        return self._runs.start(["apply", *self.arguments])

    def wait(self, number: int) -> tuple[int, str]:
        ended = self._runs.wait(number)
        return ended.code, ended.err

    def signal(self, number: int, what: signal.Signals) -> None:
        self._runs.signal(number, what)

    def until(self, state: str) -> int:
        """Wait until a session of this database is in that state; gives its connection id."""
        sql = "SELECT id FROM performance_schema.processlist WHERE db = %s AND state = %s"
        pause = threading.Event()
        for _ in range(3000):
            found = self.db.value(sql, (self._schema.name, state))
            if found:
                return int(found)
            pause.wait(0.01)
        raise AssertionError(f"no session is in the state {state!r}")

    def until_gone(self, session: int) -> None:
        """Wait until the server has ended a session."""
        sql = "SELECT COUNT(*) FROM performance_schema.processlist WHERE id = %s"
        pause = threading.Event()
        for _ in range(3000):
            if not self.db.value(sql, (session,)):
                return
            pause.wait(0.01)
        raise AssertionError(f"session {session} is still there")

    def columns(self, db: Connection) -> list[str]:
        return [str(row["Field"]) for row in db.rows("SHOW COLUMNS FROM a")]


@pytest.fixture
def site(runs: Runs, cli: CommandLine, project: Path, empty: Schema) -> Iterator[Site]:
    made = Site(runs, cli, project, empty)
    yield made
    made.reader.close()


@pytest.mark.parametrize("happens", [True, False])
def test_orphan_is_waited_for_named_and_judged(site: Site, happens: bool) -> None:
    """The client is killed while the rows are copied; the server goes on without it. The next run
    waits for it, says what it waits for, and sees whether it happened or runs it."""
    first = site.start()
    orphan = site.until(COPIES)
    site.signal(first, signal.SIGKILL)
    assert site.wait(first)[0] == -signal.SIGKILL
    second = site.start()
    site.until("User lock")
    site.until(WAITS)
    assert "c" not in site.columns(site.db)
    if not happens:
        site.db.kill_query(orphan)
        # Not before it has stopped waiting: it would still get the lock.
        site.until_gone(orphan)
    site.reader.execute("ROLLBACK")
    code, err = site.wait(second)
    assert code == 0, err
    assert (
        "note: waiting up to 60 s for an ALTER of a run that died, which is still running: "
        f"connection {orphan}, "
    ) in err
    assert f"s at: {ALTER}" in err
    verdict = "had happened" if happens else "had not happened, or may be repeated"
    assert f"note: 0003_alter, apply: statement 1 was cut short; it {verdict}" in err
    assert site.columns(site.db) == ["id", "note", "c"]
    assert site.db.value("SELECT COUNT(*) FROM a") == ROWS


@pytest.mark.parametrize("state", [COPIES, WAITS])
@pytest.mark.parametrize("what", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_alter_on_the_server(
    site: Site, cli: CommandLine, state: str, what: signal.Signals
) -> None:
    """While it copies and while it waits: it is gone at once, nothing of it stays, and the same
    command goes on."""
    run = site.start()
    session = site.until(state)
    site.signal(run, what)
    code, err = site.wait(run)
    assert code == 130, err
    assert f"interrupted by {what.name}; the server has stopped too" in err
    assert f"{FILE}:2" in err
    assert (
        site.db.value(
            "SELECT COUNT(*) FROM performance_schema.processlist"
            " WHERE id = %s AND info LIKE 'ALTER%%'",
            (session,),
        )
        == 0
    )
    assert site.columns(site.db) == ["id", "note"]
    free = site.db.value("SELECT IS_FREE_LOCK(%s)", (locks.lock_name(site.db.target.database),))
    assert free == 1
    site.reader.execute("ROLLBACK")
    assert cli("apply", *site.arguments).code == 0
    assert site.columns(site.db) == ["id", "note", "c"]


def test_run_that_lives_is_not_called_dead(site: Site, cli: CommandLine) -> None:
    first = site.start()
    holder = site.until(WAITS)
    refused = cli("apply", *site.arguments, "--lock-timeout", "1")
    assert refused.code == 4
    assert f"waiting up to 1 s for another run: connection {holder}, " in refused.err
    assert "died" not in refused.err
    site.reader.execute("ROLLBACK")
    assert site.wait(first)[0] == 0
