"""void_bill: withdrawn with a reason, and never with money in it."""

from __future__ import annotations

import uuid
from functools import partial

import pytest
from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_void_bill_is_cancelled_and_makes_room(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    first = clinic.bill(appointment_id=visit)
    clinic.run("void_bill", first, "salah tarif")
    row = clinic.row("billing", first)
    assert (row["status"], row["void_reason"]) == ("Cancelled", "salah tarif")
    assert clinic.call("issue_bill", visit) != first


def test_a_bill_with_money_in_it_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill()
    paid = clinic.pay(bill, 1000)
    with refused("there is money in the bill, refund it first"):
        clinic.run("void_bill", bill, "x")
    clinic.refund(paid, 1000)
    clinic.run("void_bill", bill, "x")


@pytest.mark.parametrize("reason", [None, "", " "])
def test_a_reason_is_needed(db: Connection, reason: str | None) -> None:
    clinic = Clinic(db)
    with refused("void_bill: a reason is needed"):
        clinic.run("void_bill", clinic.bill(), reason)


def test_an_unknown_or_void_bill_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill()
    clinic.run("void_bill", bill, "x")
    with refused("void_bill: the bill is already void"):
        clinic.run("void_bill", bill, "x")
    with refused("void_bill: there is no such bill"):
        clinic.run("void_bill", 999, "x")


def test_voiding_and_paying_at_once_never_leave_money_in_a_void_bill(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    bills = [clinic.bill(1000) for _ in range(4)]
    work = []
    for bill in bills:
        payer, voider = Clinic(schema.connect()), Clinic(schema.connect())
        work.append(partial(payer.call, "record_payment", bill, 1000, "Cash", uuid.uuid4().bytes))
        work.append(partial(voider.run, "void_bill", bill, "x"))
    together(work)
    for bill in bills:
        assert clinic.row("billing", bill)["status"] in ("Paid", "Cancelled")


def test_the_visit_is_locked_before_the_bill(schema: Schema) -> None:
    """As issuing and adding a line do; the other way round they would deadlock."""
    clinic, other = Clinic(schema.connect()), schema.connect()
    bill = clinic.bill()
    with clinic.db.transaction():
        clinic.run("void_bill", bill, "x")
        with refused("NOWAIT"):
            other.rows("SELECT 1 FROM appointments FOR UPDATE NOWAIT")


def test_a_bill_that_is_newer_than_the_callers_snapshot_never_waits_for_its_visit(
    schema: Schema,
) -> None:
    """The visit cannot come first there, so that waiting for it could close a circle."""
    clinic, other, third = (Clinic(schema.connect()) for _ in range(3))
    visit = other.appointment()
    with clinic.db.transaction():
        assert clinic.count("billing") == 0
        bill = other.bill(appointment_id=visit)
        with third.db.transaction():
            third.db.rows("SELECT 1 FROM appointments FOR UPDATE")
            with refused("void_bill: the bill changed meanwhile, try again"):
                clinic.run("void_bill", bill, "x")
        clinic.run("void_bill", bill, "x")
        with refused("NOWAIT"):
            third.db.rows("SELECT 1 FROM appointments FOR UPDATE NOWAIT")
    assert clinic.row("billing", bill)["status"] == "Cancelled"
