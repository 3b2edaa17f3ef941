"""sign_record: the doctor stands by it."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_draft_is_signed_and_dated(db: Connection) -> None:
    clinic = Clinic(db)
    record = clinic.record()
    clinic.run("sign_record", record)
    row = clinic.row("medical_records", record)
    assert row["status"] == "Signed"
    assert row["signed_at"] is not None


def test_a_signed_a_void_and_an_unknown_record_are_refused(db: Connection) -> None:
    clinic = Clinic(db)
    record = clinic.record()
    clinic.run("sign_record", record)
    with refused("sign_record: the record is already signed"):
        clinic.run("sign_record", record)
    void = clinic.record(voided_at="2026-01-01", void_reason="x")
    with refused("sign_record: the record is void"):
        clinic.run("sign_record", void)
    with refused("sign_record: there is no such record"):
        clinic.run("sign_record", 999)
