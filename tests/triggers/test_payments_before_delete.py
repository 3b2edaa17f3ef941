"""payments_before_delete: the ledger is append-only."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_payment_cannot_be_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.pay(clinic.bill(), 1000)
    with refused("payments: a payment cannot be deleted, record a refund"):
        db.execute("DELETE FROM payments")


def test_replace_cannot_get_around_it(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    clinic.pay(bill, 1000, idempotency_key=b"k" * 16)
    with refused("payments: a payment cannot be deleted"):
        db.execute(
            "REPLACE INTO payments (bill_id, amount, payment_method, idempotency_key) "
            "VALUES (%s, 2000, 'Cash', %s)",
            (bill, b"k" * 16),
        )
