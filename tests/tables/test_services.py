"""services: what a row must look like, whoever writes it."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_code_belongs_to_one_service(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.service(code="EKG-2")
    with refused("services.uq_services_code"):
        clinic.service(code="ekg-2")


def test_a_price_is_not_negative_but_may_be_nothing(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("ck_services_price"):
        clinic.service(-1)
    assert clinic.service(0)


def test_a_service_in_use_cannot_be_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.line(clinic.appointment())
    with refused("fk_appointment_services_services"):
        db.execute("DELETE FROM services")
