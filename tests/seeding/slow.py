"""The slow way to the same rows: plain INSERTs, one at a time, with every trigger on.

What a trigger decides is not given but left to it: slots, totals, what is paid, when and how. A
draft that a completed visit gets is replaced by the record that was generated.
"""

from __future__ import annotations

from typing import Any

from clinic_db.clinic.seeding.tables import COLUMNS, KEYS, LEFT_TO_TRIGGERS, TABLES
from clinic_db.database import Connection, identifier


def copy(source: Connection, target: Connection) -> None:
    """Write every row of `source` into `target` as an application would."""
    for table in TABLES:
        if table not in KEYS:
            continue
        names = [name for name in COLUMNS[table] if name not in LEFT_TO_TRIGGERS.get(table, ())]
        rows = source.rows(f"SELECT * FROM {identifier(table)} ORDER BY {KEYS[table]}")
        for row in rows:
            if table == "payments":
                # The bill's updated_at is the moment of the payment.
                _at(target, row["paid_at"])
            _insert(target, table, {name: row[name] for name in names})
        if table == "appointments":
            target.execute("DELETE FROM medical_records")
        if table == "billing":
            _void(target, rows)
    for row in source.rows("SELECT insurance_id, valid_until FROM insurance"):
        # Only now: a bill takes a policy that is valid today, and some have ended since.
        target.execute(
            "UPDATE insurance SET valid_until = %s WHERE insurance_id = %s",
            (row["valid_until"], row["insurance_id"]),
        )


def _void(target: Connection, bills: list[dict[str, Any]]) -> None:
    for bill in bills:
        if bill["is_void"]:
            _at(target, bill["updated_at"])
            target.execute(
                "UPDATE billing SET is_void = 1, void_reason = %s WHERE bill_id = %s",
                (bill["void_reason"], bill["bill_id"]),
            )


def _at(target: Connection, instant: Any) -> None:
    target.execute("SET timestamp = unix_timestamp(%s)", (instant,))


def _insert(target: Connection, table: str, row: dict[str, Any]) -> None:
    columns = ", ".join(map(identifier, row))
    marks = ", ".join(["%s"] * len(row))
    target.execute(
        f"INSERT INTO {identifier(table)} ({columns}) VALUES ({marks})", tuple(row.values())
    )
