"""audit_log_before_update: nothing but the redaction of somebody erased or gone gets through."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused
from trail import trail

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

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
CLAIMS = (
    "SET @clinic_actor = 'erase_patient', @clinic_redact = 1, foreign_key_checks = 0,"
    " sql_select_limit = 0"
)


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
    db.execute("SET sql_select_limit = DEFAULT")
    assert db.rows("SELECT * FROM audit_log") == before


def test_a_patient_newer_than_the_writers_snapshot_is_not_taken_for_gone(schema: Schema) -> None:
    old, now = schema.connect(), Clinic(schema.connect())
    with old.transaction():
        assert old.value("SELECT count(*) FROM patients") == 0
        _changed(now)
        with refused("audit_log: what happened cannot be changed, only redacted"):
            old.execute(f"UPDATE audit_log SET {REDACT}")


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
@pytest.mark.parametrize("how", ["erased", "deleted"])
def test_for_somebody_erased_or_gone_it_can_only_be_redacted(
    db: Connection, change: str, too: str, how: str
) -> None:
    clinic = Clinic(db)
    patient = _changed(clinic)
    if how == "erased":
        clinic.run("erase_patient", patient, "permintaan")
    else:
        db.execute("DELETE FROM patients")
    before = db.rows("SELECT * FROM audit_log")
    db.execute(CLAIMS)
    with refused("audit_log: what happened cannot be changed, only redacted"):
        db.execute(f"UPDATE audit_log SET {too}{change}")
    db.execute("SET sql_select_limit = DEFAULT")
    assert db.rows("SELECT * FROM audit_log") == before


@pytest.mark.parametrize("is_gone", [False, True])
def test_another_tables_row_of_the_same_number_is_not_redacted(
    db: Connection, is_gone: bool
) -> None:
    clinic = Clinic(db)
    clinic.run("erase_patient", clinic.patient(), "permintaan")
    if is_gone:
        db.execute("DELETE FROM patients")
    clinic.user()
    db.execute("UPDATE users SET user_id = 1, username = 'x'")
    [(row, _, _)] = trail(db, "users")
    with refused("audit_log: what happened cannot be changed"):
        db.execute("UPDATE audit_log SET changes = redacted_changes(changes) WHERE "
                   "table_name = 'users'")  # fmt: skip
    assert row == 1
