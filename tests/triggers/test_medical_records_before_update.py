"""medical_records_before_update: a signed record is voided or left alone."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

CHANGES = [
    "appointment_id = NULL",
    "patient_id = patient_id + 1",
    "doctor_id = doctor_id + 1",
    "icd10_code = 'A00'",
    "diagnosis = 'lain'",
    "treatment = 'lain'",
    "prescription = 'lain'",
    "symptoms = 'lain'",
    "allergies = 'lain'",
    "systolic = 130",
    "diastolic = 70",
    "status = 'Draft'",
    "status = 'Draft', signed_at = NULL",
    "signed_at = '2020-01-01'",
    "record_date = '2020-01-01'",
    "created_at = '2020-01-01'",
    "record_id = 99",
]
VOID = "voided_at = utc_timestamp(6), void_reason = 'keliru'"


def signed(clinic: Clinic) -> int:
    clinic.appointment(status="Completed")
    clinic.db.execute(
        "UPDATE medical_records SET status = 'Signed', systolic = 120, diastolic = 80"
    )
    return int(clinic.db.value("SELECT record_id FROM medical_records"))


@pytest.mark.parametrize("change", CHANGES)
def test_a_signed_record_cannot_be_changed_not_even_while_voiding(
    db: Connection, change: str
) -> None:
    clinic = Clinic(db)
    before = clinic.row("medical_records", signed(clinic))
    for tail in ("", f", {VOID}"):
        with refused("medical_records: a signed record can only be voided"):
            db.execute(f"UPDATE medical_records SET {change}{tail}")
    assert db.rows("SELECT * FROM medical_records") == [before]


def test_a_signed_record_is_voided_or_not_touched_at_all(db: Connection) -> None:
    """A reason without the voiding would be a note on what was signed."""
    signed(Clinic(db))
    with refused("medical_records: a signed record can only be voided"):
        db.execute("UPDATE medical_records SET void_reason = 'keliru'")


@pytest.mark.parametrize("limit", ["18446744073709551615", "0"])
def test_a_draft_stays_with_a_visit_of_its_patient_and_doctor(db: Connection, limit: str) -> None:
    clinic = Clinic(db)
    clinic.appointment(status="Completed")
    visit = clinic.row("appointments", db.value("SELECT appointment_id FROM medical_records"))
    people = {key: visit[key] for key in ("patient_id", "doctor_id")}
    doctor = clinic.doctor()
    later = clinic.appointment(**people, appointment_date=clinic.at(days=3))
    patients_other = clinic.appointment(
        patient_id=visit["patient_id"], appointment_date=clinic.at(14)
    )
    doctors_other = clinic.appointment(doctor_id=visit["doctor_id"], appointment_date=clinic.at(15))
    changes = [
        f"appointment_id = {patients_other}",
        f"appointment_id = {doctors_other}",
        f"doctor_id = {doctor}",
    ]
    db.execute(f"SET sql_select_limit = {limit}")
    for change in changes:
        with refused("medical_records: patient or doctor is not the appointment's"):
            db.execute(f"UPDATE medical_records SET {change}")
    db.execute("UPDATE medical_records SET appointment_id = %s", (later,))
    db.execute("UPDATE medical_records SET appointment_id = NULL, doctor_id = %s", (doctor,))
    with refused("medical_records: patient or doctor is not the appointment's"):
        db.execute("UPDATE medical_records SET appointment_id = %s", (later,))


def test_no_session_moves_a_draft_to_no_visit(schema: Schema) -> None:
    clinic = Clinic(schema.connect(foreign_key_checks=0))
    clinic.appointment(status="Completed")
    with refused("medical_records: patient or doctor is not the appointment's"):
        clinic.db.execute("UPDATE medical_records SET appointment_id = 999")


def test_a_signed_record_can_be_voided_once(db: Connection) -> None:
    clinic = Clinic(db)
    record = signed(clinic)
    db.execute(f"UPDATE medical_records SET {VOID}")
    assert clinic.row("medical_records", record)["void_reason"] == "keliru"
    with refused("a voided record cannot be changed"):
        db.execute("UPDATE medical_records SET voided_at = NULL, void_reason = NULL")


def test_a_draft_changes_but_stays_with_its_patient(db: Connection) -> None:
    clinic = Clinic(db)
    record = clinic.record(created_at="2020-01-01", updated_at="2020-01-01")
    db.execute("UPDATE medical_records SET diagnosis = 'Flu'")
    assert clinic.row("medical_records", record)["updated_at"].year > 2020
    with refused("a record stays with its patient"):
        db.execute("UPDATE medical_records SET patient_id = %s", (clinic.patient(),))


def test_signing_is_dated(db: Connection) -> None:
    clinic = Clinic(db)
    assert clinic.row("medical_records", signed(clinic))["signed_at"] is not None


@pytest.mark.parametrize(
    "column", ["diagnosis", "treatment", "prescription", "symptoms", "allergies"]
)
@pytest.mark.parametrize("change", ["RESUME", "résumé", "resume "])
def test_voiding_a_signed_record_changes_no_letter_of_it(
    schema: Schema, column: str, change: str
) -> None:
    """To the columns' collation some of these are equal."""
    clinic = Clinic(schema.connect())
    clinic.record(status="Signed", **{column: "resume"})
    with refused("medical_records: a signed record can only be voided"):
        clinic.db.execute(
            f"UPDATE medical_records SET {column} = %s, voided_at = utc_timestamp(6), "
            "void_reason = 'x'",
            (change,),
        )


@pytest.mark.parametrize("change", ["record_date = '2026-02-31'", "status = 'Final'"])
def test_no_session_writes_a_value_that_cannot_be(schema: Schema, change: str) -> None:
    clinic = Clinic(schema.connect(sql_mode="ALLOW_INVALID_DATES"))
    clinic.record()
    with refused("medical_records: record_date or status is not a possible value"):
        clinic.db.execute(f"UPDATE medical_records SET {change}")


def test_the_session_does_not_choose_when_it_was_changed(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    record = clinic.record(created_at="2000-01-01", updated_at="2000-01-01")
    clinic.db.execute("SET timestamp = 1000000000")
    clinic.db.execute("UPDATE medical_records SET diagnosis = 'Flu'")
    assert clinic.row("medical_records", record)["updated_at"].year > 2001


def test_update_ignore_writes_no_status_that_cannot_be(db: Connection) -> None:
    """The server makes '' of a NULL, behind the trigger."""
    Clinic(db).record()
    with refused("medical_records: record_date or status is not a possible value"):
        db.execute("UPDATE IGNORE medical_records SET status = NULL")


def test_without_foreign_keys_a_record_of_no_visit_can_change_its_doctor(schema: Schema) -> None:
    clinic = Clinic(schema.connect(foreign_key_checks=0))
    record, doctor = clinic.record(), clinic.doctor()
    clinic.db.execute("UPDATE medical_records SET doctor_id = %s", (doctor,))
    assert clinic.row("medical_records", record)["doctor_id"] == doctor
