"""utc_instant: the server's clock in UTC, whatever the session has set."""

from __future__ import annotations

import pytest

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@pytest.mark.parametrize("zone", ["SYSTEM", "+00:00", "-11:30", "+14:00"])
def test_it_is_now_in_utc_whatever_the_sessions_zone(schema: Schema, zone: str) -> None:
    db = schema.connect(time_zone=zone)
    assert db.value("SELECT timestampdiff(SECOND, utc_timestamp(6), utc_instant())") in (0, 1, 2)
    assert db.value("SELECT @@time_zone") == zone, "the session keeps its zone"


def test_it_does_not_follow_the_sessions_timestamp(db: Connection) -> None:
    db.execute("SET timestamp = 1000000000")
    assert db.value("SELECT year(utc_timestamp())") == 2001
    assert db.value("SELECT year(utc_instant())") > 2001
