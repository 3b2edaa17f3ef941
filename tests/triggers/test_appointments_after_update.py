"""appointments_after_update: slots follow the visit, and a completed one has its record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@pytest.mark.parametrize("status", ["Cancelled", "NoShow"])
def test_a_visit_that_does_not_happen_gives_its_slots_back(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    doctor = clinic.doctor()
    visit = clinic.appointment(doctor_id=doctor)
    clinic.set_status(visit, status)
    assert clinic.slots(visit) == []
    assert clinic.slots(clinic.appointment(doctor_id=doctor))


@pytest.mark.parametrize("status", ["CheckedIn", "Completed"])
def test_a_visit_that_happens_keeps_its_slots(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    before = clinic.slots(visit)
    clinic.set_status(visit, status)
    assert clinic.slots(visit) == before != []


def test_slots_move_with_the_visit(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(appointment_date=clinic.at(9), duration_min=30)
    db.execute(
        "UPDATE appointments SET appointment_date = %s, duration_min = 45", (clinic.at(9, 15),)
    )
    assert [s[2] for s in clinic.slots(visit)] == [clinic.at(9, m) for m in (15, 30, 45)]
    assert clinic.count("appointment_slots") == 3


def test_moving_onto_another_visit_is_refused_and_changes_nothing(db: Connection) -> None:
    clinic = Clinic(db)
    doctor = clinic.doctor()
    clinic.appointment(doctor_id=doctor, appointment_date=clinic.at(9))
    visit = clinic.appointment(doctor_id=doctor, appointment_date=clinic.at(11))
    before = clinic.slots(visit)
    with refused("the doctor is already booked"):
        db.execute(
            "UPDATE appointments SET appointment_date = %s WHERE appointment_id = %s",
            (clinic.at(9), visit),
        )
    assert clinic.slots(visit) == before


def test_taking_back_a_cancellation_is_refused_readably_when_the_time_is_gone(
    db: Connection,
) -> None:
    clinic = Clinic(db)
    doctor = clinic.doctor()
    visit = clinic.appointment(doctor_id=doctor)
    clinic.set_status(visit, "Cancelled")
    clinic.appointment(doctor_id=doctor)
    with refused("the doctor is already booked"):
        clinic.set_status(visit, "Scheduled")
    assert clinic.row("appointments", visit)["status"] == "Cancelled"


def test_completing_by_plain_update_creates_exactly_one_draft(db: Connection) -> None:
    """Also after reopening and completing again; the draft is dated anew, not doubled."""
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.set_status(visit, "Completed")
    db.execute("UPDATE medical_records SET diagnosis = 'Flu', record_date = '2020-01-01'")
    clinic.set_status(visit, "CheckedIn", "Completed")

    rows = db.rows("SELECT * FROM medical_records")
    assert [(r["appointment_id"], r["status"], r["diagnosis"]) for r in rows] == [
        (visit, "Draft", "Flu")
    ]
    assert rows[0]["record_date"] == clinic.today()


def test_a_record_signed_before_completion_is_left_untouched(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status="CheckedIn")
    row = clinic.row("appointments", visit)
    record = clinic.record(
        appointment_id=visit,
        patient_id=row["patient_id"],
        doctor_id=row["doctor_id"],
        status="Signed",
        record_date="2020-01-01",
    )
    before = clinic.row("medical_records", record)
    clinic.set_status(visit, "Completed")
    assert db.rows("SELECT * FROM medical_records") == [before]


def test_a_voided_record_makes_room_for_a_new_draft(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status="Completed")
    db.execute("UPDATE medical_records SET voided_at = utc_timestamp(6), void_reason = 'keliru'")
    clinic.set_status(visit, "CheckedIn", "Completed")
    drafts = db.rows("SELECT * FROM medical_records WHERE voided_at IS NULL")
    assert (len(drafts), clinic.count("medical_records")) == (1, 2)


def test_other_changes_touch_neither_slots_nor_records(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status="Completed")
    before = (clinic.slots(visit), db.rows("SELECT * FROM medical_records"))
    db.execute("UPDATE appointments SET notes = 'catatan'")
    assert (clinic.slots(visit), db.rows("SELECT * FROM medical_records")) == before


def test_eight_plain_completions_at_once_have_one_record_each(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    visits = [clinic.appointment() for _ in range(8)]
    others = [Clinic(schema.connect()) for _ in visits]
    results = together(
        [partial(o.set_status, v, "Completed") for o, v in zip(others, visits, strict=True)]
    )
    assert results == [None] * 8
    assert clinic.count("medical_records") == 8


@pytest.mark.parametrize("what", ["doctor_id", "patient_id", "appointment_date", "duration_min"])
def test_each_thing_that_a_slot_says_moves_it_alone(db: Connection, what: str) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(appointment_date=clinic.at(9), duration_min=30)
    row = clinic.row("appointments", visit)
    others: dict[str, Callable[[], object]] = {
        "doctor_id": clinic.doctor,
        "patient_id": clinic.patient,
        "appointment_date": partial(clinic.at, 11),
        "duration_min": lambda: 15,
    }
    row[what] = others[what]()
    db.execute(f"UPDATE appointments SET {what} = %s", (row[what],))
    assert clinic.slots(visit) == [
        (row["doctor_id"], row["patient_id"], row["appointment_date"] + timedelta(minutes=m))
        for m in range(0, row["duration_min"], 15)
    ]
