"""payments_after_insert: a plain INSERT marks the bill, forth and back."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def state(clinic: Clinic, bill: int) -> tuple[object, ...]:
    row = clinic.row("billing", bill)
    return row["status"], row["amount_paid"], row["payment_method"], row["payment_date"]


def test_a_plain_insert_marks_the_bill_paid(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    clinic.pay(bill, 100000, payment_method="CreditCard")
    assert state(clinic, bill) == ("Paid", Decimal(100000), "CreditCard", clinic.today())


def test_a_part_marks_it_partially_paid(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    clinic.pay(bill, 1)
    assert state(clinic, bill) == ("PartiallyPaid", Decimal(1), None, None)


def test_the_last_part_gives_method_and_date(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    clinic.pay(bill, 30000, payment_method="Cash")
    clinic.pay(bill, 70000, payment_method="Transfer", paid_at="2026-01-02 03:00:00")
    assert state(clinic, bill)[0:3] == ("Paid", Decimal(100000), "Transfer")
    assert str(state(clinic, bill)[3]) == "2026-01-02"


def test_a_refund_takes_the_mark_back(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(100000)
    paid = clinic.pay(bill, 100000)
    clinic.refund(paid, 40000)
    assert state(clinic, bill) == ("PartiallyPaid", Decimal(60000), None, None)
    clinic.refund(paid, 60000)
    assert state(clinic, bill) == ("Unpaid", Decimal(0), None, None)


def test_several_rows_in_one_insert_all_count(db: Connection) -> None:
    clinic = Clinic(db)
    bill, other = clinic.bill(100000), clinic.bill(5000)
    db.execute(
        "INSERT INTO payments (bill_id, amount, payment_method, idempotency_key) VALUES "
        "(%s, 60000, 'Cash', %s), (%s, 40000, 'Cash', %s), (%s, 5000, 'Cash', %s)",
        (bill, b"a" * 16, bill, b"b" * 16, other, b"c" * 16),
    )
    assert (state(clinic, bill)[0], state(clinic, other)[0]) == ("Paid", "Paid")


def test_a_refund_is_never_more_than_what_is_left_of_its_payment(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    first = clinic.pay(bill, 20000)
    clinic.pay(bill, 30000)
    clinic.refund(first, 15000)
    with refused("payments: the refund exceeds what is left of the payment"):
        clinic.refund(first, 5001)
    clinic.refund(first, 5000)


def test_a_refund_newer_than_the_writers_snapshot_counts(schema: Schema) -> None:
    """Else 50,000 went back twice: the bill holds enough, the payment does not."""
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    bill = clinic.bill(100000)
    paid = clinic.pay(bill, 50000)
    clinic.pay(bill, 50000)
    with clinic.db.transaction():
        assert clinic.count("payments") == 2
        other.refund(paid, 50000)
        with refused("payments: the refund exceeds what is left of the payment"):
            clinic.pay(bill, 50000, kind="Refund", refund_of=paid)


def test_plain_refunds_of_many_payments_at_once_do_not_deadlock(schema: Schema) -> None:
    """Summed with a lock in front of the insert, one in ten did."""
    clinic = Clinic(schema.connect())
    paid = [clinic.pay(clinic.bill(50000), 50000) for _ in range(8)]
    others = [Clinic(schema.connect()) for _ in paid]

    def ten(other: Clinic, payment: int) -> None:
        for _ in range(10):
            other.refund(payment, 1000)

    work = [partial(ten, o, p) for o, p in zip(others, paid, strict=True)]
    assert together(work) == [None] * 8
