"""lock_appointment: one order of locks for everybody."""

from __future__ import annotations

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


def test_a_visit_that_changed_since_the_callers_snapshot_is_refused(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit, doctor = clinic.appointment(), clinic.doctor()
    with clinic.db.transaction():
        assert clinic.count("appointments") == 1
        other.db.execute("UPDATE appointments SET doctor_id = %s", (doctor,))
        with refused("lock_appointment: the appointment changed meanwhile, try again"):
            clinic.call("lock_appointment", visit)
