"""What an adopted database is judged by: written from the promise, not from the code."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from adopt.forerunner import KEYS

from clinic_db import snapshot
from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

Rows = dict[str, dict[int, dict[str, Any]]]
WALL = timedelta(hours=7)


def new_rows(db: Connection) -> Rows:
    """The ten tables as they are now: table → key → row."""
    return {
        table: {row[key]: row for row in db.rows(f"SELECT * FROM {table}")}
        for table, key in KEYS.items()
    }


def originals(db: Connection) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """The quarantine: (table, key) → entries."""
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in db.rows("SELECT * FROM adoption_quarantine ORDER BY quarantine_id"):
        row["row_data"] = json.loads(row["row_data"])
        found.setdefault((row["table_name"], row["row_key"]), []).append(row)
    return found


def _carried(table: str, column: str, old: Any, new: dict[str, Any], paid_at: Any) -> bool:
    """Whether the new row says what the old value said."""
    if column == "password_hash" or old in (None, ""):
        return True
    if column == "record_date":
        return (new["record_date"], new["created_at"]) == ((old + WALL).date(), old)
    if column == "payment_date":
        return (new["payment_date"], paid_at) == ((old + WALL).date(), old)
    if (table, column) == ("insurance", "coverage_details"):
        return bool(new["plan_name"] == old)
    return column in new and bool(new[column] == old)


def assert_nothing_is_lost(db: Connection, before: Rows) -> int:
    """Every old row is in its new table under its key, or whole in the quarantine."""
    new, kept_rows = new_rows(db), originals(db)
    paid = {row["bill_id"]: row["paid_at"] for row in db.rows("SELECT * FROM payments")}
    for table, rows in before.items():
        for key, row in rows.items():
            kept = kept_rows.get((table, key), [])
            actions = {entry["action"] for entry in kept}
            assert (key in new[table]) != ("Moved" in actions), (table, key)
            for entry in kept:
                text = {c: None if v is None else str(v) for c, v in row.items()}
                data = {c: None if v is None else str(v) for c, v in entry["row_data"].items()}
                if "password_hash" in text:
                    text["password_hash"] = "(not kept)"
                assert data.keys() == text.keys()
                assert data == text, (table, key)
            if not kept:
                for column, value in row.items():
                    assert _carried(table, column, value, new[table][key], paid.get(key)), (
                        f"{table} {key} lost {column}"
                    )
    return sum(len(rows) for rows in before.values())


def differences(adopted: Schema, fresh: Schema) -> list[tuple[str, str]]:
    """What a fresh database does not have alike, the quarantine left out."""
    with adopted.connect() as ours, fresh.connect() as theirs:
        found = snapshot.compare(snapshot.read(theirs), snapshot.read(ours))
    return [(d.what, d.name) for d in found if not d.name.startswith("adoption_quarantine")]
