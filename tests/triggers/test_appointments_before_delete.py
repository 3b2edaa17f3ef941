"""appointments_before_delete: what happened, or is billed, stays."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_planned_visit_can_be_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.appointment()
    assert db.execute("DELETE FROM appointments") == 1


def test_a_signed_record_keeps_its_visit(db: Connection) -> None:
    """Deleting the visit would change the record, by a foreign key that fires no trigger."""
    clinic = Clinic(db)
    visit = clinic.row("appointments", clinic.appointment())
    record = clinic.record(
        status="Signed",
        **{key: visit[key] for key in ("appointment_id", "patient_id", "doctor_id")},
    )
    with refused("appointments: one with a signed record cannot be deleted"):
        db.execute("DELETE FROM appointments")
    db.execute("UPDATE medical_records SET voided_at = utc_timestamp(6), void_reason = 'keliru'")
    with refused("one with a signed record cannot be deleted"):
        db.execute("DELETE FROM appointments")
    assert clinic.row("medical_records", record)["appointment_id"] == visit["appointment_id"]


def test_a_signature_newer_than_the_writers_snapshot_counts(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit = clinic.row("appointments", clinic.appointment())
    same = {key: visit[key] for key in ("appointment_id", "patient_id", "doctor_id")}
    with clinic.db.transaction():
        assert clinic.count("medical_records") == 0
        other.record(status="Signed", **same)
        with refused("one with a signed record cannot be deleted"):
            clinic.db.execute("DELETE FROM appointments")


def test_a_draft_lets_its_visit_go(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.set_status(clinic.appointment(status="Completed"), "CheckedIn")
    assert db.execute("DELETE FROM appointments") == 1
    assert db.value("SELECT appointment_id FROM medical_records") is None


def test_a_completed_visit_cannot_be_deleted(db: Connection) -> None:
    Clinic(db).appointment(status="Completed")
    with refused("appointments: a completed appointment cannot be deleted"):
        db.execute("DELETE FROM appointments")


def test_a_billed_visit_cannot_be_deleted_even_without_foreign_keys(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    clinic.bill(appointment_id=clinic.appointment())
    clinic.db.execute("UPDATE billing SET is_void = 1, void_reason = 'salah'")
    with refused("an appointment with a bill cannot be deleted"):
        schema.connect(foreign_key_checks=0).execute("DELETE FROM appointments")


def test_replace_cannot_get_around_it(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status="Completed")
    row = clinic.row("appointments", visit)
    with refused("a completed appointment cannot be deleted"):
        db.execute(
            "REPLACE INTO appointments (appointment_id, patient_id, doctor_id, appointment_date) "
            "VALUES (%s, %s, %s, %s)",
            (visit, row["patient_id"], row["doctor_id"], row["appointment_date"]),
        )
