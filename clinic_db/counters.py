"""AUTO_INCREMENT values go on where they would have without the accident.

A transaction that is undone gives its rows back, but not the ids that they were given: the same
statements, run again, would make rows with other ids, and the next statement of a migration may
name them. And a server that dies forgets the ids that it had set aside beyond the rows that are
there, as for an INSERT … SELECT. So the journal remembers the counters with the statement that is
about to run, and whoever finds that it was cut short puts them back. The server never goes below
the rows that are there, so ids that others were given meanwhile are safe.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from clinic_db import queries
from clinic_db.database import Connection, identifier
from clinic_db.kinds import plain, without_lead
from clinic_db.targets import renames, table_of

# What of a table's counter the statement decides by itself.
_SETS = re.compile(
    r"\b(?:AUTO_INCREMENT|TRUNCATE|DISCARD|IMPORT)\b|\bEXCHANGE\b.*\bWITH\s+TABLE\b", re.I | re.S
)
_EXCHANGED = re.compile(r"\bWITH\s+TABLE\s+(?P<name>`(?:[^`]|``)+`|[\w$]+)", re.I)


def beside(expected: str | None, sql: str) -> str:
    """What tells a statement's outcome, as a document to which the counters can be added.

    Args:
        expected: as `judge.capture` gave it.

    Returns:
        JSON: 'statement' is `expected`; 'names' says what the tables are called afterwards whose
        names change, '' for those whose counter the statement itself sets.
    """
    statement = None if expected is None else json.loads(expected)
    return json.dumps({"statement": statement, "names": _names(sql)})


def of(captured: str | None, happened: bool) -> dict[str, int]:
    """The AUTO_INCREMENT values that were remembered, by the tables' names as they are now.

    Args:
        happened: whether the statement did what it was to do.
    """
    remembered = json.loads(captured or "null")
    if not isinstance(remembered, dict):
        return {}
    names = remembered.get("names", {}) if happened else {}
    values = (remembered.get("counters") or {}).items()
    return {names.get(table, table): value for table, value in values if value > 0}


def restore(connection: Connection, before: Mapping[str, int], *, undone: bool) -> None:
    """Put the counters back, of those tables where they differ.

    Args:
        before: table → its next value before the statement.
        undone: rows that the statement had made are gone again: values beyond those that are there
            are given out anew.

    Raises:
        ServerError: a table is held by somebody else.
    """
    for row in _columns(connection):
        table, next_id = str(row["name"]), int(row["next_id"] or 1)
        if next_id == before.get(table, next_id):
            continue
        names = {"{table}": identifier(table), "{ids}": identifier(str(row["part"]))}
        fell_behind = next_id < before[table]
        if fell_behind or (undone and _largest(connection, names) + 1 < next_id):
            connection.execute(_filled("set_counter", names | {"{value}": str(before[table])}))


def _columns(connection: Connection) -> list[dict[str, Any]]:
    """Every AUTO_INCREMENT column with its table's next value."""
    found = connection.rows(queries.get("counted_columns"))
    for row in found:
        # After a restart the information schema tells an older value, until the table is opened.
        names = {"{kind}": "TABLE", "{name}": identifier(str(row["name"]))}
        connection.execute(_filled("show_create", names))
    return connection.rows(queries.get("counted_columns"))


def _largest(connection: Connection, names: Mapping[str, str]) -> int:
    return int(connection.value(_filled("largest_id", names)))


def _names(sql: str) -> dict[str, str]:
    """What becomes of the names by which the counters are remembered."""
    now = renames(sql)
    text = plain(without_lead(sql), texts=False)
    table = table_of(text)
    if table and _SETS.search(text):
        now[table] = ""
        if other := _EXCHANGED.search(text):
            now[other["name"].strip("`").replace("``", "`")] = ""
    return now


def _filled(name: str, values: Mapping[str, str]) -> str:
    sql = queries.get(name)
    for placeholder, value in values.items():
        sql = sql.replace(placeholder, value)
    return sql
