"""clinic_today: the day in the clinic, which is not the day in UTC."""

from __future__ import annotations

import pytest

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@pytest.mark.parametrize("offset", ["-12:00", "+14:00"])
def test_the_day_changes_at_the_clinics_midnight(schema: Schema, offset: str) -> None:
    """26 hours lie between the two, so at least one of them is never in UTC's day."""
    db = schema.connect(time_zone="+03:00")
    ask = "SELECT date(convert_tz(utc_timestamp(), '+00:00', %s))"
    with db.transaction():
        db.execute("UPDATE clinic_settings SET value = %s WHERE name = 'utc_offset'", (offset,))
        before = db.value(ask, (offset,))
        found = db.value("SELECT clinic_today()")
        after = db.value(ask, (offset,))
        db.execute("UPDATE clinic_settings SET value = '+07:00' WHERE name = 'utc_offset'")
    assert before <= found <= after


def test_it_is_the_date_of_clinic_now(db: Connection) -> None:
    assert db.value("SELECT clinic_today() = date(clinic_now())") == 1
