"""doctors: what a row must look like, whoever writes it."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection


@pytest.mark.parametrize("column", ["license_no", "email"])
def test_licence_and_email_belong_to_one_doctor(db: Connection, column: str) -> None:
    clinic = Clinic(db)
    clinic.doctor(**{column: "satu"})
    with refused(f"doctors.uq_doctors_{column}"):
        clinic.doctor(**{column: "satu"})


def test_a_doctor_with_history_cannot_be_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.appointment()
    with refused("fk_appointments_doctors"):
        db.execute("DELETE FROM doctors")


def test_a_new_doctor_is_active(db: Connection) -> None:
    clinic = Clinic(db)
    assert clinic.row("doctors", clinic.doctor())["is_active"] == 1
