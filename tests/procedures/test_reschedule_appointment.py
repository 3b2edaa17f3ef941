"""reschedule_appointment: another time, never none."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema


def test_an_open_visit_moves_with_its_slots(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(appointment_date=clinic.at(9))
    clinic.run("reschedule_appointment", visit, clinic.at(9, 15), None)
    assert [s[2] for s in clinic.slots(visit)] == [clinic.at(9, 15), clinic.at(9, 30)]
    clinic.run("reschedule_appointment", visit, clinic.at(13), 15)
    assert [s[2] for s in clinic.slots(visit)] == [clinic.at(13)]
    assert clinic.count("appointment_slots") == 1


def test_a_time_that_is_taken_is_refused_and_the_old_one_kept(db: Connection) -> None:
    clinic = Clinic(db)
    doctor = clinic.doctor()
    clinic.appointment(doctor_id=doctor, appointment_date=clinic.at(9))
    visit = clinic.appointment(doctor_id=doctor, appointment_date=clinic.at(10))
    before = clinic.slots(visit)
    with refused("the doctor is already booked"):
        clinic.run("reschedule_appointment", visit, clinic.at(9, 15), None)
    assert clinic.slots(visit) == before


@pytest.mark.parametrize("status", ["Completed", "Cancelled", "NoShow"])
def test_a_closed_visit_is_refused(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    with refused("reschedule_appointment: the appointment is not open"):
        clinic.run("reschedule_appointment", clinic.appointment(status=status), clinic.at(), None)


def test_the_past_an_odd_time_and_an_odd_duration_are_refused(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    with refused("the time is in the past"):
        clinic.run("reschedule_appointment", visit, clinic.at(days=-1), None)
    for at in (clinic.at(9, 5), clinic.at() + timedelta(microseconds=1), None):
        with refused("the time is not a full quarter of an hour"):
            clinic.run("reschedule_appointment", visit, at, None)
    for minutes in (0, 20, 495):
        with refused("the duration is 15 to 480 minutes"):
            clinic.run("reschedule_appointment", visit, clinic.at(), minutes)


def test_a_doctor_who_left_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    db.execute("UPDATE doctors SET is_active = 0")
    with refused("the doctor is not active"):
        clinic.run("reschedule_appointment", visit, clinic.at(), None)


def test_an_erased_patient_is_refused(db: Connection) -> None:
    """What was booked before the erasure can be cancelled, but not planned anew."""
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.run("erase_patient", clinic.row("appointments", visit)["patient_id"], "minta dihapus")
    with refused("reschedule_appointment: the patient is voided"):
        clinic.run("reschedule_appointment", visit, clinic.at(), None)
    clinic.run("cancel_appointment", visit, "minta dihapus")


def test_eight_visits_that_want_one_time_do_not_deadlock(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    doctor = clinic.doctor()
    visits = [
        clinic.appointment(doctor_id=doctor, appointment_date=clinic.at(8 + i)) for i in range(8)
    ]
    others = [Clinic(schema.connect()) for _ in visits]
    results = together(
        [
            partial(o.run, "reschedule_appointment", v, clinic.at(20), 30)
            for o, v in zip(others, visits, strict=True)
        ]
    )
    errors = [r for r in results if isinstance(r, ServerError)]
    assert {e.text for e in errors} == {"appointments: the doctor is already booked at that time"}
    assert (len(errors), clinic.count("appointment_slots")) == (7, 16)


def test_a_doctor_who_left_after_the_callers_snapshot_is_refused(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit = clinic.appointment()
    with clinic.db.transaction():
        assert clinic.count("doctors") == 1
        other.db.execute("UPDATE doctors SET is_active = 0")
        with refused("the doctor is not active"):
            clinic.run("reschedule_appointment", visit, clinic.at(), None)


def test_the_doctor_of_a_visit_newer_than_the_callers_snapshot_is_asked_for(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    with clinic.db.transaction():
        assert clinic.count("appointments") == 0
        visit = other.appointment(doctor_id=other.doctor(is_active=0))
        with refused("the doctor is not active"):
            clinic.run("reschedule_appointment", visit, clinic.at(), None)
