"""medical_records_before_delete: signed records are kept."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_draft_can_be_deleted(db: Connection) -> None:
    Clinic(db).record()
    assert db.execute("DELETE FROM medical_records") == 1


def test_a_signed_record_cannot_be_deleted_voided_or_not(db: Connection) -> None:
    Clinic(db).record(status="Signed")
    with refused("a signed record cannot be deleted"):
        db.execute("DELETE FROM medical_records")
    db.execute("UPDATE medical_records SET voided_at = utc_timestamp(6), void_reason = 'keliru'")
    with refused("a signed record cannot be deleted"):
        db.execute("DELETE FROM medical_records")
