"""patients_before_update: nobody is born tomorrow, and a change is dated."""

from __future__ import annotations

from datetime import timedelta

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_date_of_birth_in_the_future_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.patient()
    with refused("patients: date_of_birth is in the future"):
        db.execute("UPDATE patients SET date_of_birth = clinic_today() + INTERVAL 1 DAY")


def test_a_change_moves_updated_at_only(db: Connection) -> None:
    clinic = Clinic(db)
    patient = clinic.patient(updated_at="2020-01-01", created_at="2020-01-01")
    db.execute("UPDATE patients SET phone = '0812'")
    row = clinic.row("patients", patient)
    assert row["created_at"].year == 2020
    assert abs(row["updated_at"] - db.value("SELECT utc_timestamp(6)")) < timedelta(seconds=30)
