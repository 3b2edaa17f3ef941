"""The bookkeeping in the database: yoyo's history tables, the statement journal, the objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from clinic_db import queries, session, whoami
from clinic_db.database import Connection
from clinic_db.migrations import history_hash
from clinic_db.model import Applied, History, Recorded

TABLES = (
    "_yoyo_migration",
    "_yoyo_log",
    "_yoyo_version",
    "yoyo_lock",
    "_clinic_db_journal",
    "_clinic_db_object",
    "_clinic_db_seed",
    "_clinic_db_seed_part",
)
CREATE = (
    "create_yoyo_migration",
    "create_yoyo_log",
    "create_yoyo_version",
    "set_yoyo_version",
    "create_journal",
    "create_object",
)


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One statement's row: `affected` is None while it runs.

    Attributes:
        counted: the server adds every table's next AUTO_INCREMENT value to `expected`.
        variables: names of the user variables whose values the server writes down.
    """

    migration_id: str
    direction: str
    ordinal: int
    sha256: str
    state: str
    affected: int | None = None
    expected: str | None = None
    counted: bool = False
    variables: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        expected = "%s"
        if self.counted:
            name = "counters" if self.expected is None else "statement_counted"
            expected = f"({queries.get(name).replace('{counters}', queries.get('counters'))})"
        variables = session.document(self.variables) if self.variables else "NULL"
        sql = queries.get("journal_row").replace("{expected}", expected)
        # The driver takes a % for the beginning of a placeholder.
        return sql.replace("{variables}", variables.replace("%", "%%"))

    @property
    def values(self) -> tuple[Any, ...]:
        return (
            self.migration_id,
            self.direction,
            self.ordinal,
            self.sha256,
            self.state,
            self.state == "done",
            *(() if self.counted and self.expected is None else (self.expected,)),
            self.affected,
        )


def read(connection: Connection, bookkeeping: Sequence[str]) -> History:
    """Everything the tables hold; changes nothing.

    Args:
        bookkeeping: which of the tables exist, as the preflight found.
    """
    migrations: dict[str, Applied] = {}
    if "_yoyo_migration" in bookkeeping:
        for row in connection.rows(queries.get("read_applied")):
            name = row["migration_id"]
            migrations[name] = Applied(name, finished=True, applied_at=row["applied_at_utc"])
    if "_clinic_db_journal" in bookkeeping:
        for row in connection.rows(queries.get("read_journal")):
            known = migrations.get(row["migration_id"], Applied(row["migration_id"]))
            migrations[row["migration_id"]] = _with_journal(known, row)
    objects: dict[tuple[str, str], Recorded] = {}
    if "_clinic_db_object" in bookkeeping:
        for row in connection.rows(queries.get("read_objects")):
            objects[row["kind"], row["name"]] = Recorded(
                row["file_sha256"], row["live_sha256"], row["server_version"]
            )
    return History(len(bookkeeping) == 3, migrations, objects)


def create(connection: Connection) -> None:
    """Make the tables that are missing."""
    for name in CREATE:
        connection.execute(queries.get(name))


def journal(connection: Connection, rows: Sequence[JournalRow]) -> None:
    """Write the rows in one statement; a row that is there is brought up to date."""
    sql = queries.get("journal_rows").replace("{rows}", ", ".join(row.sql for row in rows))
    connection.execute(sql, [value for entry in rows for value in entry.values])


def forget_running(connection: Connection, migration_id: str, direction: str) -> None:
    """A statement that the server refused did not happen."""
    connection.execute(queries.get("forget_running"), (migration_id, direction))


def running_expected(connection: Connection, migration_id: str, direction: str) -> str | None:
    """What was remembered of the statement that runs; None where nothing was."""
    found = connection.value(queries.get("running_expected"), (migration_id, direction))
    return None if found is None else str(found)


def forget_expected(connection: Connection, migration_id: str, direction: str) -> None:
    """Nobody can tell what became of the running statement: a person must say."""
    connection.execute(queries.get("forget_expected"), (migration_id, direction))


def mark_done(connection: Connection, migration_id: str, direction: str, ordinal: int) -> None:
    """A statement that was cut short had happened."""
    connection.execute(queries.get("mark_done"), (migration_id, direction, ordinal))


def finish(connection: Connection, migration_id: str, direction: str) -> None:
    """Write yoyo's rows for a migration that is done, or undone, in the caller's transaction."""
    key = history_hash(migration_id)
    if direction == "apply":
        connection.execute(queries.get("mark_applied"), (key, migration_id))
    else:
        connection.execute(queries.get("unmark_applied"), (key,))
        connection.execute(queries.get("forget_migration"), (migration_id,))
    log(connection, migration_id, direction)


def log(connection: Connection, migration_id: str, operation: str) -> None:
    """Write a row of yoyo's log: who did what to a migration, and from which machine."""
    values = (history_hash(migration_id), migration_id, operation, *whoami.for_the_log())
    connection.execute(queries.get("log_operation"), values)


def record_objects(
    connection: Connection, entries: Sequence[tuple[str, str, str, str]], version: str
) -> None:
    """Record (kind, name, file digest, live digest) of objects, in one statement."""
    if not entries:
        return
    row = queries.get("record_object")
    sql = queries.get("record_objects").replace("{rows}", ", ".join([row] * len(entries)))
    connection.execute(sql, [value for entry in entries for value in (*entry, version)])


def forget_object(connection: Connection, kind: str, name: str) -> None:
    """The object was dropped."""
    connection.execute(queries.get("forget_object"), (kind, name))


def _with_journal(known: Applied, row: dict[str, Any]) -> Applied:
    hashes = row["hashes"] or ""
    singles = tuple(hashes[at : at + 64] for at in range(0, len(hashes), 64))
    done, running = int(row["done"]), int(row["running"])
    # The ordinal stands in front, so that the largest is the last.
    variables = str(row["variables"] or "").partition(" ")[2]
    if row["direction"] == "apply":
        return replace(
            known,
            done=done,
            hashes=singles,
            running=running,
            expected=row["expected"],
            variables=variables,
        )
    return replace(
        known,
        undone=done,
        undo_hashes=singles,
        undo_running=running,
        undo_expected=row["expected"],
        undo_variables=variables,
    )
