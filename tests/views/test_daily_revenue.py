"""daily_revenue: the ledger by the clinic's own calendar."""

from __future__ import annotations

from clinic import Clinic

from clinic_db.database import Connection


def ledger(clinic: Clinic) -> None:
    bill = clinic.bill(900000)
    first = clinic.pay(bill, 100000, paid_at="2026-01-31 16:00:00")
    clinic.pay(bill, 50000, paid_at="2026-01-31 16:30:00")
    clinic.pay(bill, 30000, paid_at="2026-01-31 17:00:00")
    clinic.refund(first, 40000, paid_at="2026-02-01 02:00:00")
    clinic.pay(bill, 5000, paid_at="2025-06-01 02:00:00")


def test_it_sums_the_ledger_by_the_clinics_calendar(db: Connection) -> None:
    """Midnight in Jakarta is 17:00 in UTC, so one evening in UTC is two days here."""
    ledger(Clinic(db))
    rows = db.rows("SELECT * FROM daily_revenue ORDER BY 1")
    assert [tuple(map(str, row.values())) for row in rows] == [
        ("2025-06-01", "1", "5000.00", "0.00", "5000.00"),
        ("2026-01-31", "2", "150000.00", "0.00", "150000.00"),
        ("2026-02-01", "1", "30000.00", "40000.00", "-10000.00"),
    ]


def test_without_payments_it_is_empty(db: Connection) -> None:
    assert db.rows("SELECT * FROM daily_revenue") == []
