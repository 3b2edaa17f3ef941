"""lab_results: what a row must look like, whoever writes it."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection


@pytest.mark.parametrize(
    ("value", "low", "high", "abnormal"),
    [
        (5, 4, 10, 0),
        (4, 4, 10, 0),
        (10, 4, 10, 0),
        ("3.9999", 4, 10, 1),
        ("10.0001", 4, 10, 1),
        (5, None, 4, 1),
        (5, None, 6, 0),
        (5, 6, None, 1),
        (5, 4, None, 0),
        (5, None, None, 0),
        (None, 4, 10, None),
    ],
)
def test_abnormal_is_outside_the_bounds_and_an_open_one_is_unbounded(
    db: Connection, value: object, low: object, high: object, abnormal: int | None
) -> None:
    clinic = Clinic(db)
    lab = clinic.insert(
        "lab_results",
        record_id=clinic.record(),
        test_type="HB",
        test_date="2026-01-02",
        value_num=value,
        ref_low=low,
        ref_high=high,
    )
    assert clinic.row("lab_results", lab)["is_abnormal"] == abnormal


def test_results_go_with_their_draft(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.insert("lab_results", record_id=clinic.record(), test_type="HB", test_date="2026-01-02")
    db.execute("DELETE FROM medical_records")
    assert clinic.count("lab_results") == 0


def test_an_unknown_record_is_refused(db: Connection) -> None:
    with refused("fk_lab_results_medical_records"):
        Clinic(db).insert("lab_results", record_id=99, test_type="HB", test_date="2026-01-02")
