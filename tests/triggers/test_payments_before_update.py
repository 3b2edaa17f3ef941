"""payments_before_update: the ledger is append-only."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_payment_cannot_be_changed(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.pay(clinic.bill(), 1000)
    with refused("payments: a payment cannot be changed, record a refund"):
        db.execute("UPDATE payments SET note = 'x'")


def test_on_duplicate_key_update_cannot_get_around_it(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    clinic.pay(bill, 1000, idempotency_key=b"k" * 16)
    with refused("payments: a payment cannot be changed"):
        db.execute(
            "INSERT INTO payments (bill_id, amount, payment_method, idempotency_key) "
            "VALUES (%s, 1000, 'Cash', %s) ON DUPLICATE KEY UPDATE amount = 2000",
            (bill, b"k" * 16),
        )
