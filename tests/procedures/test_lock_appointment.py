"""lock_appointment: one order of locks for everybody."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_it_gives_the_status_and_nothing_for_an_unknown_visit(db: Connection) -> None:
    clinic = Clinic(db)
    assert clinic.call("lock_appointment", clinic.appointment(status="CheckedIn")) == "CheckedIn"
    assert clinic.call("lock_appointment", 999) is None


def test_doctor_patient_and_visit_are_locked_until_the_end(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), schema.connect()
    visit = clinic.appointment()
    with clinic.db.transaction():
        clinic.call("lock_appointment", visit)
        for table in ("doctors", "patients", "appointments"):
            with refused("NOWAIT"):
                other.execute(f"SELECT * FROM {table} FOR SHARE NOWAIT")
    for table in ("doctors", "patients", "appointments"):
        assert other.rows(f"SELECT * FROM {table} FOR SHARE NOWAIT")


def assert_locked(schema: Schema, table: str, key: int) -> None:
    with schema.connect() as db, refused("NOWAIT"):
        db.rows(f"SELECT 1 FROM {table}s WHERE {table}_id = %s FOR SHARE NOWAIT", (key,))


def test_a_visit_that_is_newer_than_the_callers_snapshot_is_locked_whole(schema: Schema) -> None:
    """A plain read finds nothing there, and a visit locked alone would break the order."""
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    with clinic.db.transaction():
        assert clinic.count("appointments") == 0
        visit = other.appointment()
        row = other.row("appointments", visit)
        assert clinic.call("lock_appointment", visit) == "Scheduled"
        assert_locked(schema, "doctor", row["doctor_id"])
        assert_locked(schema, "patient", row["patient_id"])
        assert_locked(schema, "appointment", visit)


@pytest.mark.parametrize("parent", ["doctor", "patient"])
def test_whom_a_visit_was_given_to_since_is_locked_too(schema: Schema, parent: str) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit, person = other.appointment(), getattr(other, parent)()
    with clinic.db.transaction():
        assert clinic.count("appointments") == 1
        other.db.execute(f"UPDATE appointments SET {parent}_id = %s", (person,))
        assert clinic.call("lock_appointment", visit) == "Scheduled"
        assert_locked(schema, parent, person)


@pytest.mark.parametrize("parent", ["doctor", "patient"])
def test_nobody_is_waited_for_out_of_order(schema: Schema, parent: str) -> None:
    """Whoever holds the new doctor may be waiting for this very visit: a deadlock, if we waited."""
    clinic, other, third = (Clinic(schema.connect()) for _ in range(3))
    visit, person = other.appointment(), getattr(other, parent)()
    with clinic.db.transaction():
        assert clinic.count("appointments") == 1
        other.db.execute(f"UPDATE appointments SET {parent}_id = %s", (person,))
        with third.db.transaction():
            third.db.rows(f"SELECT 1 FROM {parent}s WHERE {parent}_id = %s FOR UPDATE", (person,))
            with refused("lock_appointment: the appointment changed meanwhile, try again"):
                clinic.call("lock_appointment", visit)
