"""A whole row of every table: what it can hold, what may change in it, and what may not.

Values are new each time, so that two rows collide nowhere.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from clinic import HASH, Clinic

Row = dict[str, Any]

THEN = datetime(2026, 1, 5, 3, 4, 5, 678901)
LATER = datetime(2026, 2, 6, 4, 5, 6, 789012)
DAY = date(2026, 1, 5)


@dataclass(frozen=True)
class Table:
    """How the owner, who is granted everything, may write a table.

    Attributes:
        row: every column that can be written, but an AUTO_INCREMENT key.
        changes: UPDATEs that go through, each with what it sets.
        frozen: column → (a value that it cannot be set to, or what makes it; what the server says).
        kept: columns that a trigger sets whatever is written.
        delete: what the server says to a DELETE; empty where the row goes.
    """

    row: Callable[[Clinic], Row]
    changes: Callable[[Clinic], list[Row]]
    frozen: dict[str, tuple[Any, str]] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    delete: str = ""


def _word() -> str:
    return uuid.uuid4().hex


def _stamps() -> Row:
    return {"created_at": THEN, "updated_at": THEN}


def _patient(_: Clinic) -> Row:
    return {
        "full_name": "Siti Aminah", "date_of_birth": date(1990, 5, 17), "gender": "Female",
        "phone": "0812", "email": f"{_word()}@contoh.example", "address": "Jl. Melati 1",
        "voided_at": None, "void_reason": None, **_stamps(),
    }  # fmt: skip


def _doctor(_: Clinic) -> Row:
    return {
        "license_no": _word(), "full_name": "dr. Hadi", "specialization": "Umum",
        "phone": "0813", "email": f"{_word()}@contoh.example", "is_active": 1, **_stamps(),
    }  # fmt: skip


def _service(_: Clinic) -> Row:
    return {
        "code": _word()[:20], "service_name": "Konsultasi", "price": Decimal("100000.50"),
        "duration_min": 30, "is_active": 1,
    }  # fmt: skip


def _user(clinic: Clinic) -> Row:
    return {
        "username": _word(), "password_hash": HASH, "role": "Doctor",
        "doctor_id": clinic.doctor(), "is_active": 1, "failed_logins": 2, "locked_until": THEN,
        "last_login_at": THEN, "created_at": THEN,
    }  # fmt: skip


def _appointment(clinic: Clinic) -> Row:
    return {
        "patient_id": clinic.patient(), "doctor_id": clinic.doctor(),
        "appointment_date": clinic.at(), "duration_min": 45, "status": "Scheduled",
        "notes": "kontrol", "cancel_reason": None, "created_by": clinic.user(), **_stamps(),
    }  # fmt: skip


def _slot(clinic: Clinic) -> Row:
    patient, doctor = clinic.patient(), clinic.doctor()
    return {
        "doctor_id": doctor, "slot_start": clinic.at(), "patient_id": patient,
        "appointment_id": patient,
    }  # fmt: skip


def _line(clinic: Clinic) -> Row:
    return {
        "appointment_id": clinic.appointment(), "service_id": clinic.service(), "quantity": 3,
        "unit_price": Decimal("12500.50"), "created_at": THEN,
    }  # fmt: skip


def _record(clinic: Clinic) -> Row:
    visit = clinic.row("appointments", clinic.appointment())
    return {
        "appointment_id": visit["appointment_id"], "patient_id": visit["patient_id"],
        "doctor_id": visit["doctor_id"], "icd10_code": "J06.9", "diagnosis": "ISPA",
        "treatment": "Istirahat", "prescription": "Parasetamol", "symptoms": "Demam",
        "allergies": "Penisilin", "systolic": 120, "diastolic": 80, "status": "Draft",
        "signed_at": None, "record_date": DAY, "voided_at": None, "void_reason": None,
        **_stamps(),
    }  # fmt: skip


def _result(clinic: Clinic) -> Row:
    return {
        "record_id": clinic.record(record_date=DAY), "test_type": "Hb", "loinc_code": "718-7",
        "test_date": DAY, "value_num": Decimal("13.5000"), "unit": "g/dL",
        "ref_low": Decimal("12.0000"), "ref_high": Decimal("16.0000"), "results": "normal",
        "notes": "puasa", "created_at": THEN,
    }  # fmt: skip


def _policy(clinic: Clinic) -> Row:
    return {
        "patient_id": clinic.patient(), "provider_name": "BPJS", "policy_number": _word(),
        "plan_name": "Kelas 1", "valid_from": date(2020, 1, 1), "valid_until": None,
        "created_at": THEN,
    }  # fmt: skip


def _bill(clinic: Clinic) -> Row:
    visit = clinic.appointment()
    clinic.line(visit, 50000)
    patient = clinic.row("appointments", visit)["patient_id"]
    policy = clinic.insert("insurance", **{**_policy(clinic), "patient_id": patient})
    return {
        "patient_id": patient, "appointment_id": visit, "insurance_id": policy,
        "total_amount": 50000, "amount_paid": 0, "is_void": 0, "void_reason": None,
        "payment_method": None, "payment_date": None, **_stamps(),
    }  # fmt: skip


def _payment(clinic: Clinic) -> Row:
    """Its day is the clinic's, seven hours ahead of UTC."""
    bill = clinic.insert("billing", **_bill(clinic))
    return {
        "bill_id": bill, "kind": "Payment", "amount": 20000, "payment_method": "Cash",
        "idempotency_key": uuid.uuid4().bytes, "refund_of": None, "received_by": clinic.user(),
        "paid_at": THEN, "paid_on": DAY, "note": "lunas",
    }  # fmt: skip


def _entry(_: Clinic) -> Row:
    return {
        "occurred_at": THEN, "actor": "rina", "db_user": "app@localhost",
        "table_name": "patients", "row_id": 1, "action": "Update",
        "changes": '{"phone": {"new": "2", "old": "1"}}',
    }  # fmt: skip


def _setting(_: Clinic) -> Row:
    return {"name": _word(), "value": "Klinik"}


_SETTLED = "payments: a payment cannot be changed, record a refund"
_HAPPENED = "audit_log: what happened cannot be changed, only redacted"
_ISSUED = "billing: an issued bill is never rewritten, only voided"
_FOLLOWS = "billing: what is paid follows from payments, insert one there"

TABLES: dict[str, Table] = {
    "patients": Table(
        _patient,
        lambda _: [
            {
                "full_name": "Siti", "date_of_birth": date(1991, 1, 1), "gender": "Unknown",
                "phone": None, "email": None, "address": None, "created_at": LATER,
            },
            {"voided_at": LATER, "void_reason": "pindah"},
        ],
        kept=frozenset({"updated_at"}),
    ),
    "doctors": Table(
        _doctor,
        lambda _: [
            {
                "license_no": _word(), "full_name": "dr. Sari", "specialization": "Anak",
                "phone": None, "email": None, "is_active": 0, "created_at": LATER,
            }
        ],
        kept=frozenset({"updated_at"}),
    ),
    "services": Table(
        _service,
        lambda _: [
            {
                "code": _word()[:20], "service_name": "EKG", "price": Decimal("0.00"),
                "duration_min": 15, "is_active": 0,
            }
        ],
    ),
    "users": Table(
        _user,
        lambda _: [
            {
                "username": _word(), "password_hash": f"{HASH}x", "is_active": 0,
                "failed_logins": 0, "locked_until": None, "last_login_at": None,
                "created_at": LATER,
            },
            {"role": "Admin", "doctor_id": None},
        ],
    ),
    "appointments": Table(
        _appointment,
        lambda c: [
            {
                "patient_id": c.patient(), "doctor_id": c.doctor(),
                "appointment_date": c.at(14), "duration_min": 15, "notes": None,
                "created_by": None, "created_at": LATER,
            },
            {"status": "Cancelled", "cancel_reason": "sakit"},
        ],
        kept=frozenset({"updated_at"}),
    ),
    "appointment_slots": Table(
        _slot,
        lambda c: [
            {
                "doctor_id": 998, "slot_start": c.at(14), "patient_id": 998,
                "appointment_id": 998,
            }
        ],
    ),
    "appointment_services": Table(
        _line,
        lambda c: [
            {
                "service_id": c.service(), "quantity": 1, "unit_price": Decimal("0.00"),
                "created_at": LATER,
            }
        ],
        frozen={
            "appointment_id": (998, "appointment_services: a line stays with its appointment"),
        },
    ),
    "medical_records": Table(
        _record,
        lambda _: [
            {
                "icd10_code": "A00", "diagnosis": None, "treatment": None,
                "prescription": None, "symptoms": None, "allergies": None, "systolic": None,
                "diastolic": None, "record_date": DAY + timedelta(1), "created_at": LATER,
            },
            {"appointment_id": None},
            {"status": "Signed", "signed_at": LATER},
            {"voided_at": LATER, "void_reason": "keliru"},
        ],
        frozen={
            "patient_id": (998, "medical_records: a record stays with its patient"),
            "doctor_id": (
                lambda c: c.doctor(),
                "medical_records: patient or doctor is not the appointment's",
            ),
        },
        kept=frozenset({"updated_at"}),
    ),
    "lab_results": Table(
        _result,
        lambda _: [
            {
                "test_type": "Ht", "loinc_code": None, "test_date": DAY + timedelta(1),
                "value_num": None, "unit": None, "ref_low": None, "ref_high": None,
                "results": None, "notes": None, "created_at": LATER,
            }
        ],
        frozen={"record_id": (998, "lab_results: a result stays with its record")},
    ),
    "insurance": Table(
        _policy,
        lambda _: [
            {
                "provider_name": "Prudential", "policy_number": _word(), "plan_name": None,
                "valid_from": DAY, "valid_until": DAY, "created_at": LATER,
            }
        ],
        frozen={"patient_id": (998, "insurance: a policy stays with its patient")},
    ),
    "billing": Table(
        _bill,
        lambda _: [
            {"insurance_id": None},
            {"is_void": 1, "void_reason": "salah"},
        ],
        frozen={
            "patient_id": (998, _ISSUED),
            "appointment_id": (998, _ISSUED),
            "total_amount": (1, _ISSUED),
            "created_at": (LATER, _ISSUED),
            "amount_paid": (1, _FOLLOWS),
            "payment_method": ("Cash", _FOLLOWS),
            "payment_date": (DAY, _FOLLOWS),
        },
        kept=frozenset({"updated_at"}),
    ),
    "payments": Table(
        _payment,
        lambda _: [],
        frozen={
            "bill_id": (998, _SETTLED),
            "kind": ("Refund", _SETTLED),
            "amount": (1, _SETTLED),
            "payment_method": ("Transfer", _SETTLED),
            "idempotency_key": (b"k" * 16, _SETTLED),
            "refund_of": (998, _SETTLED),
            "received_by": (None, _SETTLED),
            "paid_at": (LATER, _SETTLED),
            "paid_on": (DAY + timedelta(1), _SETTLED),
            "note": (None, _SETTLED),
        },
        delete="payments: a payment cannot be deleted, record a refund",
    ),
    "audit_log": Table(
        _entry,
        lambda _: [],
        frozen={
            "occurred_at": (LATER, _HAPPENED),
            "actor": ("x", _HAPPENED),
            "db_user": ("x", _HAPPENED),
            "table_name": ("x", _HAPPENED),
            "row_id": (2, _HAPPENED),
            "action": ("Delete", _HAPPENED),
            "changes": ("{}", _HAPPENED),
        },
        delete="audit_log: what happened cannot be deleted",
    ),
    "clinic_settings": Table(_setting, lambda _: [{"name": _word(), "value": "Apotek"}]),
}  # fmt: skip
