"""appointment_services: what a row must look like, whoever writes it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@pytest.mark.parametrize("quantity", [0, -5])
def test_a_quantity_is_above_zero(db: Connection, quantity: int) -> None:
    clinic = Clinic(db)
    with refused("ck_appointment_services_quantity"):
        clinic.line(clinic.appointment(), quantity=quantity)


@pytest.mark.parametrize("mode", ["IGNORE", ""])
def test_a_cost_that_fits_no_column_is_not_cut_down(schema: Schema, mode: str) -> None:
    """INSERT IGNORE leaves the row out; a session without strict mode is refused."""
    clinic = Clinic(schema.connect(sql_mode=""))
    visit, service = clinic.appointment(), clinic.service()
    statement = (
        f"INSERT {mode} INTO appointment_services (appointment_id, service_id, quantity) "
        f"VALUES ({visit}, {service}, 2147483647)"
    )
    if mode:
        assert clinic.db.execute(statement) == 0
    else:
        with refused("ck_appointment_services_service_cost"):
            clinic.db.execute(statement)
    assert clinic.count("appointment_services") == 0


def test_a_price_is_not_negative(db: Connection) -> None:
    clinic = Clinic(db)
    line = clinic.line(clinic.appointment(), 0)
    with refused("ck_appointment_services_unit_price"):
        db.execute("UPDATE appointment_services SET unit_price = -1")
    assert clinic.row("appointment_services", line)["service_cost"] == 0


def test_a_service_is_on_a_visit_once(db: Connection) -> None:
    clinic = Clinic(db)
    same = {"appointment_id": clinic.appointment(), "service_id": clinic.service()}
    clinic.insert("appointment_services", unit_price=1, **same)
    with refused("appointment_services.uq_appointment_services_service"):
        clinic.insert("appointment_services", unit_price=1, **same)


def test_an_unknown_visit_is_refused(db: Connection) -> None:
    with refused("fk_appointment_services_appointments"):
        Clinic(db).line(999)


def test_lines_go_with_their_visit(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.line(clinic.appointment())
    db.execute("DELETE FROM appointments")
    assert clinic.count("appointment_services") == 0


def test_the_cost_is_computed_and_cannot_be_written(db: Connection) -> None:
    clinic = Clinic(db)
    line = clinic.line(clinic.appointment(), Decimal("12500.50"), quantity=3)
    assert clinic.row("appointment_services", line)["service_cost"] == Decimal("37501.50")
    with refused("generated column 'service_cost'"):
        db.execute("UPDATE appointment_services SET service_cost = 1")
