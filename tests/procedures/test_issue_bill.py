"""issue_bill: one live bill per visit, equal to its lines."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema


def test_the_total_is_the_sum_of_the_lines(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.line(visit, 150000)
    clinic.line(visit, 25000, quantity=3)

    row = clinic.row("billing", clinic.call("issue_bill", visit))

    assert (row["total_amount"], row["balance"]) == (Decimal(225000), Decimal(225000))
    assert (row["status"], row["payment_date"]) == ("Unpaid", None)
    assert row["patient_id"] == clinic.row("appointments", visit)["patient_id"]


def test_nothing_to_pay_is_paid_at_issue(db: Connection) -> None:
    clinic = Clinic(db)
    row = clinic.row("billing", clinic.call("issue_bill", clinic.appointment()))
    assert (row["total_amount"], row["status"]) == (Decimal(0), "Paid")
    assert (row["payment_date"], row["payment_method"]) == (clinic.today(), None)


def test_a_second_live_bill_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.call("issue_bill", visit)
    with refused("already has a live bill"):
        clinic.call("issue_bill", visit)
    assert clinic.count("billing") == 1


def test_a_void_bill_makes_room_for_a_new_one(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    first = clinic.call("issue_bill", visit)
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'salah' WHERE bill_id = %s", (first,))
    clinic.line(visit, 5000)
    assert clinic.row("billing", clinic.call("issue_bill", visit))["total_amount"] == Decimal(5000)


@pytest.mark.parametrize("status", ["Cancelled", "NoShow"])
def test_a_visit_that_did_not_happen_is_not_billed(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    with refused("did not take place"):
        clinic.call("issue_bill", clinic.appointment(status=status))


def test_an_unknown_visit_is_refused(db: Connection) -> None:
    with refused("there is no such appointment"):
        Clinic(db).call("issue_bill", 999)


def test_it_joins_the_callers_transaction(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    db.execute("START TRANSACTION")
    clinic.call("issue_bill", visit)
    db.execute("ROLLBACK")
    assert clinic.count("billing") == 0


def test_it_sees_lines_that_are_newer_than_the_callers_snapshot(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit = clinic.appointment()
    with clinic.db.transaction():
        assert clinic.count("appointment_services") == 0
        other.line(visit, 30000)
        bill = clinic.call("issue_bill", visit)
    assert clinic.row("billing", bill)["total_amount"] == Decimal(30000)


def test_of_eight_at_once_exactly_one_is_issued(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    visit = clinic.appointment()
    others = [Clinic(schema.connect()) for _ in range(8)]
    results = together([partial(o.call, "issue_bill", visit) for o in others])
    errors = [r for r in results if isinstance(r, ServerError)]
    assert {e.text for e in errors} == {"issue_bill: the appointment already has a live bill"}
    assert (len(errors), clinic.count("billing")) == (7, 1)
