"""patients: what a row must look like, whoever writes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_an_email_belongs_to_one_person(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.patient(email="siti@contoh.example")
    with refused("patients.uq_patients_email"):
        clinic.patient(email="SITI@contoh.example")


def test_a_family_shares_a_telephone(db: Connection) -> None:
    clinic = Clinic(db)
    assert clinic.patient(phone="0812") != clinic.patient(phone="0812")


@pytest.mark.parametrize("half", [{"voided_at": "2026-01-01"}, {"void_reason": "x"}])
def test_voiding_has_both_a_time_and_a_reason(db: Connection, half: dict[str, str]) -> None:
    with refused("ck_patients_void"):
        Clinic(db).patient(**half)


def test_an_unknown_gender_is_refused(db: Connection) -> None:
    with refused("gender"):
        Clinic(db).patient(gender="X")


def test_a_patient_with_history_cannot_be_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.appointment()
    with refused("fk_appointments_patients"):
        db.execute("DELETE FROM patients")


def test_instants_are_utc_whatever_the_sessions_zone(schema: Schema) -> None:
    clinic = Clinic(schema.connect(time_zone="+09:00"))
    row = clinic.row("patients", clinic.patient())
    now = clinic.db.value("SELECT utc_timestamp(6)")
    assert abs(now - row["created_at"]) < timedelta(seconds=30)
    assert row["updated_at"] - row["created_at"] < timedelta(seconds=1)
