"""What is remembered of generated clinics: which keys their rows have, and whether all are there.

The keys of a chunk are written in the transaction that writes its rows. A key that a person's row
got from AUTO_INCREMENT is higher than all that were there, so it is in no chunk's range.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from clinic_db import queries
from clinic_db.clinic.seeding.tables import KEYS
from clinic_db.clinic.seeding.world import Recipe, Rows
from clinic_db.database import Connection, identifier, literal

RUNS, PARTS = "_clinic_db_seed", "_clinic_db_seed_part"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Book:
    """What the two tables hold.

    Attributes:
        unfinished: whether one of them was cut short.
        spans: table → ranges of keys, low to high.
        rows: table → how many rows were generated.
    """

    unfinished: bool
    spans: Mapping[str, Sequence[Span]]
    rows: Mapping[str, int]


def tables(connection: Connection) -> set[str]:
    """Which of the two tables are there: none where nothing was ever generated or all is gone."""
    return {str(row["name"]) for row in connection.rows(queries.get("seeding/bookkeeping"))}


def read(connection: Connection) -> Book:
    """Everything that is remembered; changes nothing."""
    there = tables(connection)
    if there != {RUNS, PARTS}:
        # One alone is what a clearing left that was cut short at its end.
        return Book(bool(there), {}, {})
    parts = connection.rows(queries.get("seeding/parts"))
    rows: dict[str, int] = defaultdict(int)
    for part in parts:
        rows[part["table_name"]] += int(part["row_count"])
    unfinished = connection.one(queries.get("seeding/unfinished"))
    return Book(unfinished is not None, spans(parts), rows)


def begin(connection: Connection, recipe: Recipe) -> int:
    """Make the tables and write down what is about to be generated; returns the run's number."""
    connection.execute(queries.get("seeding/create_run"))
    connection.execute(queries.get("seeding/create_part"))
    settings = {"today": str(recipe.today), **asdict(recipe.profile)}
    connection.execute(queries.get("seeding/begin_run"), (json.dumps(settings),))
    return int(connection.value(queries.get("seeding/run_id")))


def chunk_done(connection: Connection, run: int, part: int, chunk: Sequence[Rows]) -> None:
    """Write down a chunk's keys, in the caller's transaction."""
    entries = [(run, part, rows.table, rows.first, rows.last, rows.count) for rows in chunk]
    row = queries.get("seeding/part_row")
    sql = queries.get("seeding/parts_done").replace("{rows}", ", ".join([row] * len(entries)))
    connection.execute(sql, [value for entry in entries for value in entry])


def finish(connection: Connection, run: int) -> None:
    """The clinic is all there."""
    connection.execute(queries.get("seeding/finish_run"), (run,))


def forget(connection: Connection) -> None:
    """Nothing generated is left."""
    for name in (PARTS, RUNS):
        sql = queries.get("seeding/drop_book").replace("{table}", identifier(name))
        connection.execute(sql)


def filled(connection: Connection) -> list[str]:
    """The tables of people and visits that hold rows."""
    part = queries.get("table_if_filled")
    sql = "\nUNION ALL\n".join(
        part.replace("{table}", identifier(table)).replace("{name}", literal(table))
        for table in KEYS
    )
    return [str(row["name"]) for row in connection.rows(sql)]


def highest_keys(connection: Connection) -> dict[str, int]:
    """Table → the highest key that is taken, or that the audit log still speaks of."""
    logged = {
        str(row["table_name"]): int(row["highest"])
        for row in connection.rows(queries.get("seeding/highest_logged"))
    }
    found = {}
    for table, key in KEYS.items():
        sql = queries.get("seeding/highest_key").replace("{table}", identifier(table))
        taken = connection.value(sql.replace("{key_column}", identifier(key)))
        found[table] = max(int(taken or 0), logged.get(table, 0))
    return found


def spans(parts: Sequence[Mapping[str, Any]]) -> dict[str, list[Span]]:
    """Table → ranges of keys; chunks that follow each other are one range.

    The keys between two such chunks belong to nobody: they were passed over for good.
    """
    done = {(part["run_id"], part["part"]) for part in parts}
    found: dict[str, list[Span]] = defaultdict(list)
    last: dict[str, tuple[int, int]] = {}
    for part in parts:
        table, run, number = part["table_name"], part["run_id"], part["part"]
        if table not in KEYS:
            continue
        before = last.get(table)
        last[table] = (run, number)
        first, end = int(part["first_key"]), int(part["last_key"])
        is_next = (
            before is not None
            and before[0] == run
            and all((run, between) in done for between in range(before[1] + 1, number))
        )
        if is_next:
            found[table][-1] = (found[table][-1][0], end)
        else:
            found[table].append((first, end))
    return found
