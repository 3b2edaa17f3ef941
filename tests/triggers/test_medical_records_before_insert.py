"""medical_records_before_insert: the right people, the right day."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_the_patient_or_doctor_of_another_visit_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status="CheckedIn")
    row = clinic.row("appointments", visit)
    with refused("patient or doctor is not the appointment's"):
        clinic.record(appointment_id=visit, doctor_id=row["doctor_id"])
    with refused("patient or doctor is not the appointment's"):
        clinic.record(appointment_id=visit, patient_id=row["patient_id"])


def test_the_day_is_the_clinics_today_where_none_is_given(db: Connection) -> None:
    clinic = Clinic(db)
    record = clinic.row("medical_records", clinic.record(record_date=None))
    assert record["record_date"] == clinic.today()


def test_a_record_that_arrives_signed_is_dated(db: Connection) -> None:
    clinic = Clinic(db)
    record = clinic.row("medical_records", clinic.record(status="Signed"))
    assert record["signed_at"] is not None


@pytest.mark.parametrize("column", ["patient_id", "doctor_id", "appointment_id"])
def test_no_session_writes_a_record_of_nobody(schema: Schema, column: str) -> None:
    clinic = Clinic(schema.connect(foreign_key_checks=0))
    with refused("medical_records: (there is no such patient|patient or doctor is not)"):
        clinic.record(**{column: 999})
    assert clinic.record()


@pytest.mark.parametrize("values", [{"record_date": "2026-02-31"}, {"status": "Final"}])
def test_no_session_writes_a_value_that_cannot_be(schema: Schema, values: dict[str, str]) -> None:
    clinic = Clinic(schema.connect(sql_mode="ALLOW_INVALID_DATES"))
    with refused("medical_records: record_date or status is not a possible value"):
        clinic.record(**values)


def test_the_session_does_not_choose_when_it_was_made(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    clinic.db.execute("SET timestamp = 1000000000")
    row = clinic.row("medical_records", clinic.record())
    assert row["created_at"].year > 2001
    assert row["updated_at"] == row["created_at"]
    assert row["record_date"].year > 2001


def test_a_visit_booked_after_the_writers_snapshot_is_seen(schema: Schema) -> None:
    old, now = Clinic(schema.connect()), Clinic(schema.connect())
    with old.db.transaction():
        old.count("appointments")
        visit = now.row("appointments", now.appointment())
        assert old.record(
            appointment_id=visit["appointment_id"],
            patient_id=visit["patient_id"],
            doctor_id=visit["doctor_id"],
        )


def test_people_newer_than_the_writers_snapshot_are_seen(schema: Schema) -> None:
    old, now = Clinic(schema.connect(foreign_key_checks=0)), Clinic(schema.connect())
    with old.db.transaction():
        old.count("patients")
        assert old.record(patient_id=now.patient(), doctor_id=now.doctor())
