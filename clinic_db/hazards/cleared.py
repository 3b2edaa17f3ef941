"""Statements that need no look any more, because the run that began them made their tables.

A run that was cut short must go on without a hand. What it let pass because a table was its own is
therefore written down, statement by statement, before the first one is sent: when the same
statement is still pending, the table that it finds with rows in it is that one, and the rows are
the migrations'.
"""

from __future__ import annotations

from collections.abc import Iterable

from clinic_db import queries, whoami
from clinic_db.database import Connection
from clinic_db.hazards.reading import Touch
from clinic_db.migrations import history_hash, statement_digest

LOG = "_yoyo_log"


def record(connection: Connection, touches: Iterable[Touch]) -> None:
    """Write down the statements on tables that another migration of this run makes."""
    wanted = dict.fromkeys(
        (touch.migration, statement_digest(touch.statement))
        for touch in touches
        if touch.made_in not in ("", touch.migration)
    )
    if not wanted:
        return
    who = whoami.for_the_log()
    row = queries.get("cleared_row")
    sql = queries.get("clear_statements").replace("{rows}", ", ".join([row] * len(wanted)))
    values = [(history_hash(name), name, *who, digest) for name, digest in wanted]
    connection.execute(sql, [value for each in values for value in each])


def without(connection: Connection, touches: Iterable[Touch]) -> list[Touch]:
    """The touches whose statements no run that was cut short has let pass."""
    known = {
        (str(row["migration_id"]), str(row["digest"]))
        for row in connection.rows(queries.get("cleared_statements"))
    }
    return [t for t in touches if (t.migration, statement_digest(t.statement)) not in known]
