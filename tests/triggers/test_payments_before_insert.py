"""payments_before_insert: only money that is owed, only back what came in."""

from __future__ import annotations

from functools import partial

import pytest
from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_more_than_is_owed_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    clinic.pay(bill, 30000)
    with refused("payments: the amount exceeds what is owed"):
        clinic.pay(bill, 20001)


@pytest.mark.parametrize("column", ["kind", "payment_method"])
@pytest.mark.parametrize("value", ["'Bogus'", "NULL"])
def test_insert_ignore_writes_no_value_that_cannot_be(
    db: Connection, column: str, value: str
) -> None:
    """A payment of no kind once counted as money that went back."""
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    clinic.pay(bill, 30000)
    given = {"kind": "'Payment'", "payment_method": "'Cash'", column: value}
    with refused("payments: kind or payment_method is not a possible value"):
        db.execute(
            "INSERT IGNORE INTO payments (bill_id, amount, idempotency_key, kind, payment_method) "
            f"VALUES ({bill}, 10000, uuid_to_bin(uuid()), {given['kind']}, "
            f"{given['payment_method']})"
        )
    assert clinic.row("billing", bill)["amount_paid"] == 30000


def test_an_unknown_bill_is_refused_even_without_foreign_keys(schema: Schema) -> None:
    with refused("payments: there is no such bill"):
        Clinic(schema.connect(foreign_key_checks=0)).pay(999, 1000)


def test_a_void_bill_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'salah'")
    with refused("payments: the bill is void"):
        clinic.pay(bill, 1000)


def test_a_refund_names_a_payment_of_the_same_bill(db: Connection) -> None:
    clinic = Clinic(db)
    bill, other = clinic.bill(50000), clinic.bill(50000)
    paid, foreign = clinic.pay(bill, 30000), clinic.pay(other, 30000)
    back = clinic.refund(paid, 1000)
    for wrong in (foreign, back, 999):
        with refused("payments: a refund names a payment of the same bill"):
            clinic.pay(bill, 1000, kind="Refund", refund_of=wrong)


@pytest.mark.parametrize(
    ("paid_at", "paid_on"),
    [("2026-03-01 16:59:59", "2026-03-01"), ("2026-03-01 17:00:00", "2026-03-02")],
)
def test_the_day_is_the_clinics_whatever_is_given(
    db: Connection, paid_at: str, paid_on: str
) -> None:
    """Midnight in Jakarta is 17:00 in UTC."""
    clinic = Clinic(db)
    paid = clinic.pay(clinic.bill(), 1000, paid_at=paid_at, paid_on="2020-01-01")
    assert str(clinic.row("payments", paid)["paid_on"]) == paid_on


def test_eight_plain_inserts_at_once_queue_instead_of_deadlocking(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    bill = clinic.bill(80000)
    others = [Clinic(schema.connect()) for _ in range(8)]

    def five(other: Clinic) -> None:
        for _ in range(5):
            other.pay(bill, 2000)

    assert together([partial(five, o) for o in others]) == [None] * 8
    assert clinic.row("billing", bill)["status"] == "Paid"


def test_a_payment_newer_than_the_writers_snapshot_can_be_refunded(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    bill = clinic.bill(50000)
    with clinic.db.transaction():
        assert clinic.count("payments") == 0
        paid = other.pay(bill, 50000)
        clinic.pay(bill, 50000, kind="Refund", refund_of=paid)
    assert clinic.row("billing", bill)["status"] == "Unpaid"
