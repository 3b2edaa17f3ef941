"""record_payment: money once, however often it is asked for."""

from __future__ import annotations

import uuid
from decimal import Decimal
from functools import partial

import pytest
from clinic import Clinic, cascading, refused, together

from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema

KEY = b"0123456789abcdef"


def test_reaching_the_total_marks_the_bill_paid(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)

    first = clinic.call("record_payment", bill, 40000, "Cash", uuid.uuid4().bytes)
    row = clinic.row("billing", bill)
    assert clinic.row("payments", first)["amount"] == Decimal(40000)
    assert (row["status"], row["amount_paid"]) == ("PartiallyPaid", Decimal(40000))
    assert (row["payment_method"], row["payment_date"]) == (None, None)

    clinic.call("record_payment", bill, 60000, "Transfer", uuid.uuid4().bytes)
    row = clinic.row("billing", bill)
    assert (row["status"], row["balance"]) == ("Paid", Decimal(0))
    assert (row["payment_method"], row["payment_date"]) == ("Transfer", clinic.today())


def test_the_same_key_again_returns_the_first_payment(db: Connection) -> None:
    """Also when the bill is paid by now, where the amount alone would be refused."""
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    first = clinic.call("record_payment", bill, 100000, "Cash", KEY)
    assert clinic.call("record_payment", bill, 100000, "Cash", KEY) == first
    assert clinic.count("payments") == 1
    assert clinic.row("billing", bill)["amount_paid"] == Decimal(100000)


def test_the_same_key_for_a_part_returns_the_first_payment(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    first = clinic.call("record_payment", bill, 10000, "Cash", KEY)
    assert clinic.call("record_payment", bill, 10000, "Cash", KEY) == first
    assert clinic.row("billing", bill)["amount_paid"] == Decimal(10000)


@pytest.mark.parametrize("amount", [9000, 100001])
def test_the_same_key_for_another_amount_is_refused(db: Connection, amount: int) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    clinic.call("record_payment", bill, 10000, "Cash", KEY)
    with refused("the key was used for another payment"):
        clinic.call("record_payment", bill, amount, "Cash", KEY)
    assert clinic.row("billing", bill)["amount_paid"] == Decimal(10000)


def test_the_same_key_for_another_bill_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.call("record_payment", clinic.bill(100000), 10000, "Cash", KEY)
    with refused("the key was used for another payment"):
        clinic.call("record_payment", clinic.bill(100000), 10000, "Cash", KEY)


def test_the_key_of_a_refund_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    clinic.refund(clinic.pay(bill, 50000), 20000, idempotency_key=KEY)
    with refused("the key was used for another payment"):
        clinic.call("record_payment", bill, 20000, "Cash", KEY)


def test_overpayment_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    with refused("the amount exceeds what is owed"):
        clinic.call("record_payment", bill, Decimal("100000.01"), "Cash", KEY)
    assert clinic.row("billing", bill)["status"] == "Unpaid"
    assert clinic.count("payments") == 0


@pytest.mark.parametrize("amount", [0, -1, None, Decimal("0.001"), Decimal("10.005")])
def test_an_odd_amount_is_refused_and_not_rounded(db: Connection, amount: object) -> None:
    clinic = Clinic(db)
    with refused("above zero with at most two decimals"):
        clinic.call("record_payment", clinic.bill(), amount, "Cash", KEY)


@pytest.mark.parametrize("method", ["Barter", "", None, "1"])
def test_an_odd_method_is_refused(db: Connection, method: object) -> None:
    """'1' too, which the server would take for the first method of the ENUM."""
    clinic = Clinic(db)
    with refused("the method is not one of the clinic's"):
        clinic.call("record_payment", clinic.bill(), 1000, method, KEY)


@pytest.mark.parametrize("key", [None, b"", b"short", b"x" * 17])
def test_an_odd_key_is_refused(db: Connection, key: object) -> None:
    clinic = Clinic(db)
    with refused("the key is 16 bytes"):
        clinic.call("record_payment", clinic.bill(), 1000, "Cash", key)


def test_a_void_or_unknown_bill_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill()
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'salah'")
    with refused("the bill is void"):
        clinic.call("record_payment", bill, 1000, "Cash", KEY)
    with refused("there is no such bill"):
        clinic.call("record_payment", 999, 1000, "Cash", KEY)


def test_it_joins_the_callers_transaction(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill()
    db.execute("START TRANSACTION")
    clinic.call("record_payment", bill, 100000, "Cash", KEY)
    db.execute("ROLLBACK")
    assert clinic.row("billing", bill)["status"] == "Unpaid"
    assert clinic.count("payments") == 0


def test_it_works_with_cascade_triggers_on(schema: Schema) -> None:
    """The server refuses a plain payment there (1442); the procedure switches it off."""
    clinic = Clinic(schema.connect())
    bill = clinic.bill(100000)
    other, on = cascading(schema)
    if on:
        with refused("already used by statement"):
            other.pay(bill, 100000)
    assert clinic.row("billing", bill)["status"] == "Unpaid"

    other.call("record_payment", bill, 100000, "Cash", KEY)
    assert clinic.row("billing", bill)["status"] == "Paid"


def test_switched_off_foreign_keys_and_a_moved_clock_do_not_reach_it(schema: Schema) -> None:
    clinic = Clinic(schema.connect(foreign_key_checks=0))
    bill = clinic.bill(100000)
    today = clinic.today()
    clinic.db.execute("SET timestamp = 1000000000")
    paid = clinic.call("record_payment", bill, 100000, "Cash", KEY)
    assert clinic.row("payments", paid)["paid_on"] == today
    assert clinic.db.value("SELECT @@foreign_key_checks") == 1


def test_eight_payments_at_once_all_count(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    bill = clinic.bill(80000)
    others = [Clinic(schema.connect()) for _ in range(8)]
    results = together(
        [partial(o.call, "record_payment", bill, 10000, "Cash", uuid.uuid4().bytes) for o in others]
    )
    assert not [r for r in results if isinstance(r, ServerError)]
    assert clinic.row("billing", bill)["status"] == "Paid"


def test_eight_repeats_at_once_are_one_payment(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    bill = clinic.bill(10000)
    others = [Clinic(schema.connect()) for _ in range(8)]
    results = together(
        [partial(o.call, "record_payment", bill, 10000, "Cash", KEY) for o in others]
    )
    assert len(set(results)) == 1
    assert clinic.count("payments") == 1


def test_a_repeat_under_an_old_snapshot_returns_the_first_payment(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    bill = clinic.bill(10000)
    with clinic.db.transaction():
        assert clinic.count("payments") == 0
        first = other.call("record_payment", bill, 10000, "Cash", KEY)
        assert clinic.call("record_payment", bill, 10000, "Cash", KEY) == first
    assert clinic.count("payments") == 1
