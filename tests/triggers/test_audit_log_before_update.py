"""audit_log_before_update: nothing but the redaction of an erased person gets through."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused
from trail import trail

from clinic_db.database import Connection

CHANGES = [
    "audit_id = audit_id + 100",
    "occurred_at = '2020-01-01'",
    "actor = upper(actor)",
    "db_user = upper(db_user)",
    "table_name = upper(table_name)",
    "row_id = row_id + 1",
    "action = 'Delete'",
    "changes = '{}'",
    "changes = json_remove(changes, '$.gender')",
]
REDACT = "changes = redacted_changes(changes)"
CLAIMS = "SET @clinic_actor = 'erase_patient', @clinic_redact = 1, foreign_key_checks = 0"


def _changed(clinic: Clinic) -> int:
    patient = clinic.patient()
    clinic.db.execute("UPDATE patients SET full_name = 'Sri', gender = 'Female'")
    return patient


@pytest.mark.parametrize("change", [*CHANGES, REDACT])
def test_what_is_about_a_living_row_cannot_be_changed(db: Connection, change: str) -> None:
    """Not even by the owner, and whatever the session claims."""
    _changed(Clinic(db))
    before = db.rows("SELECT * FROM audit_log")
    db.execute(CLAIMS)
    with refused("audit_log: what happened cannot be changed, only redacted"):
        db.execute(f"UPDATE audit_log SET {change}")
    assert db.rows("SELECT * FROM audit_log") == before


@pytest.mark.parametrize(
    "column",
    [
        "audit_id", "occurred_at", "actor", "db_user", "table_name", "row_id", "action", "changes",
    ],
)  # fmt: skip
def test_update_ignore_cannot_empty_it_by_a_null(db: Connection, column: str) -> None:
    """The server makes an empty value of it only behind the trigger."""
    clinic = Clinic(db)
    clinic.run("erase_patient", _changed(clinic), "permintaan")
    before = db.rows("SELECT * FROM audit_log")
    with refused("audit_log: what happened cannot be changed, only redacted"):
        db.execute(f"UPDATE IGNORE audit_log SET {column} = NULL")
    assert db.rows("SELECT * FROM audit_log") == before


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("too", ["", f"{REDACT}, "])
def test_for_an_erased_person_it_can_only_be_redacted(
    db: Connection, change: str, too: str
) -> None:
    clinic = Clinic(db)
    clinic.run("erase_patient", _changed(clinic), "permintaan")
    before = db.rows("SELECT * FROM audit_log")
    db.execute(CLAIMS)
    with refused("audit_log: what happened cannot be changed, only redacted"):
        db.execute(f"UPDATE audit_log SET {too}{change}")
    assert db.rows("SELECT * FROM audit_log") == before


def test_another_tables_row_of_the_same_number_is_not_redacted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.run("erase_patient", clinic.patient(), "permintaan")
    clinic.user()
    db.execute("UPDATE users SET user_id = 1, username = 'x'")
    [(row, _, _)] = trail(db, "users")
    with refused("audit_log: what happened cannot be changed"):
        db.execute("UPDATE audit_log SET changes = redacted_changes(changes) WHERE "
                   "table_name = 'users'")  # fmt: skip
    assert row == 1
