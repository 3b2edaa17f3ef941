"""billing_before_delete: a bill that has seen money stays."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_bill_with_payments_cannot_be_deleted_even_without_foreign_keys(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    paid = clinic.pay(clinic.bill(50000), 10000)
    clinic.refund(paid, 10000)
    with refused("billing: a bill with payments cannot be deleted"):
        schema.connect(foreign_key_checks=0).execute("DELETE FROM billing")


def test_a_bill_without_payments_can_be_deleted(db: Connection) -> None:
    Clinic(db).bill(50000)
    assert db.execute("DELETE FROM billing") == 1
