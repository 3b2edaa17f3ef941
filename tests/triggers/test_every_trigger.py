"""What every trigger promises, whichever it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from clinic import Clinic, refused

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
    attempts = {
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
