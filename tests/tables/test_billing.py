"""billing: what a row must look like, whoever writes it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_bill_names_the_patient_of_its_visit(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("fk_billing_appointments"):
        clinic.insert("billing", appointment_id=clinic.appointment(), patient_id=clinic.patient())


def test_a_visit_has_one_live_bill(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.bill(appointment_id=visit)
    with refused("billing.uq_billing_live_appointment"):
        clinic.bill(0, appointment_id=visit)


def test_a_billed_visit_cannot_be_deleted(db: Connection) -> None:
    """The trigger says it first; the foreign key stands behind it."""
    rule = db.value(
        "SELECT delete_rule FROM information_schema.referential_constraints "
        "WHERE constraint_schema = database() AND constraint_name = 'fk_billing_appointments'"
    )
    assert rule == "RESTRICT"


@pytest.mark.parametrize(
    ("total", "paid", "status"),
    [(0, 0, "Paid"), (100, 0, "Unpaid"), (100, 1, "PartiallyPaid"), (100, 100, "Paid")],
)
def test_status_and_balance_follow_from_the_amounts(
    db: Connection, total: int, paid: int, status: str
) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(total)
    if paid:
        clinic.pay(bill, paid)
    row = clinic.row("billing", bill)
    assert (row["status"], row["balance"]) == (status, Decimal(total - paid))


@pytest.mark.parametrize("paid", [-1, 50001])
def test_the_paid_amount_stays_between_nothing_and_the_total(schema: Schema, paid: int) -> None:
    """Without the triggers too, as in a load that goes around them."""
    db = schema.connect()
    Clinic(db).bill(50000)
    db.execute("DROP TRIGGER billing_before_update")
    with refused("ck_billing_amount_paid"):
        db.execute("UPDATE billing SET amount_paid = %s", (paid,))


def test_a_void_bill_holds_no_money(schema: Schema) -> None:
    """Without the triggers too, as in a load that goes around them."""
    db = schema.connect()
    Clinic(db).bill(50000)
    db.execute("DROP TRIGGER billing_before_update")
    with refused("ck_billing_void"):
        db.execute("UPDATE billing SET is_void = 1, amount_paid = 1")


def test_an_unknown_policy_is_refused_by_key_too(db: Connection) -> None:
    rows = db.rows(
        "SELECT delete_rule AS rule FROM information_schema.referential_constraints "
        "WHERE constraint_schema = database() AND constraint_name = 'fk_billing_insurance'"
    )
    assert rows == [{"rule": "SET NULL"}]
