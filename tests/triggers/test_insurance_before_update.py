"""insurance_before_update: a policy stays with its patient, on days that exist."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def policy(clinic: Clinic) -> int:
    return clinic.insert(
        "insurance",
        patient_id=clinic.patient(),
        provider_name="BPJS",
        policy_number="1",
        valid_from="2020-01-01",
    )


def test_a_policy_stays_with_its_patient(db: Connection) -> None:
    clinic = Clinic(db)
    policy(clinic)
    with refused("insurance: a policy stays with its patient"):
        db.execute("UPDATE insurance SET patient_id = %s", (clinic.patient(),))


@pytest.mark.parametrize("column", ["valid_from", "valid_until"])
def test_a_day_that_no_calendar_has_is_refused(schema: Schema, column: str) -> None:
    clinic = Clinic(schema.connect(sql_mode="ALLOW_INVALID_DATES"))
    policy(clinic)
    with refused("insurance: valid_from or valid_until is not a day of the calendar"):
        clinic.db.execute(f"UPDATE insurance SET {column} = '2026-02-31'")
    clinic.db.execute(f"UPDATE insurance SET {column} = '2026-02-28'")
