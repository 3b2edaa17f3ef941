"""patients_before_update: nobody is born tomorrow, and a change is dated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_date_of_birth_in_the_future_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.patient()
    with refused("patients: date_of_birth is in the future"):
        db.execute("UPDATE patients SET date_of_birth = clinic_today() + INTERVAL 1 DAY")


def test_the_key_that_the_trail_is_found_by_cannot_be_changed(db: Connection) -> None:
    """Else the log of the old number would still say who the person was after the erasure."""
    clinic = Clinic(db)
    clinic.patient()
    for value in ("99", "NULL"):
        with refused("patients: patient_id cannot be changed"):
            db.execute(f"UPDATE IGNORE patients SET patient_id = {value}")


def test_update_ignore_writes_no_gender_that_cannot_be(db: Connection) -> None:
    """The server makes '' of a NULL, behind the trigger."""
    Clinic(db).patient()
    with refused("patients: date_of_birth or gender is not a possible value"):
        db.execute("UPDATE IGNORE patients SET gender = NULL")


def test_a_change_moves_updated_at_only(db: Connection) -> None:
    clinic = Clinic(db)
    patient = clinic.patient(updated_at="2020-01-01", created_at="2020-01-01")
    db.execute("UPDATE patients SET phone = '0812'")
    row = clinic.row("patients", patient)
    assert row["created_at"].year == 2020
    assert abs(row["updated_at"] - db.value("SELECT utc_timestamp(6)")) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("mode", "column", "value"),
    [
        ("", "date_of_birth", "1990-02-31"),
        ("", "date_of_birth", "1990-00-10"),
        ("ALLOW_INVALID_DATES", "date_of_birth", "1990-02-31"),
        ("", "gender", "Robot"),
    ],
)
def test_no_session_writes_a_value_that_cannot_be(
    schema: Schema, mode: str, column: str, value: str
) -> None:
    """Without strict mode the server makes '' and days that no calendar has out of wrong ones."""
    clinic = Clinic(schema.connect(sql_mode=mode))
    clinic.patient()
    with refused("patients: date_of_birth or gender is not a possible value"):
        clinic.db.execute(f"UPDATE patients SET {column} = %s", (value,))


def test_the_session_does_not_choose_when_it_was_changed(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    patient = clinic.patient(created_at="2000-01-01", updated_at="2000-01-01")
    clinic.db.execute("SET timestamp = 1000000000")
    clinic.db.execute("UPDATE patients SET phone = '1'")
    assert clinic.row("patients", patient)["updated_at"].year > 2001
