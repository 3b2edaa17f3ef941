"""billing_after_update: what changed is logged, and nothing else."""

from __future__ import annotations

from clinic import Clinic
from trail import DERIVED, columns, trail

from clinic_db.database import Connection


def test_what_changed_is_logged_with_old_and_new(db: Connection) -> None:
    key = Clinic(db).bill()
    db.execute("UPDATE billing SET is_void = 1, void_reason = 'salah'")
    [(row, action, changes)] = trail(db, "billing")
    assert (row, action) == (key, "Update")
    assert changes == {
        "is_void": {"old": 0, "new": 1},
        "void_reason": {"old": None, "new": "salah"},
        "status": {"old": "Unpaid", "new": "Cancelled"},
    }


def test_an_unchanged_update_leaves_no_row(db: Connection) -> None:
    Clinic(db).bill()
    db.execute("UPDATE billing SET bill_id = bill_id")
    assert trail(db, "billing") == []


def test_no_column_is_forgotten(db: Connection) -> None:
    """A new column must be added to the trigger, or be named as derived."""
    row = db.one("SHOW CREATE TRIGGER billing_after_update")
    assert row is not None
    missing = {
        name
        for name in columns(db, "billing") - DERIVED
        if f"'{name}'" not in row["SQL Original Statement"]
    }
    assert missing == set()


def test_a_payment_leaves_a_trace_on_the_bill(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.pay(clinic.bill(50000), 10000)
    [(_, _, changes)] = trail(db, "billing")
    assert changes == {
        "amount_paid": {"old": 0.0, "new": 10000.0},
        "status": {"old": "Unpaid", "new": "PartiallyPaid"},
    }


def test_what_a_cascade_sets_to_null_leaves_none(db: Connection) -> None:
    """As documented: the server fires no trigger for it unless enable_cascade_triggers is on."""
    clinic = Clinic(db)
    bill = clinic.bill()
    policy = clinic.insert(
        "insurance",
        patient_id=clinic.row("billing", bill)["patient_id"],
        provider_name="BPJS",
        policy_number="1",
        valid_from="2020-01-01",
    )
    db.execute("UPDATE billing SET insurance_id = %s", (policy,))
    before = trail(db, "billing")
    db.execute("DELETE FROM insurance")
    assert clinic.row("billing", bill)["insurance_id"] is None
    assert trail(db, "billing") == before
