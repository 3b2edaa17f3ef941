"""payments: what a row must look like, whoever writes it."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_key_is_used_once(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill()
    clinic.pay(bill, 1, idempotency_key=b"k" * 16)
    with refused("payments.uq_payments_idempotency_key"):
        clinic.pay(bill, 1, idempotency_key=b"k" * 16)


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_is_above_zero(db: Connection, amount: int) -> None:
    clinic = Clinic(db)
    with refused("ck_payments_amount"):
        clinic.pay(clinic.bill(), amount)


def test_only_a_refund_names_a_payment(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill()
    with refused("ck_payments_refund"):
        clinic.pay(bill, 1, refund_of=clinic.pay(bill, 1))


def test_a_key_is_asked_for(db: Connection) -> None:
    with refused("idempotency_key"):
        db.execute(
            "INSERT INTO payments (bill_id, amount, payment_method) VALUES (%s, 1, 'Cash')",
            (Clinic(db).bill(),),
        )


def test_a_login_that_took_money_cannot_be_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.pay(clinic.bill(), 1, received_by=clinic.user())
    with refused("fk_payments_users"):
        db.execute("DELETE FROM users")


def test_bills_and_refunded_payments_are_restricted(db: Connection) -> None:
    rows = db.rows(
        "SELECT constraint_name AS name, delete_rule AS rule "
        "FROM information_schema.referential_constraints "
        "WHERE constraint_schema = database() AND table_name = 'payments'"
    )
    assert {row["name"]: row["rule"] for row in rows} == {
        "fk_payments_billing": "RESTRICT",
        "fk_payments_payments": "RESTRICT",
        "fk_payments_users": "RESTRICT",
    }
