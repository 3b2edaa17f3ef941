"""book_appointment: one visit, no overlap, whoever books and however many at once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from clinic import Clinic, cascading, refused, together

from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema


def test_it_books_a_visit_and_gives_its_key(db: Connection) -> None:
    clinic = Clinic(db)
    patient, doctor, at = clinic.patient(), clinic.doctor(), clinic.at()

    booked = clinic.call("book_appointment", patient, doctor, at, 45, "batuk")

    row = clinic.row("appointments", booked)
    assert (row["patient_id"], row["doctor_id"], row["appointment_date"]) == (patient, doctor, at)
    assert (row["duration_min"], row["status"], row["notes"]) == (45, "Scheduled", "batuk")
    assert [s[2] for s in clinic.slots(booked)] == [at + timedelta(minutes=m) for m in (0, 15, 30)]


def test_the_duration_is_30_minutes_by_default(db: Connection) -> None:
    clinic = Clinic(db)
    booked = clinic.call(
        "book_appointment", clinic.patient(), clinic.doctor(), clinic.at(), None, None
    )
    assert clinic.row("appointments", booked)["duration_min"] == 30


def test_double_booking_of_a_doctor_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    doctor = clinic.doctor()
    clinic.call("book_appointment", clinic.patient(), doctor, clinic.at(9), 30, None)
    with refused("the doctor is already booked"):
        clinic.call("book_appointment", clinic.patient(), doctor, clinic.at(9, 15), 30, None)
    assert clinic.count("appointments") == 1


def test_double_booking_of_a_patient_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    patient = clinic.patient()
    clinic.call("book_appointment", patient, clinic.doctor(), clinic.at(9), 30, None)
    with refused("the patient is already booked"):
        clinic.call("book_appointment", patient, clinic.doctor(), clinic.at(8, 45), 30, None)
    assert clinic.count("appointments") == 1


def test_back_to_back_is_no_overlap(db: Connection) -> None:
    clinic = Clinic(db)
    patient, doctor = clinic.patient(), clinic.doctor()
    clinic.call("book_appointment", patient, doctor, clinic.at(9), 30, None)
    clinic.call("book_appointment", patient, doctor, clinic.at(9, 30), 30, None)
    assert clinic.count("appointments") == 2


def test_an_unknown_doctor_or_patient_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("there is no such doctor"):
        clinic.call("book_appointment", clinic.patient(), 999, clinic.at(), 30, None)
    with refused("there is no such patient"):
        clinic.call("book_appointment", 999, clinic.doctor(), clinic.at(), 30, None)


def test_an_inactive_doctor_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("the doctor is not active"):
        clinic.call(
            "book_appointment", clinic.patient(), clinic.doctor(is_active=0), clinic.at(), 30, None
        )


def test_a_voided_patient_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    patient = clinic.patient(voided_at="2026-01-01", void_reason="minta dihapus")
    with refused("the patient is voided"):
        clinic.call("book_appointment", patient, clinic.doctor(), clinic.at(), 30, None)


def test_the_past_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("the time is in the past"):
        clinic.call(
            "book_appointment", clinic.patient(), clinic.doctor(), clinic.at(days=-1), 30, None
        )


@pytest.mark.parametrize("offset", [timedelta(minutes=5), timedelta(microseconds=1)])
def test_a_time_off_the_grid_is_refused_and_not_rounded(db: Connection, offset: timedelta) -> None:
    clinic = Clinic(db)
    with refused("not a full quarter of an hour"):
        clinic.call(
            "book_appointment", clinic.patient(), clinic.doctor(), clinic.at() + offset, 30, None
        )


@pytest.mark.parametrize("minutes", [0, 20, -15, 495])
def test_an_odd_duration_is_refused(db: Connection, minutes: int) -> None:
    clinic = Clinic(db)
    with refused("the duration is 15 to 480 minutes"):
        clinic.call(
            "book_appointment", clinic.patient(), clinic.doctor(), clinic.at(), minutes, None
        )


def test_it_joins_the_callers_transaction(db: Connection) -> None:
    clinic = Clinic(db)
    patient, doctor = clinic.patient(), clinic.doctor()
    db.execute("START TRANSACTION")
    clinic.call("book_appointment", patient, doctor, clinic.at(), 30, None)
    assert clinic.count("appointments") == 1
    db.execute("ROLLBACK")
    assert clinic.count("appointments") == 0
    assert clinic.count("appointment_slots") == 0


def test_a_session_without_autocommit_keeps_its_rollback(schema: Schema) -> None:
    """Drivers that switch autocommit off must be able to undo a call that began their work."""
    clinic = Clinic(schema.connect())
    patient, doctor, at = clinic.patient(), clinic.doctor(), clinic.at()
    clinic.db.execute("SET autocommit = 0")
    clinic.call("book_appointment", patient, doctor, at, 30, None)
    clinic.db.execute("ROLLBACK")
    assert clinic.count("appointments") == 0


def test_a_refusal_leaves_the_callers_transaction_open(db: Connection) -> None:
    clinic = Clinic(db)
    with db.transaction():
        patient = clinic.patient()
        with refused("there is no such doctor"):
            clinic.call("book_appointment", patient, 999, clinic.at(), 30, None)
    assert clinic.count("patients") == 1


def test_no_time_at_all_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("not a full quarter of an hour"):
        clinic.call("book_appointment", clinic.patient(), clinic.doctor(), None, 30, None)


def test_its_own_transaction_leaves_no_isolation_behind(db: Connection) -> None:
    clinic = Clinic(db)
    before = db.value("SELECT @@transaction_isolation")
    clinic.call("book_appointment", clinic.patient(), clinic.doctor(), clinic.at(), 30, None)
    assert db.value("SELECT @@transaction_isolation") == before


def test_a_callers_clock_does_not_reach_it(schema: Schema) -> None:
    """`SET timestamp` moves NOW() for any account; without the pin the past would be the future."""
    clinic = Clinic(schema.connect())
    patient, doctor, at = clinic.patient(), clinic.doctor(), clinic.at(days=-1)
    clinic.db.execute("SET timestamp = 1000000000")
    with refused("the time is in the past"):
        clinic.call("book_appointment", patient, doctor, at, 30, None)


def test_it_books_with_cascade_triggers_on(schema: Schema) -> None:
    clinic, _ = cascading(schema)
    assert clinic.call("book_appointment", clinic.patient(), clinic.doctor(), clinic.at(), 30, None)


def test_of_eight_at_once_exactly_one_gets_the_slot(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    doctor, at = clinic.doctor(), clinic.at()
    tries = [(Clinic(schema.connect()), clinic.patient()) for _ in range(8)]

    results = together(
        [partial(c.call, "book_appointment", p, doctor, at, 30, None) for c, p in tries]
    )

    errors = [r for r in results if isinstance(r, ServerError)]
    assert len(errors) == 7
    assert {e.text for e in errors} == {"appointments: the doctor is already booked at that time"}
    assert clinic.count("appointments") == 1
