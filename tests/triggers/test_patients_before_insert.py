"""patients_before_insert: nobody is born tomorrow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_date_of_birth_in_the_future_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("patients: date_of_birth is in the future"):
        clinic.patient(date_of_birth=clinic.today() + timedelta(days=1))


def test_insert_ignore_writes_no_gender_that_cannot_be(db: Connection) -> None:
    """The server makes '' of a NULL, behind the trigger."""
    with refused("patients: date_of_birth or gender is not a possible value"):
        db.execute(
            "INSERT IGNORE INTO patients (full_name, date_of_birth, gender) "
            "VALUES ('Siti', '1990-05-17', NULL)"
        )


def test_somebody_born_today_is_a_patient(db: Connection) -> None:
    clinic = Clinic(db)
    assert clinic.patient(date_of_birth=clinic.today())


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
    with refused("patients: date_of_birth or gender is not a possible value"):
        clinic.patient(**{column: value})


def test_the_session_does_not_choose_when_it_was_made(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    clinic.db.execute("SET timestamp = 1000000000")
    row = clinic.row("patients", clinic.patient())
    assert row["created_at"].year > 2001
    assert row["updated_at"] == row["created_at"]


def test_the_session_does_not_choose_what_day_it_is(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    clinic.db.execute("SET timestamp = 2051222400")
    with refused("patients: date_of_birth is in the future"):
        clinic.patient(date_of_birth="2034-12-31")
