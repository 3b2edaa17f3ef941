"""appointments_after_insert: a plain INSERT takes its slots, or nothing."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_plain_insert_takes_a_slot_per_quarter(db: Connection) -> None:
    clinic = Clinic(db)
    patient, doctor, at = clinic.patient(), clinic.doctor(), clinic.at(10)
    visit = clinic.appointment(
        patient_id=patient, doctor_id=doctor, appointment_date=at, duration_min=45
    )
    assert clinic.slots(visit) == [
        (doctor, patient, at + timedelta(minutes=m)) for m in (0, 15, 30)
    ]


def test_double_booking_of_a_doctor_by_plain_insert_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    doctor = clinic.doctor()
    clinic.appointment(doctor_id=doctor, appointment_date=clinic.at(10), duration_min=60)
    with refused("appointments: the doctor is already booked at that time"):
        clinic.appointment(doctor_id=doctor, appointment_date=clinic.at(10, 45))
    assert (clinic.count("appointments"), clinic.count("appointment_slots")) == (1, 4)


def test_double_booking_of_a_patient_by_plain_insert_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    patient = clinic.patient()
    clinic.appointment(patient_id=patient, appointment_date=clinic.at(10))
    with refused("appointments: the patient is already booked at that time"):
        clinic.appointment(patient_id=patient, appointment_date=clinic.at(9, 45))
    assert (clinic.count("appointments"), clinic.count("appointment_slots")) == (1, 2)


def test_a_row_that_collides_takes_the_whole_insert_back(db: Connection) -> None:
    clinic = Clinic(db)
    patient, doctor = clinic.patient(), clinic.doctor()
    with refused("already booked"):
        db.execute(
            "INSERT INTO appointments (patient_id, doctor_id, appointment_date) "
            "VALUES (%s, %s, '2030-01-01 09:00'), (%s, %s, '2030-01-01 09:15')",
            (patient, doctor, patient, doctor),
        )
    assert (clinic.count("appointments"), clinic.count("appointment_slots")) == (0, 0)


@pytest.mark.parametrize("status", ["Cancelled", "NoShow"])
def test_a_visit_that_does_not_happen_holds_no_slot(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    assert clinic.slots(clinic.appointment(status=status)) == []


def test_an_imported_completed_visit_gets_its_record(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status="Completed", appointment_date=clinic.at(days=-40))
    record = db.one("SELECT * FROM medical_records")
    assert record is not None
    assert record["appointment_id"] == visit
    assert record["record_date"] == clinic.today() - timedelta(days=40)


def test_of_eight_plain_inserts_at_once_exactly_one_stays(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    doctor, at = clinic.doctor(), clinic.at()
    others = [(Clinic(schema.connect()), clinic.patient()) for _ in range(8)]
    results = together(
        [
            partial(o.appointment, doctor_id=doctor, patient_id=p, appointment_date=at)
            for o, p in others
        ]
    )
    assert sum(isinstance(r, int) for r in results) == 1
    assert clinic.count("appointments") == 1
