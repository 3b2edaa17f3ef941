"""billing_before_update: nobody writes that a bill is paid."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@pytest.mark.parametrize(
    "change",
    [
        "amount_paid = total_amount",
        "payment_method = 'Cash'",
        "payment_date = '2026-01-01'",
    ],
)
def test_what_is_paid_cannot_be_written(db: Connection, change: str) -> None:
    clinic = Clinic(db)
    clinic.pay(clinic.bill(50000), 10000)
    before = db.rows("SELECT * FROM billing")
    with refused("billing: what is paid follows from payments"):
        db.execute(f"UPDATE billing SET {change}")
    assert db.rows("SELECT * FROM billing") == before


@pytest.mark.parametrize(
    "column",
    ["bill_id", "patient_id", "appointment_id", "total_amount", "created_at", "amount_paid"],
)
def test_update_ignore_cannot_write_over_a_bill_by_a_null(db: Connection, column: str) -> None:
    """The server makes 0 of it only behind the trigger."""
    clinic = Clinic(db)
    clinic.pay(clinic.bill(50000), 10000)
    before = db.rows("SELECT * FROM billing")
    with refused("billing: (an issued bill is never rewritten|what is paid follows)"):
        db.execute(f"UPDATE IGNORE billing SET {column} = NULL")
    assert db.rows("SELECT * FROM billing") == before


def test_update_ignore_cannot_bring_a_void_bill_back_by_a_null(db: Connection) -> None:
    Clinic(db).bill(50000)
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'salah'")
    with refused("billing: a void bill stays void"):
        db.execute("UPDATE IGNORE billing SET is_void = NULL")


@pytest.mark.parametrize("amount", ["amount_paid + 10000", "amount_paid - 10000", "0"])
def test_a_payment_counts_once_whatever_the_session_claims(db: Connection, amount: str) -> None:
    """No variable opens the way: what is written must be what the payments add up to."""
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    paid = clinic.pay(bill, 10000)
    db.execute("SET @clinic_payment = %s, @clinic_actor = 'payments'", (paid,))
    with refused("billing: what is paid follows from payments"):
        db.execute(f"UPDATE billing SET amount_paid = {amount}, payment_method = 'Cash'")
    assert clinic.row("billing", bill)["amount_paid"] == 10000


def test_an_old_snapshot_does_not_hide_a_payment(schema: Schema) -> None:
    """A payment is added to what others have paid since this session began to read."""
    old, now = Clinic(schema.connect()), Clinic(schema.connect())
    bill = now.bill(50000)
    with old.db.transaction():
        old.count("payments")
        now.pay(bill, 10000)
        old.pay(bill, 5000)
    assert now.row("billing", bill)["amount_paid"] == 15000


def test_a_void_bill_over_nothing_was_never_paid(db: Connection) -> None:
    """It was Paid at issue, dated that day; Cancelled and paid on a day do not go together."""
    clinic = Clinic(db)
    bill = clinic.bill(0)
    assert clinic.row("billing", bill)["payment_date"] == clinic.today()
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'x'")
    row = clinic.row("billing", bill)
    assert (row["status"], row["payment_date"]) == ("Cancelled", None)


def test_the_status_cannot_be_written(db: Connection) -> None:
    Clinic(db).bill(50000)
    with refused("generated column 'status'"):
        db.execute("UPDATE billing SET status = 'Paid'")


@pytest.mark.parametrize(
    "change",
    [
        "total_amount = 1",
        "appointment_id = 99",
        "patient_id = 99",
        "bill_id = 99",
        "created_at = '2020-01-01'",
    ],
)
def test_an_issued_bill_is_never_rewritten(db: Connection, change: str) -> None:
    Clinic(db).bill(50000)
    with refused("an issued bill is never rewritten, only voided"):
        db.execute(f"UPDATE billing SET {change}")


def test_voiding_needs_a_reason_and_an_empty_bill_and_is_final(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    with refused("voiding needs a reason"):
        db.execute("UPDATE billing SET is_void = 1")
    paid = clinic.pay(bill, 10000)
    with refused("there is money in the bill, refund it first"):
        db.execute("UPDATE billing SET is_void = 1, void_reason = 'salah'")
    clinic.refund(paid, 10000)
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'salah'")
    assert clinic.row("billing", bill)["status"] == "Cancelled"
    with refused("a void bill stays void"):
        db.execute("UPDATE billing SET is_void = 0")


def test_a_foreign_policy_cannot_be_attached_later(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.bill(50000)
    foreign = clinic.insert(
        "insurance",
        patient_id=clinic.patient(),
        provider_name="BPJS",
        policy_number="1",
        valid_from="2020-01-01",
    )
    with refused("the policy is not the patient's or not valid today"):
        db.execute("UPDATE billing SET insurance_id = %s", (foreign,))


def test_a_policy_that_ended_after_the_writers_snapshot_is_refused(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    bill = clinic.row("billing", clinic.bill(50000))
    given = clinic.insert(
        "insurance",
        patient_id=bill["patient_id"],
        provider_name="BPJS",
        policy_number="1",
        valid_from="2020-01-01",
    )
    with clinic.db.transaction():
        assert clinic.count("insurance") == 1
        other.db.execute("UPDATE insurance SET valid_until = '2020-12-31'")
        with refused("not valid today"):
            clinic.db.execute("UPDATE billing SET insurance_id = %s", (given,))


def test_a_change_moves_updated_at(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000, updated_at="2020-01-01")
    clinic.pay(bill, 1000)
    assert clinic.row("billing", bill)["updated_at"].year > 2020


def policy_of(clinic: Clinic, bill: int, **columns: object) -> int:
    given = {"provider_name": "BPJS", "policy_number": "1", "valid_from": "2020-01-01", **columns}
    return clinic.insert("insurance", patient_id=clinic.row("billing", bill)["patient_id"], **given)


def test_a_policy_can_be_taken_off_again(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    db.execute("UPDATE billing SET insurance_id = %s", (policy_of(clinic, bill),))
    db.execute("UPDATE billing SET insurance_id = NULL")
    assert clinic.row("billing", bill)["insurance_id"] is None


def test_a_policy_that_ended_since_it_was_named_stops_no_payment(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    db.execute("UPDATE billing SET insurance_id = %s", (policy_of(clinic, bill),))
    db.execute("UPDATE insurance SET valid_until = '2020-12-31'")
    clinic.pay(bill, 50000, payment_method="Insurance")
    assert clinic.row("billing", bill)["status"] == "Paid"


def test_the_reason_of_a_void_bill_can_be_put_right(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'slah'")
    db.execute("UPDATE billing SET void_reason = 'salah tarif'")
    assert clinic.row("billing", bill)["void_reason"] == "salah tarif"
