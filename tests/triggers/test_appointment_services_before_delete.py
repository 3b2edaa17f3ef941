"""appointment_services_before_delete: no line of a bill goes."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_billed_line_cannot_be_deleted(db: Connection) -> None:
    Clinic(db).bill(50000)
    with refused("appointment_services: a live bill exists, void it first"):
        db.execute("DELETE FROM appointment_services")


def test_an_unbilled_line_can_be_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.line(clinic.appointment())
    assert db.execute("DELETE FROM appointment_services") == 1


def test_the_visit_is_locked_until_the_end(schema: Schema) -> None:
    """Issuing a bill takes the same lock, so it cannot sum in between."""
    clinic, other = Clinic(schema.connect()), schema.connect()
    visit = clinic.appointment()
    clinic.line(visit)
    with clinic.db.transaction():
        clinic.db.execute("DELETE FROM appointment_services")
        with refused("NOWAIT"):
            other.rows("SELECT * FROM appointments FOR SHARE NOWAIT")
    assert other.rows("SELECT * FROM appointments FOR SHARE NOWAIT")
