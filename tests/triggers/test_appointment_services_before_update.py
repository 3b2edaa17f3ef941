"""appointment_services_before_update: lines stand still once they are billed."""

from __future__ import annotations

from decimal import Decimal

from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_billed_line_cannot_be_changed(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.bill(50000)
    with refused("appointment_services: a live bill exists, void it first"):
        db.execute("UPDATE appointment_services SET quantity = 2")


def test_an_unbilled_line_can_be_changed(db: Connection) -> None:
    clinic = Clinic(db)
    line = clinic.line(clinic.appointment(), 50000)
    db.execute("UPDATE appointment_services SET quantity = 2")
    assert clinic.row("appointment_services", line)["service_cost"] == Decimal(100000)


def test_a_line_stays_with_its_visit(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.line(clinic.appointment())
    with refused("a line stays with its appointment"):
        db.execute("UPDATE appointment_services SET appointment_id = %s", (clinic.appointment(),))


def test_the_visit_is_locked_until_the_end(schema: Schema) -> None:
    """Issuing a bill takes the same lock, so it cannot sum in between."""
    clinic, other = Clinic(schema.connect()), schema.connect()
    visit = clinic.appointment()
    clinic.line(visit)
    with clinic.db.transaction():
        clinic.db.execute("UPDATE appointment_services SET quantity = 2")
        with refused("NOWAIT"):
            other.rows("SELECT * FROM appointments FOR SHARE NOWAIT")
    assert other.rows("SELECT * FROM appointments FOR SHARE NOWAIT")
