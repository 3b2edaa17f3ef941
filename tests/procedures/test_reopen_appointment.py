"""reopen_appointment: takes a closing back where nothing stands on it."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@pytest.mark.parametrize(
    ("closed", "opened"),
    [("Completed", "CheckedIn"), ("Cancelled", "Scheduled"), ("NoShow", "Scheduled")],
)
def test_a_closed_visit_is_open_again_and_holds_its_slots(
    db: Connection, closed: str, opened: str
) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status=closed, cancel_reason="x")
    clinic.run("reopen_appointment", visit)
    row = clinic.row("appointments", visit)
    assert (row["status"], row["cancel_reason"]) == (opened, None)
    assert len(clinic.slots(visit)) == 2


@pytest.mark.parametrize("status", ["Scheduled", "CheckedIn"])
def test_an_open_visit_is_refused(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    with refused("reopen_appointment: the appointment is open"):
        clinic.run("reopen_appointment", clinic.appointment(status=status))


def test_a_time_that_is_taken_is_refused_readably(db: Connection) -> None:
    clinic = Clinic(db)
    doctor = clinic.doctor()
    visit = clinic.appointment(doctor_id=doctor, status="Cancelled")
    clinic.appointment(doctor_id=doctor)
    with refused("appointments: the doctor is already booked at that time"):
        clinic.run("reopen_appointment", visit)
    assert clinic.row("appointments", visit)["status"] == "Cancelled"


def test_a_signed_record_or_a_live_bill_holds_it(db: Connection) -> None:
    clinic = Clinic(db)
    billed = clinic.appointment(status="Completed")
    clinic.bill(appointment_id=billed)
    with refused("a live bill exists"):
        clinic.run("reopen_appointment", billed)
    signed = clinic.appointment(status="Completed")
    db.execute("UPDATE medical_records SET status = 'Signed'")
    with refused("the record is signed"):
        clinic.run("reopen_appointment", signed)


@pytest.mark.parametrize("closed", ["Cancelled", "NoShow"])
def test_nobody_who_cannot_be_booked_is_planned_again(db: Connection, closed: str) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status=closed)
    db.execute("UPDATE doctors SET is_active = 0")
    with refused("reopen_appointment: the doctor is not active"):
        clinic.run("reopen_appointment", visit)
    db.execute("UPDATE doctors SET is_active = 1")
    clinic.run("erase_patient", clinic.row("appointments", visit)["patient_id"], "minta dihapus")
    with refused("reopen_appointment: the patient is voided"):
        clinic.run("reopen_appointment", visit)
    assert clinic.row("appointments", visit)["status"] == closed


def test_a_doctor_who_left_after_the_callers_snapshot_is_refused(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), schema.connect()
    visit = clinic.appointment(status="Cancelled")
    with clinic.db.transaction():
        assert clinic.count("doctors") == 1
        other.execute("UPDATE doctors SET is_active = 0")
        with refused("reopen_appointment: the doctor is not active"):
            clinic.run("reopen_appointment", visit)


@pytest.mark.parametrize("closed", ["Completed", "NoShow"])
def test_a_visit_of_the_past_is_corrected_whoever_was_in_it(db: Connection, closed: str) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status=closed, appointment_date=clinic.at(days=-1))
    clinic.run("erase_patient", clinic.row("appointments", visit)["patient_id"], "minta dihapus")
    db.execute("UPDATE doctors SET is_active = 0")
    clinic.run("reopen_appointment", visit)
    assert clinic.row("appointments", visit)["status"] in ("CheckedIn", "Scheduled")


def test_completed_again_it_still_has_one_record(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    for _ in range(3):
        clinic.run("complete_appointment", visit)
        clinic.run("reopen_appointment", visit)
    assert clinic.count("medical_records") == 1
