"""lab_results_before_insert: a result belongs to a record, on a day that exists."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.schema_pool import Schema


def test_no_session_writes_a_result_of_nothing(schema: Schema) -> None:
    clinic = Clinic(schema.connect(foreign_key_checks=0))
    with refused("lab_results: there is no such record"):
        clinic.insert("lab_results", record_id=999, test_type="Hb", test_date="2026-01-01")
    record = clinic.record()
    assert clinic.insert("lab_results", record_id=record, test_type="Hb", test_date="2026-01-01")


@pytest.mark.parametrize(
    ("mode", "day"), [("", "2026-02-31"), ("", "2026-00-10"), ("ALLOW_INVALID_DATES", "2026-02-31")]
)
def test_a_day_that_no_calendar_has_is_refused(schema: Schema, mode: str, day: str) -> None:
    clinic = Clinic(schema.connect(sql_mode=mode))
    with refused("lab_results: test_date is not a day of the calendar"):
        clinic.insert("lab_results", record_id=clinic.record(), test_type="Hb", test_date=day)


def test_the_session_does_not_choose_when_it_was_made(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    clinic.db.execute("SET timestamp = 1000000000")
    made = clinic.insert(
        "lab_results", record_id=clinic.record(), test_type="Hb", test_date="2026-01-01"
    )
    assert clinic.row("lab_results", made)["created_at"].year > 2001
