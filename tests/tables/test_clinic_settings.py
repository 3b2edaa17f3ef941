"""clinic_settings: an offset or a currency that makes no sense is refused."""

from __future__ import annotations

import pytest
from clinic import refused

from clinic_db.database import Connection

GOOD = ["+07:00", "-03:30", "+05:45", "+14:00", "+00:00", "-12:00"]
BAD = [
    "",
    "7",
    "+7:00",
    "+15:00",
    "+14:30",
    "-13:00",
    "+07:10",
    "Asia/Jakarta",
    "+07:00\n",
    "07:00",
]


def setting(db: Connection, name: str, value: str) -> None:
    """Written and taken back: the reference rows belong to every test."""
    db.execute("START TRANSACTION")
    try:
        db.execute("UPDATE clinic_settings SET value = %s WHERE name = %s", (value, name))
    finally:
        db.execute("ROLLBACK")


@pytest.mark.parametrize("offset", GOOD)
def test_an_offset_is_taken(db: Connection, offset: str) -> None:
    setting(db, "utc_offset", offset)


@pytest.mark.parametrize("offset", BAD)
def test_what_is_no_offset_is_refused(db: Connection, offset: str) -> None:
    with refused("ck_clinic_settings_utc_offset"):
        setting(db, "utc_offset", offset)


@pytest.mark.parametrize("currency", ["", "rp", "idr", "IDRX", "IDR\n"])
def test_what_is_no_currency_is_refused(db: Connection, currency: str) -> None:
    setting(db, "currency", "USD")
    with refused("ck_clinic_settings_currency"):
        setting(db, "currency", currency)


def test_a_setting_exists_once(db: Connection) -> None:
    with refused("clinic_settings.PRIMARY"):
        db.execute("INSERT INTO clinic_settings (name, value) VALUES ('CURRENCY', 'IDR')")
