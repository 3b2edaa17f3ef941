"""AUTO_INCREMENT values that undone rows used up are given out again.

A transaction that is undone gives its rows back, but not the ids that they were given: the same
statements, run again, would make rows with other ids, and the next statement of a migration may
name them. So the journal remembers the counters before data is changed, and whoever finds that the
change was undone puts them back. The server never goes below the rows that are there, so ids that
others were given meanwhile are safe.
"""

from __future__ import annotations

from collections.abc import Mapping

from clinic_db import queries
from clinic_db.database import Connection, identifier


def restore(connection: Connection, before: Mapping[str, int]) -> None:
    """Put the counters back, of those tables whose end shows a gap.

    Args:
        before: table → its next value before the change.

    Raises:
        ServerError: a table is held by somebody else.
    """
    for row in connection.rows(queries.get("counted_columns")):
        table = str(row["name"])
        if table not in before or int(row["next_id"] or 0) <= before[table]:
            continue
        names = {"{table}": identifier(table), "{ids}": identifier(str(row["part"]))}
        largest = int(connection.value(_filled("largest_id", names)))
        if largest + 1 < int(row["next_id"]):
            connection.execute(_filled("set_counter", names | {"{value}": str(before[table])}))


def _filled(name: str, values: Mapping[str, str]) -> str:
    sql = queries.get(name)
    for placeholder, value in values.items():
        sql = sql.replace(placeholder, value)
    return sql
