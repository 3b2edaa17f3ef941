"""clinic_now: the clinic's wall clock, whatever the session's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from clinic import refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_it_is_utc_plus_the_offset_whatever_the_sessions_zone(schema: Schema) -> None:
    db = schema.connect(time_zone="-05:00")
    ahead = db.value("SELECT timediff(clinic_now(), utc_timestamp(6))")
    assert timedelta(0) <= ahead - timedelta(hours=7) < timedelta(seconds=5)


def test_a_session_cannot_choose_the_time(db: Connection) -> None:
    """Any account may SET timestamp; what is born tomorrow would be born today."""
    db.execute("SET timestamp = 2051222400")
    assert db.value("SELECT year(utc_timestamp())") == 2035
    assert db.value("SELECT year(clinic_now())") < 2035


@pytest.mark.parametrize(("offset", "minutes"), [("-03:30", -210), ("+14:00", 840)])
def test_it_follows_the_setting(db: Connection, offset: str, minutes: int) -> None:
    with db.transaction():
        db.execute("UPDATE clinic_settings SET value = %s WHERE name = 'utc_offset'", (offset,))
        found = db.value("SELECT round(timestampdiff(SECOND, utc_timestamp(6), clinic_now()) / 60)")
        db.execute("UPDATE clinic_settings SET value = '+07:00' WHERE name = 'utc_offset'")
    assert found == minutes


def test_without_the_setting_it_says_so(db: Connection) -> None:
    with refused("clinic_now: clinic_settings has no utc_offset"), db.transaction():
        db.execute("DELETE FROM clinic_settings WHERE name = 'utc_offset'")
        db.value("SELECT clinic_now()")


def test_it_is_declared_truthfully(db: Connection) -> None:
    row = db.one(
        "SELECT sql_data_access, is_deterministic, security_type FROM information_schema.routines "
        "WHERE routine_schema = database() AND routine_name = 'clinic_now'"
    )
    assert row is not None
    assert list(row.values()) == ["READS SQL DATA", "NO", "DEFINER"]
