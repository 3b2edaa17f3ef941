"""insurance_before_insert: a policy is a living patient's, on days that exist."""

from __future__ import annotations

from typing import Any

import pytest
from clinic import Clinic, refused

from clinic_db.schema_pool import Schema

POLICY = {"provider_name": "BPJS", "policy_number": "1", "valid_from": "2020-01-01"}


def test_no_session_writes_a_policy_of_nobody(schema: Schema) -> None:
    clinic = Clinic(schema.connect(foreign_key_checks=0))
    with refused("insurance: there is no such patient"):
        clinic.insert("insurance", patient_id=999, **POLICY)
    assert clinic.insert("insurance", patient_id=clinic.patient(), **POLICY)


def test_an_erased_person_gets_no_policy(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    patient = clinic.patient()
    clinic.run("erase_patient", patient, "permintaan")
    with refused("insurance: there is no such patient, or the person was erased"):
        clinic.insert("insurance", patient_id=patient, **POLICY)


@pytest.mark.parametrize("mode", ["", "ALLOW_INVALID_DATES"])
@pytest.mark.parametrize("days", [{"valid_from": "2026-02-31"}, {"valid_until": "2026-02-31"}])
def test_a_day_that_no_calendar_has_is_refused(
    schema: Schema, mode: str, days: dict[str, Any]
) -> None:
    clinic = Clinic(schema.connect(sql_mode=mode))
    with refused("insurance: valid_from or valid_until is not a day of the calendar"):
        clinic.insert("insurance", patient_id=clinic.patient(), **{**POLICY, **days})


def test_the_session_does_not_choose_when_it_was_made(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    clinic.db.execute("SET timestamp = 1000000000")
    policy = clinic.insert("insurance", patient_id=clinic.patient(), **POLICY)
    assert clinic.row("insurance", policy)["created_at"].year > 2001
