"""lab_results_before_delete: what was signed is not deleted."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_results_of_a_signed_record_can_be_added_but_not_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    record = clinic.record(status="Signed")
    clinic.insert("lab_results", record_id=record, test_type="HB", test_date="2026-01-02")
    with refused("lab_results: the record is signed, its results cannot be deleted"):
        db.execute("DELETE FROM lab_results")


def test_results_of_a_draft_can_be_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.insert("lab_results", record_id=clinic.record(), test_type="HB", test_date="2026-01-02")
    assert db.execute("DELETE FROM lab_results") == 1


def test_a_signature_newer_than_the_writers_snapshot_counts(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), schema.connect()
    clinic.insert("lab_results", record_id=clinic.record(), test_type="HB", test_date="2026-01-02")
    with clinic.db.transaction():
        assert clinic.count("medical_records") == 1
        other.execute("UPDATE medical_records SET status = 'Signed'")
        with refused("the record is signed"):
            clinic.db.execute("DELETE FROM lab_results")
