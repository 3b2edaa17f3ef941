"""clinic_today: the day in the clinic, which is not the day in UTC."""

from __future__ import annotations

import pytest

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@pytest.mark.parametrize(
    ("instant", "day"),
    [("2026-03-01 16:59:59", "2026-03-01"), ("2026-03-01 17:00:00", "2026-03-02")],
)
def test_the_day_changes_at_the_clinics_midnight(schema: Schema, instant: str, day: str) -> None:
    db = schema.connect(time_zone="+00:00")
    db.execute("SET timestamp = unix_timestamp(%s)", (instant,))
    assert str(db.value("SELECT clinic_today()")) == day


def test_it_is_the_date_of_clinic_now(db: Connection) -> None:
    assert db.value("SELECT clinic_today() = date(clinic_now())") == 1
