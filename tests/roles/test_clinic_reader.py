"""clinic_reader: a dashboard. It sees the views with their sums, and no row behind them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from clinic import Clinic
from roles.accounts import account, denied

from clinic_db.schema_pool import Schema

TABLES = (
    "patients", "doctors", "services", "appointments", "appointment_slots",
    "appointment_services", "medical_records", "lab_results", "insurance", "billing", "payments",
    "users", "audit_log", "clinic_settings",
)  # fmt: skip


@pytest.fixture
def owner(schema: Schema) -> Clinic:
    return Clinic(schema.connect())


@pytest.fixture
def reader(schema: Schema) -> Iterator[Clinic]:
    """The clinic as the dashboard's account sees it."""
    with account(schema, "clinic_reader") as someone, someone.connect() as db:
        yield Clinic(db)


def test_the_dashboard_shows_the_clinics_numbers(owner: Clinic, reader: Clinic) -> None:
    """A payment of today is in the day, the month and the year, and the rest is still owed."""
    bill = owner.bill(100000)
    owner.pay(bill, 60000)
    today = owner.today()
    overview = reader.db.one("SELECT * FROM clinic_overview")
    assert overview is not None
    assert overview["today"] == today
    assert (overview["patients"], overview["active_doctors"]) == (1, 1)
    assert (overview["revenue_today"], overview["owed"]) == (60000, 40000)
    ask = "SELECT revenue FROM {} WHERE {} = %s"
    for view, column, value in (
        ("daily_revenue", "revenue_date", today),
        ("monthly_revenue", "revenue_month", f"{today:%Y-%m}"),
        ("yearly_revenue", "revenue_year", today.year),
    ):
        assert reader.db.value(ask.format(view, column), (value,)) == 60000, view


def test_the_lists_name_who_comes_and_who_owes(owner: Clinic, reader: Clinic) -> None:
    bill = owner.bill(100000)
    assert reader.db.value("SELECT patient_name FROM appointment_schedule") == "Siti Aminah"
    owed = reader.db.one("SELECT bill_id, balance FROM unpaid_bills")
    assert owed == {"bill_id": bill, "balance": 100000}


def test_no_table_behind_a_view_can_be_read(reader: Clinic) -> None:
    for table in TABLES:
        with denied():
            reader.db.rows(f"SELECT 1 FROM {table}")


def test_those_are_all_the_tables_there_are(owner: Clinic) -> None:
    found = owner.db.rows(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database() "
        "AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_%'"
    )
    assert {row["name"] for row in found} == set(TABLES)


def test_a_view_is_no_way_to_write(owner: Clinic, reader: Clinic) -> None:
    """appointment_schedule and unpaid_bills are views that MySQL could write through."""
    bill = owner.bill(100000)
    for statement in (
        "UPDATE appointment_schedule SET status = 'Cancelled'",
        "UPDATE appointment_schedule SET patient_name = 'x'",
        "UPDATE unpaid_bills SET phone = '1'",
        "DELETE FROM daily_revenue",
    ):
        with denied():
            reader.db.execute(statement)
    with denied():
        reader.run("void_bill", bill, "x")
    assert owner.row("billing", bill)["is_void"] == 0
