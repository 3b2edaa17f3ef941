"""void_record: withdrawn with a reason, never removed."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@pytest.mark.parametrize("status", ["Draft", "Signed"])
def test_a_record_is_voided_and_stays(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    record = clinic.record(status=status, diagnosis="Flu")
    clinic.run("void_record", record, " pasien lain ")
    row = clinic.row("medical_records", record)
    assert (row["void_reason"], row["diagnosis"], row["status"]) == ("pasien lain", "Flu", status)
    assert row["voided_at"] is not None


@pytest.mark.parametrize("reason", [None, "", " "])
def test_a_reason_is_needed(db: Connection, reason: str | None) -> None:
    clinic = Clinic(db)
    with refused("void_record: a reason is needed"):
        clinic.run("void_record", clinic.record(), reason)


def test_a_void_or_unknown_record_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    record = clinic.record()
    clinic.run("void_record", record, "x")
    with refused("void_record: the record is already void"):
        clinic.run("void_record", record, "x")
    with refused("void_record: there is no such record"):
        clinic.run("void_record", 999, "x")


def test_the_visit_is_locked_before_its_record(schema: Schema) -> None:
    """As completing and reopening do; the other way round they deadlocked."""
    clinic, other = Clinic(schema.connect()), schema.connect()
    clinic.appointment(status="Completed")
    record = clinic.db.value("SELECT record_id FROM medical_records")
    with clinic.db.transaction():
        clinic.run("void_record", record, "x")
        with refused("NOWAIT"):
            other.rows("SELECT 1 FROM appointments FOR UPDATE NOWAIT")


def test_a_record_that_is_newer_than_the_callers_snapshot_never_waits_for_its_visit(
    schema: Schema,
) -> None:
    """The visit cannot come first there, so that waiting for it could close a circle."""
    clinic, other, third = (Clinic(schema.connect()) for _ in range(3))
    visit = other.appointment()
    with clinic.db.transaction():
        assert clinic.count("medical_records") == 0
        other.run("complete_appointment", visit)
        record = other.db.value("SELECT record_id FROM medical_records")
        with third.db.transaction():
            third.db.rows("SELECT 1 FROM appointments FOR UPDATE")
            with refused("void_record: the record changed meanwhile, try again"):
                clinic.run("void_record", record, "x")
        clinic.run("void_record", record, "x")
        with refused("NOWAIT"):
            third.db.rows("SELECT 1 FROM appointments FOR UPDATE NOWAIT")
    assert clinic.row("medical_records", record)["voided_at"] is not None
