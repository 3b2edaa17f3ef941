"""Write a plan: each table with its quarantine and its mark of progress in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from clinic_db import queries, statements
from clinic_db.clinic.adopt.model import Entry, Options, Plan, Values
from clinic_db.clinic.adopt.shape import ASIDE, PROGRESS, SOURCES
from clinic_db.database import Connection, identifier
from clinic_db.errors import ServerError, StatementError
from clinic_db.project import Project
from clinic_db.sending import INTERRUPTED

# Rows in one INSERT: long texts must fit into one packet.
BATCH = 200
SETTINGS = "seeds/reference/0001_clinic_settings.sql"
ORDER = (*(source.name for source in SOURCES), "payments")
Tell = Callable[[str], None]


class Progress:
    """What is done already, and what the first run was told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = connection.rows(queries.get("adopt/marks"))
        self._done = {row["step"]: json.loads(row["detail"] or "null") for row in rows}

    def __contains__(self, step: str) -> bool:
        return step in self._done

    def detail(self, step: str) -> Any:
        """What was noted with a step that is done."""
        return self._done[step]

    def mark(self, step: str, detail: Any = None) -> None:
        """A step is done, as soon as the caller's transaction is."""
        if self._connection.stop_requested:
            raise ServerError(INTERRUPTED, "70100", f"interrupted before {step} was done")
        self._connection.execute(queries.get("adopt/mark"), (step, json.dumps(detail)))
        self._done[step] = detail


def begin(connection: Connection, options: Options, tables: Sequence[str]) -> Progress:
    """Make the two tables of the adoption and note what the next run must know."""
    # In this order: a run that ends in between is known by its progress.
    connection.execute(queries.get("adopt/create_progress"))
    connection.execute(queries.get("adopt/create_quarantine"))
    progress = Progress(connection)
    if "begun" not in progress:
        told = {name: getattr(options, name) for name in ("fix", "utc_offset", "duration")}
        progress.mark("begun", {"options": told, "tables": sorted(tables)})
    return progress


def settings(connection: Connection, project: Project, options: Options) -> None:
    """The clinic's offset, and what else every clinic needs; settings that are there stay."""
    with connection.transaction():
        connection.execute(queries.get("adopt/utc_offset"), (options.utc_offset,))
        path = project.root / SETTINGS
        if path.is_file():
            for statement in statements.read(path, project.root).statements:
                connection.execute(statement.sql)


def copy(connection: Connection, plan: Plan, progress: Progress, today: date, tell: Tell) -> None:
    """Write every table that is not written yet, in the order that foreign keys allow."""
    for table in ORDER:
        step = f"copied {table}"
        if step in progress:
            continue
        rows = plan.rows[table]
        entries = [entry for entry in plan.entries if entry.table == table]
        try:
            with connection.transaction():
                insert(connection, table, rows)
                insert(connection, "adoption_quarantine", [_quarantined(e) for e in entries])
                if table == "appointments":
                    connection.execute(queries.get("adopt/hold_slots"))
                if table == "medical_records":
                    highest = _highest(connection, ASIDE + table, "record_id")
                    connection.execute(queries.get("adopt/draft_records"), (highest, today))
                progress.mark(step)
        except ServerError as error:
            raise StatementError(
                f"{table} could not be copied",
                where=connection.target.address,
                detail=(error.message, f"the old rows are untouched in {ASIDE}…"),
                hint="run it again when the cause is gone; docs/adopt.md says how to go back",
            ) from error
        tell(f"{table}: {len(rows)} rows copied, {len(entries)} entries in the quarantine")


def insert(connection: Connection, table: str, rows: Sequence[Values]) -> None:
    """Insert rows that all have the same columns."""
    if not rows:
        return
    columns = list(rows[0])
    row = "(" + ", ".join(["%s"] * len(columns)) + ")"
    sql = queries.get("adopt/insert_rows").replace("{table}", identifier(table))
    sql = sql.replace("{columns}", ", ".join(identifier(name) for name in columns))
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        connection.execute(
            sql.replace("{rows}", ", ".join([row] * len(some))),
            [values[name] for values in some for name in columns],
        )


def keep_counters(connection: Connection) -> None:
    """The next key of every table comes after the forerunner's last one. Repeatable."""
    for source in SOURCES:
        before = _highest(connection, ASIDE + source.name, source.key)
        # Only where rows moved away: an ALTER also rewrites how the server quotes its checks.
        if before > _highest(connection, source.name, source.key):
            sql = queries.get("adopt/next_key").replace("{table}", identifier(source.name))
            connection.execute(sql.replace("{next_key}", str(before + 1)))


def end(connection: Connection) -> None:
    """The adoption is finished: its progress is of no use any more."""
    drop = queries.get("adopt/drop_tables").replace("{tables}", identifier(PROGRESS))
    connection.execute(drop)


def _highest(connection: Connection, table: str, key: str) -> int:
    sql = queries.get("adopt/highest_key").replace("{table}", identifier(table))
    return int(connection.value(sql.replace("{key_column}", identifier(key))))


def _quarantined(entry: Entry) -> Values:
    return {
        "table_name": entry.table,
        "row_key": entry.key,
        "defect": entry.defect,
        "action": entry.action,
        "row_data": json.dumps(entry.raw, ensure_ascii=False, default=_as_text),
    }


def _as_text(value: Any) -> str:
    """What JSON has no type for; bytes that are no text come as hexadecimal digits."""
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.hex()
    return str(value)
