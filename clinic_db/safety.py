"""Refuse to destroy rows unless told to."""

from __future__ import annotations

from collections.abc import Sequence

from clinic_db import effects, queries
from clinic_db.database import Connection, identifier
from clinic_db.errors import UnsafeError
from clinic_db.model import Step


def refuse_loss(connection: Connection, steps: Sequence[Step]) -> None:
    """Refuse steps that take rows away from tables that hold some.

    Raises:
        UnsafeError: names the tables.
    """
    if what := losses(connection, steps):
        raise UnsafeError(
            f"this would be lost: {what}",
            where=next(str(step.path) for step in steps if step.kind == "migration"),
            detail=("nothing was changed",),
            hint="take a backup, then add --allow-unsafe",
        )


def losses(connection: Connection, steps: Sequence[Step]) -> str:
    """The rows and values that migrations take away from tables that hold some; '' for none."""
    migrations = [step for step in steps if step.kind == "migration"]
    lost = effects.losses([s for step in migrations for s in step.pending])
    full = set(tables_with_rows(connection, sorted(lost.touched)))
    what = [
        f"the database {database} with all that is in it" for database in sorted(lost.databases)
    ]
    what += [f"every row of {table}" for table in sorted(full & lost.tables)]
    what += [f"rows of {table}" for table in sorted(full & lost.emptied - lost.tables)]
    what += [f"every row in a partition of {table}" for table in sorted(full & lost.parted)]
    what += [f"every value of {t}.{c}" for t, c in sorted(lost.columns) if t in full]
    return ", ".join(what)


def tables_with_rows(connection: Connection, tables: Sequence[str]) -> list[str]:
    """Those of `tables` that exist and hold at least one row."""
    present = {
        row["name"].lower()
        for row in connection.rows(queries.get("tables"))
        if row["kind"] == "BASE TABLE"
    }
    full = []
    for table in tables:
        if table.lower() in present:
            sql = queries.get("has_rows").replace("{table}", identifier(table))
            if connection.value(sql):
                full.append(table)
    return full
