"""patients_before_insert: nobody is born tomorrow."""

from __future__ import annotations

from datetime import timedelta

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_date_of_birth_in_the_future_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("patients: date_of_birth is in the future"):
        clinic.patient(date_of_birth=clinic.today() + timedelta(days=1))


def test_somebody_born_today_is_a_patient(db: Connection) -> None:
    clinic = Clinic(db)
    assert clinic.patient(date_of_birth=clinic.today())
