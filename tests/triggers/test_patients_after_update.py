"""patients_after_update: what changed is logged, and nothing else."""

from __future__ import annotations

from clinic import Clinic
from trail import DERIVED, columns, trail

from clinic_db.database import Connection


def test_what_changed_is_logged_with_old_and_new(db: Connection) -> None:
    key = Clinic(db).patient(phone="0812", email="s@klinik.id")
    db.execute("UPDATE patients SET full_name = 'Sri', phone = phone")
    [(row, action, changes)] = trail(db, "patients")
    assert (row, action) == (key, "Update")
    assert changes == {"full_name": {"old": "Siti Aminah", "new": "Sri"}}


def test_an_unchanged_update_leaves_no_row(db: Connection) -> None:
    Clinic(db).patient(phone="0812", email="s@klinik.id")
    db.execute("UPDATE patients SET patient_id = patient_id")
    assert trail(db, "patients") == []


def test_no_column_is_forgotten(db: Connection) -> None:
    """A new column must be added to the trigger, or be named as derived."""
    row = db.one("SHOW CREATE TRIGGER patients_after_update")
    assert row is not None
    missing = {
        name
        for name in columns(db, "patients") - DERIVED
        if f"'{name}'" not in row["SQL Original Statement"]
    }
    assert missing == set()


def test_a_change_of_case_or_accent_is_a_change(db: Connection) -> None:
    """The columns' collation takes them for equal; somebody who changed them did change them."""
    Clinic(db).patient(phone="0812", email="s@klinik.id")
    db.execute("UPDATE patients SET full_name = 'siti aminah'")
    assert [changes for _, _, changes in trail(db, "patients")] == [
        {"full_name": {"old": "Siti Aminah", "new": "siti aminah"}}
    ]
