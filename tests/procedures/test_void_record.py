"""void_record: withdrawn with a reason, never removed."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection


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
