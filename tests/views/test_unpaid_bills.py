"""unpaid_bills: whom to remind."""

from __future__ import annotations

from decimal import Decimal

from clinic import Clinic

from clinic_db.database import Connection


def test_it_lists_what_is_still_owed(db: Connection) -> None:
    clinic = Clinic(db)
    unpaid, part, paid, void = (clinic.bill(10000) for _ in range(4))
    clinic.bill(0)
    clinic.pay(part, 4000)
    clinic.pay(paid, 10000)
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'x' WHERE bill_id = %s", (void,))

    rows = db.rows("SELECT bill_id, status, balance FROM unpaid_bills ORDER BY bill_id")

    assert [tuple(row.values()) for row in rows] == [
        (unpaid, "Unpaid", Decimal(10000)),
        (part, "PartiallyPaid", Decimal(6000)),
    ]


def test_it_says_how_old_a_bill_is(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.bill(10000, created_at=db.value("SELECT utc_timestamp(6) - INTERVAL 10 DAY"))
    assert db.value("SELECT age_days FROM unpaid_bills") == 10
