"""add_service: a line at the price of the moment."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_it_keeps_the_price_of_the_moment(db: Connection) -> None:
    clinic = Clinic(db)
    visit, service = clinic.appointment(), clinic.service(75000)
    clinic.run("add_service", visit, service, 2)
    db.execute("UPDATE services SET price = 90000 WHERE service_id = %s", (service,))

    line = db.one("SELECT * FROM appointment_services")
    assert line is not None
    assert (line["quantity"], line["unit_price"]) == (2, Decimal(75000))
    assert line["service_cost"] == Decimal(150000)


def test_the_same_service_again_adds_to_the_quantity(db: Connection) -> None:
    clinic = Clinic(db)
    visit, service = clinic.appointment(), clinic.service(75000)
    clinic.run("add_service", visit, service, 1)
    db.execute("UPDATE services SET price = 90000 WHERE service_id = %s", (service,))
    clinic.run("add_service", visit, service, 2)

    line = db.one("SELECT * FROM appointment_services")
    assert line is not None
    assert clinic.count("appointment_services") == 1
    assert (line["quantity"], line["unit_price"]) == (3, Decimal(75000))


@pytest.mark.parametrize("quantity", [0, -5, Decimal("1.5"), None])
def test_an_odd_quantity_is_refused_and_not_rounded(db: Connection, quantity: object) -> None:
    clinic = Clinic(db)
    with refused("the quantity is a whole number above zero"):
        clinic.run("add_service", clinic.appointment(), clinic.service(), quantity)


def test_unknown_or_retired_things_are_refused(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    with refused("there is no such appointment"):
        clinic.run("add_service", 999, clinic.service(), 1)
    with refused("there is no such service"):
        clinic.run("add_service", visit, 999, 1)
    with refused("not offered any more"):
        clinic.run("add_service", visit, clinic.service(is_active=0), 1)


@pytest.mark.parametrize("status", ["Cancelled", "NoShow"])
def test_a_visit_that_did_not_happen_is_refused(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    with refused("did not take place"):
        clinic.run("add_service", clinic.appointment(status=status), clinic.service(), 1)


def test_a_billed_visit_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.bill(appointment_id=visit)
    with refused("a live bill exists"):
        clinic.run("add_service", visit, clinic.service(), 1)


def test_lines_added_at_once_are_all_on_the_bill(schema: Schema) -> None:
    """The forerunner billed 7,000 for lines that sum to 40,000."""
    clinic = Clinic(schema.connect())
    visit, service = clinic.appointment(), clinic.service(1000)
    others = [Clinic(schema.connect()) for _ in range(8)]

    def five(other: Clinic) -> None:
        for _ in range(5):
            other.run("add_service", visit, service, 1)

    assert together([partial(five, o) for o in others]) == [None] * 8
    bill = clinic.call("issue_bill", visit)
    assert clinic.row("billing", bill)["total_amount"] == Decimal(40000)


def test_what_changed_after_the_callers_snapshot_counts(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit, gone, service = clinic.appointment(), clinic.appointment(), clinic.service(1000)
    with clinic.db.transaction():
        assert clinic.count("appointments") == 2
        other.db.execute("UPDATE services SET price = 2000")
        other.set_status(gone, "Cancelled")
        clinic.run("add_service", visit, service, 1)
        with refused("did not take place"):
            clinic.run("add_service", gone, service, 1)
    assert clinic.db.value("SELECT unit_price FROM appointment_services") == Decimal(2000)
