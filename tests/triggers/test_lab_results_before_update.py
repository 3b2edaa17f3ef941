"""lab_results_before_update: what was signed is not changed."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_results_of_a_signed_record_can_be_added_but_not_changed(db: Connection) -> None:
    clinic = Clinic(db)
    record = clinic.record(status="Signed")
    clinic.insert("lab_results", record_id=record, test_type="HB", test_date="2026-01-02")
    with refused("lab_results: the record is signed, its results cannot be changed"):
        db.execute("UPDATE lab_results SET results = 'lain'")


def test_results_of_a_draft_can_be_changed(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.insert("lab_results", record_id=clinic.record(), test_type="HB", test_date="2026-01-02")
    assert db.execute("UPDATE lab_results SET results = 'lain'") == 1


def test_a_result_stays_with_its_record(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.insert("lab_results", record_id=clinic.record(), test_type="HB", test_date="2026-01-02")
    with refused("a result stays with its record"):
        db.execute("UPDATE lab_results SET record_id = %s", (clinic.record(),))


def test_a_signature_newer_than_the_writers_snapshot_counts(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), schema.connect()
    clinic.insert("lab_results", record_id=clinic.record(), test_type="HB", test_date="2026-01-02")
    with clinic.db.transaction():
        assert clinic.count("medical_records") == 1
        other.execute("UPDATE medical_records SET status = 'Signed'")
        with refused("the record is signed"):
            clinic.db.execute("UPDATE lab_results SET results = 'lain'")


def test_a_day_that_no_calendar_has_is_refused(schema: Schema) -> None:
    clinic = Clinic(schema.connect(sql_mode="ALLOW_INVALID_DATES"))
    clinic.insert("lab_results", record_id=clinic.record(), test_type="Hb", test_date="2026-01-01")
    with refused("lab_results: test_date is not a day of the calendar"):
        clinic.db.execute("UPDATE lab_results SET test_date = '2026-02-31'")
