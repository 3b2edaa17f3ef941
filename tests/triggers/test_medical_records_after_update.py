"""medical_records_after_update: what changed is logged, and nothing else."""

from __future__ import annotations

from clinic import Clinic
from trail import DERIVED, columns, trail

from clinic_db.database import Connection


def test_what_changed_is_logged_with_old_and_new(db: Connection) -> None:
    key = Clinic(db).record(diagnosis="Flu")
    db.execute("UPDATE medical_records SET systolic = 120, diagnosis = 'Flu'")
    [(row, action, changes)] = trail(db, "medical_records")
    assert (row, action) == (key, "Update")
    assert changes == {"systolic": {"old": None, "new": 120}}


def test_an_unchanged_update_leaves_no_row(db: Connection) -> None:
    Clinic(db).record(diagnosis="Flu")
    db.execute("UPDATE medical_records SET record_id = record_id")
    assert trail(db, "medical_records") == []


def test_no_column_is_forgotten(db: Connection) -> None:
    """A new column must be added to the trigger, or be named as derived."""
    row = db.one("SHOW CREATE TRIGGER medical_records_after_update")
    assert row is not None
    missing = {
        name
        for name in columns(db, "medical_records") - DERIVED
        if f"'{name}'" not in row["SQL Original Statement"]
    }
    assert missing == set()


def test_a_change_of_case_or_accent_is_a_change(db: Connection) -> None:
    """The columns' collation takes them for equal; somebody who changed them did change them."""
    Clinic(db).record(diagnosis="Flu")
    db.execute("UPDATE medical_records SET diagnosis = 'flü'")
    assert [changes for _, _, changes in trail(db, "medical_records")] == [
        {"diagnosis": {"old": "Flu", "new": "flü"}}
    ]
