"""appointment_services_before_delete: no line of a bill goes."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_billed_line_cannot_be_deleted(db: Connection) -> None:
    Clinic(db).bill(50000)
    with refused("appointment_services: a live bill exists, void it first"):
        db.execute("DELETE FROM appointment_services")


def test_an_unbilled_line_can_be_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.line(clinic.appointment())
    assert db.execute("DELETE FROM appointment_services") == 1
