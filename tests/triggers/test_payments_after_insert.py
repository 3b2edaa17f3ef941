"""payments_after_insert: a plain INSERT marks the bill, forth and back."""

from __future__ import annotations

from decimal import Decimal

from clinic import Clinic

from clinic_db.database import Connection


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
