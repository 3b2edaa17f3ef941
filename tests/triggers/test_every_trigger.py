"""What every trigger promises, whichever it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from clinic import HASH, Clinic, refused

from clinic_db.schema_pool import Schema

FILES = sorted((Path(__file__).parents[2] / "triggers").glob("*.sql"))
PIN = "SET SESSION sql_select_limit = DEFAULT;"
# The tables that have a key of their own to use up.
KEYED = (
    "appointment_services", "appointments", "audit_log", "billing", "doctors", "insurance",
    "lab_results", "medical_records", "patients", "payments", "services", "users",
)  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_look_up_is_pinned_against_a_limit_of_no_rows(path: Path) -> None:
    """sql_select_limit = 0 applies inside triggers: a guard would find nothing and let it pass."""
    statements = path.read_text().partition("BEGIN\n")[2]
    looks_up = re.search(r"^ +SELECT\b[^;]*\bINTO\b", statements, re.M)
    if not looks_up:
        assert "sql_select_limit" not in statements
        return
    assert PIN in statements[: looks_up.start()]


@pytest.mark.parametrize("table", KEYED)
def test_no_session_chooses_the_next_key(schema: Schema, table: str) -> None:
    """With the highest number taken, nobody could insert any more."""
    clinic = Clinic(schema.connect())
    bill, visit, patient = clinic.bill(50000), clinic.appointment(), clinic.patient()
    free, doctor, service = clinic.appointment(), clinic.doctor(), clinic.service()
    record = clinic.record()
    row = clinic.row("appointments", free)
    policy = {"provider_name": "x", "policy_number": "1", "valid_from": "2020-01-01"}
    attempts: dict[str, Callable[[], object]] = {
        "appointment_services": lambda: clinic.insert(
            "appointment_services", appointment_id=visit, service_id=service, unit_price=1
        ),
        "appointments": lambda: clinic.appointment(patient_id=patient, doctor_id=doctor),
        "audit_log": lambda: clinic.db.execute("UPDATE patients SET phone = '1'"),
        "billing": lambda: clinic.insert(
            "billing", appointment_id=free, patient_id=row["patient_id"]
        ),
        "doctors": clinic.doctor,
        "insurance": lambda: clinic.insert("insurance", patient_id=patient, **policy),
        "lab_results": lambda: clinic.insert(
            "lab_results", record_id=record, test_type="Hb", test_date="2026-01-01"
        ),
        "medical_records": lambda: clinic.record(patient_id=patient, doctor_id=doctor),
        "patients": clinic.patient,
        "payments": lambda: clinic.pay(bill, 1),
        "services": clinic.service,
        "users": clinic.user,
    }
    clinic.db.execute("SET insert_id = 9223372036854775807")
    with refused(f"{table}: a session does not choose the next key"):
        attempts[table]()


@dataclass(frozen=True)
class LookUp:
    """A write that one look-up of a trigger decides on.

    Attributes:
        prepare: makes the rows; returns the arguments of the write.
        refused: what the trigger says to it; '' where finding the row is what lets it pass.
        keys: foreign_key_checks while it is tried.
        locks: False where a lock would cost more than the past can hide; the trigger says why.
    """

    prepare: Callable[[Clinic], tuple[Any, ...]]
    write: str
    refused: str
    keys: int = 1
    locks: bool = True


def _billed(clinic: Clinic) -> int:
    visit = clinic.appointment()
    clinic.bill(50000, appointment_id=visit)
    return visit


def _recorded(clinic: Clinic) -> int:
    visit = clinic.appointment()
    row = clinic.row("appointments", visit)
    clinic.record(appointment_id=visit, patient_id=row["patient_id"], doctor_id=row["doctor_id"])
    return visit


def _signed(clinic: Clinic) -> tuple[Any, ...]:
    record = clinic.record()
    clinic.insert("lab_results", record_id=record, test_type="Hb", test_date="2026-01-01")
    clinic.run("sign_record", record)
    return ()


def _erased(clinic: Clinic) -> int:
    patient = clinic.patient()
    clinic.run("erase_patient", patient, "permintaan")
    return patient


def _people_of(clinic: Clinic, visit: int) -> tuple[Any, ...]:
    return clinic.row("appointments", visit)["patient_id"], visit


def _insured(clinic: Clinic) -> tuple[Any, ...]:
    bill = clinic.bill()
    policy = clinic.insert(
        "insurance",
        patient_id=clinic.row("billing", bill)["patient_id"],
        provider_name="BPJS",
        policy_number="1",
        valid_from="2020-01-01",
    )
    return policy, bill


def _two_payments(clinic: Clinic) -> tuple[Any, ...]:
    bill = clinic.bill(100000)
    first, _ = clinic.pay(bill, 50000), clinic.pay(bill, 50000)
    return bill, first, b"0123456789abcdef"


# Trigger → what its look-up decides on.
LOOK_UPS = {
    "appointment_services_before_delete": LookUp(
        lambda c: (_billed(c),),
        "DELETE FROM appointment_services WHERE appointment_id = %s",
        "a live bill exists, void it first",
    ),
    "appointment_services_before_insert": LookUp(
        lambda c: (_billed(c), c.service()),
        "INSERT INTO appointment_services (appointment_id, service_id, unit_price) "
        "VALUES (%s, %s, 1)",
        "a live bill exists, void it first",
    ),
    "appointment_services_before_update": LookUp(
        lambda c: (_billed(c),),
        "UPDATE appointment_services SET quantity = 2 WHERE appointment_id = %s",
        "a live bill exists, void it first",
    ),
    "appointments_before_delete": LookUp(
        lambda c: (_billed(c),),
        "DELETE FROM appointments WHERE appointment_id = %s",
        "an appointment with a bill cannot be deleted",
    ),
    "appointments_before_insert": LookUp(
        lambda c: (_recorded(c), c.patient(), c.doctor(), c.at()),
        "REPLACE INTO appointments (appointment_id, patient_id, doctor_id, appointment_date) "
        "VALUES (%s, %s, %s, %s)",
        "a record or a bill fixes patient and doctor",
        locks=False,
    ),
    "appointments_before_update": LookUp(
        lambda c: (_billed(c),),
        "UPDATE appointments SET status = 'Cancelled' WHERE appointment_id = %s",
        "a live bill exists, void it first",
    ),
    "audit_log_before_update": LookUp(
        lambda c: (_erased(c),),
        "UPDATE audit_log SET changes = redacted_changes(changes) WHERE row_id = %s",
        "",
    ),
    "billing_before_delete": LookUp(
        lambda c: (c.row("payments", c.pay(c.bill(), 1000))["bill_id"],),
        "DELETE FROM billing WHERE bill_id = %s",
        "a bill with payments cannot be deleted",
        keys=0,
    ),
    "billing_before_insert": LookUp(
        lambda c: _people_of(c, c.appointment(status="NoShow")),
        "INSERT INTO billing (patient_id, appointment_id) VALUES (%s, %s)",
        "the appointment did not take place",
    ),
    "billing_before_update": LookUp(
        _insured,
        "UPDATE billing SET insurance_id = %s WHERE bill_id = %s",
        "",
    ),
    "insurance_before_insert": LookUp(
        lambda c: (_erased(c),),
        "INSERT INTO insurance (patient_id, provider_name, policy_number, valid_from) "
        "VALUES (%s, 'BPJS', '1', '2026-01-01')",
        "the person was erased",
    ),
    "lab_results_before_delete": LookUp(
        _signed, "DELETE FROM lab_results", "its results cannot be deleted"
    ),
    "lab_results_before_insert": LookUp(
        lambda c: (c.record(),),
        "INSERT INTO lab_results (record_id, test_type, test_date) VALUES (%s, 'Hb', '2026-01-01')",
        "",
        keys=0,
    ),
    "lab_results_before_update": LookUp(
        _signed, "UPDATE lab_results SET notes = 'x'", "its results cannot be changed"
    ),
    "medical_records_before_insert": LookUp(
        lambda c: (c.appointment(), c.patient(), c.doctor()),
        "INSERT INTO medical_records (appointment_id, patient_id, doctor_id) VALUES (%s, %s, %s)",
        "patient or doctor is not the appointment's",
    ),
    "medical_records_before_update": LookUp(
        lambda c: (c.appointment(), c.record()),
        "UPDATE medical_records SET appointment_id = %s WHERE record_id = %s",
        "patient or doctor is not the appointment's",
    ),
    "payments_after_insert": LookUp(
        _two_payments,
        "INSERT INTO payments (bill_id, refund_of, kind, amount, payment_method, idempotency_key) "
        "VALUES (%s, %s, 'Refund', 50001, 'Cash', %s)",
        "the refund exceeds what is left of the payment",
    ),
    "payments_before_insert": LookUp(
        lambda c: (c.bill(), b"0123456789abcdef"),
        "INSERT INTO payments (bill_id, amount, payment_method, idempotency_key) "
        "VALUES (%s, 1000, 'Cash', %s)",
        "",
    ),
    "users_before_insert": LookUp(
        lambda c: (HASH, c.doctor()),
        "INSERT INTO users (username, password_hash, role, doctor_id) "
        "VALUES ('hadi', %s, 'Doctor', %s)",
        "",
        keys=0,
    ),
    "users_before_update": LookUp(
        lambda c: (c.doctor(), c.user()),
        "UPDATE users SET role = 'Doctor', doctor_id = %s WHERE user_id = %s",
        "",
        keys=0,
    ),
}


def test_every_look_up_is_tried_below() -> None:
    assert {path.stem for path in FILES if PIN in path.read_text()} == LOOK_UPS.keys()


@pytest.mark.parametrize("name", LOOK_UPS)
def test_a_limit_of_no_rows_hides_nothing_from_a_guard(schema: Schema, name: str) -> None:
    """What is refused stays refused, and what is fine is not taken for wrong."""
    given = LOOK_UPS[name]
    clinic = Clinic(schema.connect())
    args = given.prepare(clinic)
    limited = schema.connect(sql_select_limit=0, foreign_key_checks=given.keys)
    with refused(given.refused) if given.refused else nullcontext():
        limited.execute(given.write, args)


@pytest.mark.parametrize("name", [name for name, given in LOOK_UPS.items() if given.locks])
def test_an_old_snapshot_hides_nothing_from_a_guard(schema: Schema, name: str) -> None:
    """A plain read would see the past; what decides is read with a lock."""
    given = LOOK_UPS[name]
    old = schema.connect(foreign_key_checks=given.keys)
    old.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT")
    args = given.prepare(Clinic(schema.connect()))
    with refused(given.refused) if given.refused else nullcontext():
        old.execute(given.write, args)
