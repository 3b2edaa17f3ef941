"""refund_payment: money back once, and never more than came in."""

from __future__ import annotations

import uuid
from decimal import Decimal
from functools import partial

import pytest
from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema

KEY = b"fedcba9876543210"


def test_a_refund_takes_the_mark_back(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    paid = clinic.pay(bill, 100000, payment_method="Transfer")
    clinic.run("refund_payment", paid, 40000, uuid.uuid4().bytes)
    row = clinic.row("billing", bill)
    assert (row["status"], row["amount_paid"]) == ("PartiallyPaid", Decimal(60000))
    assert (row["payment_date"], row["payment_method"]) == (None, None)
    refund = db.one("SELECT * FROM payments WHERE kind = 'Refund'")
    assert refund is not None
    assert (refund["refund_of"], refund["payment_method"]) == (paid, "Transfer")
    clinic.run("refund_payment", paid, 60000, uuid.uuid4().bytes)
    assert clinic.row("billing", bill)["status"] == "Unpaid"


def test_the_same_key_again_changes_nothing(db: Connection) -> None:
    clinic = Clinic(db)
    paid = clinic.pay(clinic.bill(100000), 50000)
    for _ in range(2):
        clinic.run("refund_payment", paid, 50000, KEY)
    assert clinic.count("payments") == 2


def test_the_same_key_for_something_else_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    paid = clinic.pay(clinic.bill(100000), 50000)
    clinic.run("refund_payment", paid, 10000, KEY)
    with refused("the key was used for something else"):
        clinic.run("refund_payment", paid, 9000, KEY)
    other = clinic.pay(clinic.bill(100000), 50000, idempotency_key=b"p" * 16)
    with refused("the key was used for something else"):
        clinic.run("refund_payment", other, 10000, KEY)
    with refused("the key was used for something else"):
        clinic.run("refund_payment", other, 50000, b"p" * 16)


def test_more_than_is_left_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    paid = clinic.pay(bill, 50000)
    clinic.pay(bill, 50000)
    clinic.run("refund_payment", paid, 30000, KEY)
    with refused("payments: the refund exceeds what is left of the payment"):
        clinic.run("refund_payment", paid, 20001, uuid.uuid4().bytes)


def test_under_an_old_snapshot_too(schema: Schema) -> None:
    """A plain read there sees the past; refunds once ran to twice what had been paid."""
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    bill = clinic.bill(100000)
    paid = clinic.pay(bill, 50000)
    clinic.pay(bill, 50000)
    with clinic.db.transaction():
        assert clinic.count("payments") == 2
        other.run("refund_payment", paid, 50000, uuid.uuid4().bytes)
        with refused("payments: the refund exceeds what is left of the payment"):
            clinic.run("refund_payment", paid, 50000, uuid.uuid4().bytes)
    assert clinic.row("billing", bill)["amount_paid"] == Decimal(50000)


@pytest.mark.parametrize("amount", [0, -1, None, Decimal("0.001")])
def test_an_odd_amount_is_refused(db: Connection, amount: object) -> None:
    clinic = Clinic(db)
    with refused("above zero with at most two decimals"):
        clinic.run("refund_payment", clinic.pay(clinic.bill(), 1000), amount, KEY)


def test_an_odd_key_or_payment_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    paid = clinic.pay(clinic.bill(), 1000)
    with refused("the key is 16 bytes"):
        clinic.run("refund_payment", paid, 1, b"short")
    with refused("there is no such payment"):
        clinic.run("refund_payment", 999, 1, KEY)
    refund = clinic.refund(paid, 1)
    with refused("there is no such payment"):
        clinic.run("refund_payment", refund, 1, KEY)


def test_of_eight_at_once_only_what_came_in_goes_back(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    bill = clinic.bill(90000)
    paid = clinic.pay(bill, 50000)
    clinic.pay(bill, 40000)
    others = [Clinic(schema.connect()) for _ in range(8)]
    results = together(
        [partial(o.run, "refund_payment", paid, 20000, uuid.uuid4().bytes) for o in others]
    )
    errors = [r for r in results if isinstance(r, ServerError)]
    assert {e.text for e in errors} == {"payments: the refund exceeds what is left of the payment"}
    assert len(errors) == 6
    assert clinic.row("billing", bill)["amount_paid"] == Decimal(50000)


def test_eight_repeats_at_once_are_one_refund(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    paid = clinic.pay(clinic.bill(50000), 50000)
    others = [Clinic(schema.connect()) for _ in range(8)]
    results = together([partial(o.run, "refund_payment", paid, 20000, KEY) for o in others])
    assert results == [None] * 8
    assert clinic.count("payments") == 2


def test_a_repeat_under_an_old_snapshot_is_never_a_second_refund(schema: Schema) -> None:
    """The snapshot hides the first one, so that only the unique key knows of it."""
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    bill = clinic.bill(50000)
    paid = clinic.pay(bill, 50000)
    with clinic.db.transaction():
        assert clinic.count("payments") == 1
        other.run("refund_payment", paid, 20000, KEY)
        clinic.run("refund_payment", paid, 20000, KEY)
        with refused("the key was used for something else"):
            clinic.run("refund_payment", paid, 10000, KEY)
    assert clinic.row("billing", bill)["amount_paid"] == Decimal(30000)


def test_a_repeat_is_known_when_the_bill_is_void_by_now(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    paid = clinic.pay(bill, 50000)
    clinic.run("refund_payment", paid, 50000, KEY)
    clinic.run("void_bill", bill, "salah")
    clinic.run("refund_payment", paid, 50000, KEY)
    assert clinic.count("payments") == 2


def test_a_payment_that_is_newer_than_the_callers_snapshot_is_refunded(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    bill = clinic.bill(50000)
    with clinic.db.transaction():
        assert clinic.count("payments") == 0
        paid = other.pay(bill, 50000)
        clinic.run("refund_payment", paid, 20000, KEY)
    assert clinic.row("billing", bill)["amount_paid"] == Decimal(30000)
