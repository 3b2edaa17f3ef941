"""audit_log: what a row must look like, and that both questions have an index."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection

ENTRY = {
    "occurred_at": "2026-01-01",
    "actor": "rina",
    "db_user": "app@localhost",
    "table_name": "patients",
    "row_id": 1,
    "action": "Update",
    "changes": "{}",
}


@pytest.mark.parametrize("column", ENTRY)
def test_an_entry_is_whole(db: Connection, column: str) -> None:
    with refused("(cannot be null|doesn't have a default)"):
        Clinic(db).insert("audit_log", **{**ENTRY, column: None})


@pytest.mark.parametrize(("column", "value"), [("action", "Insert"), ("changes", "no json")])
def test_other_values_are_refused(db: Connection, column: str, value: str) -> None:
    with refused("(Data truncated|Invalid JSON)"):
        Clinic(db).insert("audit_log", **{**ENTRY, column: value})


@pytest.mark.parametrize(
    ("question", "index"),
    [
        ("table_name = 'patients' AND row_id = 1", "ix_audit_log_row"),
        ("occurred_at >= '2026-01-01' AND occurred_at < '2026-01-02'", "ix_audit_log_occurred_at"),
    ],
)
def test_what_happened_to_a_row_and_when_are_found_by_index(
    db: Connection, question: str, index: str
) -> None:
    clinic = Clinic(db)
    for number in range(20):
        clinic.insert("audit_log", **{**ENTRY, "row_id": number, "occurred_at": "2025-01-01"})
    row = db.one(f"EXPLAIN FORMAT=TRADITIONAL SELECT * FROM audit_log WHERE {question}")
    assert row is not None
    assert row["key"] == index


def test_entries_outlive_what_they_are_about(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.patient()
    db.execute("DELETE FROM patients")
    assert clinic.count("audit_log") == 1
