"""medical_records: what a row must look like, whoever writes it."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_visit_has_one_unvoided_record(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.row("appointments", clinic.appointment(status="Completed"))
    same = {key: visit[key] for key in ("appointment_id", "patient_id", "doctor_id")}
    with refused("medical_records.uq_medical_records_live_appointment"):
        clinic.record(**same)
    db.execute("UPDATE medical_records SET voided_at = utc_timestamp(6), void_reason = 'keliru'")
    assert clinic.record(**same)


@pytest.mark.parametrize("code", ["A00", "J06.9", "S72.001A", "U07.1", "C7A.00"])
def test_an_icd10_code_is_taken(db: Connection, code: str) -> None:
    assert Clinic(db).record(icd10_code=code)


@pytest.mark.parametrize("code", ["", "flu", "j06.9", "J6", "J06.", "J06.9\n", " J06", "0A0"])
def test_what_is_no_icd10_code_is_refused(db: Connection, code: str) -> None:
    with refused("ck_medical_records_icd10"):
        Clinic(db).record(icd10_code=code)


@pytest.mark.parametrize(
    ("upper", "lower", "constraint"),
    [
        (39, 30, "systolic"),
        (301, 80, "systolic"),
        (120, 19, "diastolic"),
        (250, 201, "diastolic"),
        (80, 120, "blood_pressure"),
        (100, 100, "blood_pressure"),
    ],
)
def test_an_implausible_blood_pressure_is_refused(
    db: Connection, upper: int, lower: int, constraint: str
) -> None:
    with refused(f"ck_medical_records_{constraint}"):
        Clinic(db).record(systolic=upper, diastolic=lower)


def test_blood_pressure_reads_as_doctors_write_it(db: Connection) -> None:
    clinic = Clinic(db)
    row = clinic.row("medical_records", clinic.record(systolic=120, diastolic=80))
    assert row["blood_pressure"] == "120/80"
    row = clinic.row("medical_records", clinic.record(systolic=120))
    assert row["blood_pressure"] is None


def test_a_draft_has_no_signature(db: Connection) -> None:
    with refused("ck_medical_records_signed"):
        Clinic(db).record(signed_at="2026-01-01")


@pytest.mark.parametrize("half", [{"voided_at": "2026-01-01"}, {"void_reason": "x"}])
def test_voiding_has_both_a_time_and_a_reason(db: Connection, half: dict[str, str]) -> None:
    with refused("ck_medical_records_void"):
        Clinic(db).record(**half)


def test_a_visit_that_goes_leaves_the_record(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status="Completed")
    clinic.set_status(visit, "CheckedIn")
    db.execute("DELETE FROM appointments")
    row = db.one("SELECT * FROM medical_records")
    assert row is not None
    assert (row["appointment_id"], row["live_appointment_id"]) == (None, None)


@pytest.mark.parametrize("parent", ["patient", "doctor"])
def test_whom_a_record_names_cannot_be_deleted(db: Connection, parent: str) -> None:
    Clinic(db).record()
    with refused(f"fk_medical_records_{parent}s"):
        db.execute(f"DELETE FROM {parent}s")


def test_an_unknown_visit_is_refused(db: Connection) -> None:
    with refused("fk_medical_records_appointments"):
        Clinic(db).record(appointment_id=999)
