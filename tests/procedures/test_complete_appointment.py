"""complete_appointment: exactly one draft record, whatever happened before."""

from __future__ import annotations

import pytest
from clinic import Clinic, cascading, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_it_completes_and_creates_one_draft_record(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()

    clinic.run("complete_appointment", visit)

    row = clinic.row("appointments", visit)
    record = db.one("SELECT * FROM medical_records")
    assert record is not None
    assert row["status"] == "Completed"
    assert (record["appointment_id"], record["status"]) == (visit, "Draft")
    assert (record["patient_id"], record["doctor_id"]) == (row["patient_id"], row["doctor_id"])
    assert clinic.count("medical_records") == 1


def test_completing_twice_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status="Completed")
    with refused("already completed"):
        clinic.run("complete_appointment", visit)
    assert clinic.count("medical_records") == 1


@pytest.mark.parametrize("status", ["Cancelled", "NoShow"])
def test_a_visit_that_did_not_happen_is_refused(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status=status)
    with refused(f"{status} cannot become Completed"):
        clinic.run("complete_appointment", visit)
    assert clinic.count("medical_records") == 0


def test_an_unknown_visit_is_refused(db: Connection) -> None:
    with refused("there is no such appointment"):
        Clinic(db).run("complete_appointment", 999)


def test_it_joins_the_callers_transaction(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    db.execute("START TRANSACTION")
    clinic.run("complete_appointment", visit)
    db.execute("ROLLBACK")
    assert clinic.row("appointments", visit)["status"] == "Scheduled"
    assert clinic.count("medical_records") == 0


def test_it_works_with_cascade_triggers_on(schema: Schema) -> None:
    """The server refuses a plain completion there (1442); the procedure switches it off."""
    clinic, on = cascading(schema)
    visit = clinic.appointment()
    if on:
        with refused("already used by statement"):
            clinic.set_status(visit, "Completed")
    assert clinic.row("appointments", visit)["status"] == "Scheduled"

    clinic.run("complete_appointment", visit)
    assert clinic.count("medical_records") == 1


def test_switched_off_foreign_keys_do_not_reach_it(schema: Schema) -> None:
    """An orphaned visit, made with the checks off, cannot grow an orphaned record."""
    clinic = Clinic(schema.connect(foreign_key_checks=0))
    visit = clinic.appointment(patient_id=777)
    with refused("patient"):
        clinic.run("complete_appointment", visit)
    assert clinic.count("medical_records") == 0
    clinic.db.execute("DELETE FROM appointments")
