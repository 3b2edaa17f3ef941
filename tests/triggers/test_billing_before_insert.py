"""billing_before_insert: a bill is its lines, whoever inserts it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_the_total_is_the_sum_of_the_lines_whatever_is_given(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(70000, total_amount=1, payment_method="Cash", payment_date="2020-01-01")
    row = clinic.row("billing", bill)
    assert row["total_amount"] == Decimal(70000)
    assert (row["payment_method"], row["payment_date"]) == (None, None)


@pytest.mark.parametrize("given", [{"amount_paid": 10}, {"is_void": 1, "void_reason": "x"}])
def test_a_bill_starts_unpaid_and_live(db: Connection, given: dict[str, object]) -> None:
    with refused("billing: a bill starts unpaid and live"):
        Clinic(db).bill(**given)


@pytest.mark.parametrize("status", ["Cancelled", "NoShow"])
def test_a_visit_that_did_not_happen_is_not_billed(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status=status)
    with refused("billing: the appointment did not take place"):
        clinic.bill(appointment_id=visit)


def policy(clinic: Clinic, patient: int, begin: int, end: int | None) -> int:
    day = clinic.today()
    return clinic.insert(
        "insurance",
        patient_id=patient,
        provider_name="BPJS",
        policy_number=str((patient, begin, end)),
        valid_from=day + timedelta(days=begin),
        valid_until=None if end is None else day + timedelta(days=end),
    )


@pytest.mark.parametrize(("begin", "end"), [(0, 0), (-9, None)])
def test_a_policy_of_the_patient_valid_today_is_taken(
    db: Connection, begin: int, end: int | None
) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    given = policy(clinic, clinic.row("appointments", visit)["patient_id"], begin, end)
    bill = clinic.bill(appointment_id=visit, insurance_id=given)
    assert clinic.row("billing", bill)["insurance_id"] == given


@pytest.mark.parametrize(("begin", "end"), [(1, None), (-9, -1)])
def test_a_policy_not_valid_today_is_refused(db: Connection, begin: int, end: int | None) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    given = policy(clinic, clinic.row("appointments", visit)["patient_id"], begin, end)
    with refused("the policy is not the patient's or not valid today"):
        clinic.bill(appointment_id=visit, insurance_id=given)


def test_a_policy_of_somebody_else_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("the policy is not the patient's or not valid today"):
        clinic.bill(insurance_id=policy(clinic, clinic.patient(), -9, None))


def test_a_cancellation_newer_than_the_writers_snapshot_counts(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit = clinic.appointment()
    with clinic.db.transaction():
        assert clinic.count("appointments") == 1
        other.set_status(visit, "Cancelled")
        with refused("the appointment did not take place"):
            clinic.bill(0, appointment_id=visit)


def test_a_policy_that_ended_after_the_writers_snapshot_is_refused(schema: Schema) -> None:
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    visit = clinic.appointment()
    given = policy(clinic, clinic.row("appointments", visit)["patient_id"], -9, None)
    with clinic.db.transaction():
        assert clinic.count("insurance") == 1
        other.db.execute("UPDATE insurance SET valid_until = clinic_today() - INTERVAL 1 DAY")
        with refused("not valid today"):
            clinic.bill(0, appointment_id=visit, insurance_id=given)
