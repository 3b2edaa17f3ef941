"""Prove that nothing is lost and that every rule holds, by reading back what the server has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from clinic_db import queries
from clinic_db.clinic import invariants
from clinic_db.clinic.adopt.model import Old, Values
from clinic_db.clinic.adopt.reading import Rows, raw_rows
from clinic_db.clinic.adopt.shape import SOURCES
from clinic_db.database import Connection
from clinic_db.errors import DecisionError

SECRET = "password_hash"
LISTED = 10


def verify(connection: Connection, rows: Rows) -> dict[str, dict[str, int]]:
    """Compare every old row with what became of it, and ask for rows that break a rule.

    Returns:
        Old table → how many rows it had, how many of them are in the new table, how many moved.

    Raises:
        DecisionError: which rows are lost or break a rule; the old tables are untouched.
    """
    counts = {}
    problems: list[str] = []
    for source in SOURCES:
        new = {int(r[source.key]): r for r in raw_rows(connection, source.name, source.key)}
        entries: dict[int, set[str]] = {}
        for entry in connection.rows(queries.get("adopt/quarantine_rows"), (source.name,)):
            entries.setdefault(int(entry["row_key"]), set()).add(entry["action"])
        old = rows.tables[source.name]
        moved = {key for key, actions in entries.items() if "Moved" in actions}
        counts[source.name] = {
            "before": len(old),
            "adopted": sum(row.key in new for row in old),
            "moved": len(moved),
        }
        problems += [f"{source.name} {text}" for text in _lost(old, new, entries, moved)]
    problems += map(str, invariants.broken(connection))
    if problems:
        shown = (*problems[:LISTED], *(("…",) if len(problems) > LISTED else ()))
        raise DecisionError(
            f"the copy does not hold what it must, in {len(problems)} place(s)",
            where=connection.target.address,
            detail=(*shown, "the old rows are untouched in the forerunner_ tables"),
            hint="docs/adopt.md says how to go back",
        )
    return counts


def _lost(
    old: Sequence[Old],
    new: dict[int, Values],
    entries: dict[int, set[str]],
    moved: set[int],
) -> Iterable[str]:
    for row in old:
        there = new.get(row.key)
        if (there is None) != (row.key in moved):
            yield f"{row.key} is {'nowhere' if there is None else 'in two places'}"
        elif there is not None and row.key not in entries:
            for name, value in row.fields.items():
                if name != SECRET and not _same(value, there.get(name)):
                    yield f"{row.key} lost its {name}"


def _same(old: Any, new: Any) -> bool:
    """Whether the new value holds the old one; a day holds a moment whose time is elsewhere."""
    if old in (None, ""):
        return True
    if isinstance(new, date) and not isinstance(new, datetime) and isinstance(old, datetime):
        return old.date() == new
    if isinstance(new, datetime) and isinstance(old, date) and not isinstance(old, datetime):
        return new.date() == old
    if isinstance(new, Decimal):
        return Decimal(str(old)) == new
    return bool(old == new)
