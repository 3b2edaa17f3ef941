"""appointments_before_update: the state machine, whoever writes."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

STATES = ["Scheduled", "Completed", "Cancelled", "CheckedIn", "NoShow"]
LEGAL = {
    ("Scheduled", "CheckedIn"),
    ("Scheduled", "Completed"),
    ("Scheduled", "Cancelled"),
    ("Scheduled", "NoShow"),
    ("CheckedIn", "Completed"),
    ("CheckedIn", "Cancelled"),
    ("CheckedIn", "Scheduled"),
    ("Completed", "CheckedIn"),
    ("Cancelled", "Scheduled"),
    ("NoShow", "Scheduled"),
}


@pytest.mark.parametrize("before", STATES)
def test_only_the_listed_transitions_happen(db: Connection, before: str) -> None:
    clinic = Clinic(db)
    for after in STATES:
        visit = clinic.appointment(status=before)
        if before == after or (before, after) in LEGAL:
            clinic.set_status(visit, after)
        else:
            with refused(f"appointments: {before} cannot become {after}"):
                clinic.set_status(visit, after)


@pytest.mark.parametrize("status", ["Completed", "Cancelled"])
@pytest.mark.parametrize("change", ["status = NULL", "appointment_date = NULL"])
def test_update_ignore_writes_no_value_that_cannot_be(
    db: Connection, status: str, change: str
) -> None:
    """The server makes '' or a day of no calendar of a NULL, behind the trigger."""
    clinic = Clinic(db)
    visit = clinic.row("appointments", clinic.appointment(status=status))
    with refused("appointments: appointment_date or status is not a possible value"):
        db.execute(f"UPDATE IGNORE appointments SET {change}")
    assert clinic.row("appointments", visit["appointment_id"]) == visit


def test_update_ignore_cannot_take_the_key_away(db: Connection) -> None:
    Clinic(db).appointment()
    with refused("appointments: appointment_id cannot be changed"):
        db.execute("UPDATE IGNORE appointments SET appointment_id = NULL")


def test_patient_and_doctor_are_free_before_a_record_or_a_bill(db: Connection) -> None:
    clinic = Clinic(db)
    visit, doctor, patient = clinic.appointment(), clinic.doctor(), clinic.patient()
    db.execute("UPDATE appointments SET doctor_id = %s, patient_id = %s", (doctor, patient))
    assert {s[:2] for s in clinic.slots(visit)} == {(doctor, patient)}


def test_a_record_fixes_patient_and_doctor(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.appointment(status="Completed")
    with refused("a record or a bill fixes patient and doctor"):
        db.execute("UPDATE appointments SET doctor_id = %s", (clinic.doctor(),))
    with refused("a record or a bill fixes patient and doctor"):
        db.execute("UPDATE appointments SET patient_id = %s", (clinic.patient(),))


def test_a_bill_fixes_patient_and_doctor(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.bill(appointment_id=clinic.appointment())
    with refused("a record or a bill fixes patient and doctor"):
        db.execute("UPDATE appointments SET doctor_id = %s", (clinic.doctor(),))


def test_a_signed_record_holds_its_visit_completed(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status="Completed")
    db.execute("UPDATE medical_records SET status = 'Signed'")
    with refused("the record is signed, void it before reopening"):
        clinic.set_status(visit, "CheckedIn")
    db.execute("UPDATE medical_records SET voided_at = utc_timestamp(6), void_reason = 'keliru'")
    clinic.set_status(visit, "CheckedIn")


def test_a_live_bill_holds_its_visit(db: Connection) -> None:
    clinic = Clinic(db)
    done, planned = clinic.appointment(status="Completed"), clinic.appointment()
    clinic.bill(appointment_id=done)
    clinic.bill(appointment_id=planned)
    for visit, status in ((done, "CheckedIn"), (planned, "Cancelled"), (planned, "NoShow")):
        with refused("a live bill exists, void it first"):
            clinic.set_status(visit, status)
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'salah'")
    clinic.set_status(done, "CheckedIn")
    clinic.set_status(planned, "Cancelled")


def test_a_completed_visit_cannot_be_moved(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.appointment(status="Completed")
    with refused("a completed appointment cannot be moved"):
        db.execute("UPDATE appointments SET appointment_date = appointment_date + INTERVAL 1 DAY")
    with refused("a completed appointment cannot be moved"):
        db.execute("UPDATE appointments SET duration_min = 45")


def test_the_key_cannot_be_changed(db: Connection) -> None:
    Clinic(db).appointment()
    with refused("appointment_id cannot be changed"):
        db.execute("UPDATE appointments SET appointment_id = 99")


def test_a_change_moves_updated_at(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(updated_at="2020-01-01")
    clinic.set_status(visit, "CheckedIn")
    assert clinic.row("appointments", visit)["updated_at"].year > 2020


def test_a_record_newer_than_the_writers_snapshot_counts(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit, doctor = clinic.row("appointments", clinic.appointment()), clinic.doctor()
    same = {key: visit[key] for key in ("appointment_id", "patient_id", "doctor_id")}
    with clinic.db.transaction():
        assert clinic.count("medical_records") == 0
        other.record(**same)
        with refused("a record or a bill fixes patient and doctor"):
            clinic.db.execute("UPDATE appointments SET doctor_id = %s", (doctor,))


def test_a_signature_newer_than_the_writers_snapshot_counts(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit = clinic.appointment(status="Completed")
    with clinic.db.transaction():
        assert clinic.count("medical_records") == 1
        other.db.execute("UPDATE medical_records SET status = 'Signed'")
        with refused("the record is signed"):
            clinic.set_status(visit, "CheckedIn")


def test_a_bill_newer_than_the_writers_snapshot_counts(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit, doctor = clinic.appointment(), clinic.doctor()
    with clinic.db.transaction():
        assert clinic.count("billing") == 0
        other.bill(appointment_id=visit)
        with refused("a live bill exists"):
            clinic.set_status(visit, "Cancelled")
        with refused("a record or a bill fixes patient and doctor"):
            clinic.db.execute("UPDATE appointments SET doctor_id = %s", (doctor,))


def test_a_note_can_be_added_to_a_signed_and_billed_visit(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status="Completed")
    clinic.bill(appointment_id=visit)
    db.execute("UPDATE medical_records SET status = 'Signed'")
    db.execute("UPDATE appointments SET notes = 'kontrol dua minggu lagi'")
    assert clinic.row("appointments", visit)["notes"] == "kontrol dua minggu lagi"


def test_a_record_signed_beforehand_keeps_nobody_from_checking_in(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.row("appointments", clinic.appointment())
    same = {key: visit[key] for key in ("appointment_id", "patient_id", "doctor_id")}
    clinic.record(status="Signed", **same)
    clinic.set_status(visit["appointment_id"], "CheckedIn")
