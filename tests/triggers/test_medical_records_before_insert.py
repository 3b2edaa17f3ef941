"""medical_records_before_insert: the right people, the right day."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


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
