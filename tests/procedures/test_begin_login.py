"""begin_login: the hash and whether the login is open, the same way for every name."""

from __future__ import annotations

from typing import Any

import pytest
from clinic import HASH, Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def begin(db: Connection, username: str) -> dict[str, Any]:
    db.execute("CALL begin_login(%s, @id, @hash, @role, @open)", (username,))
    row = db.one("SELECT @id AS id, @hash AS hash, @role AS role, @open AS open")
    assert row is not None
    return row


def test_an_open_login_gives_its_hash_and_role(db: Connection) -> None:
    user = Clinic(db).user(username="rina")
    found = begin(db, "Rina")
    assert found == {"id": user, "hash": HASH, "role": "Receptionist", "open": 1}


def test_an_unknown_name_is_answered_with_nothing(db: Connection) -> None:
    """Also after a known one: nothing of that login is left in the answer."""
    Clinic(db).user(username="rina")
    begin(db, "rina")
    assert begin(db, "nobody") == {"id": None, "hash": None, "role": None, "open": 0}


@pytest.mark.parametrize(
    ("column", "value", "is_open"),
    [
        ("is_active", "0", 0),
        ("locked_until", "utc_timestamp(6) + INTERVAL 1 MINUTE", 0),
        ("locked_until", "utc_timestamp(6) - INTERVAL 1 SECOND", 1),
    ],
)
def test_a_disabled_or_locked_login_is_closed(
    db: Connection, column: str, value: str, is_open: int
) -> None:
    Clinic(db).user(username="rina")
    db.execute(f"UPDATE users SET {column} = {value}")
    assert begin(db, "rina")["open"] == is_open


def test_the_session_cannot_move_the_clock_past_a_lock(db: Connection) -> None:
    Clinic(db).user(username="rina")
    db.execute("UPDATE users SET locked_until = utc_timestamp(6) + INTERVAL 5 MINUTE")
    db.execute("SET timestamp = unix_timestamp() + 3600")
    assert begin(db, "rina")["open"] == 0


def test_an_old_snapshot_does_not_hide_that_it_was_disabled(schema: Schema) -> None:
    old, now = Clinic(schema.connect()), Clinic(schema.connect())
    now.user(username="rina")
    with old.db.transaction():
        old.count("users")
        now.db.execute("UPDATE users SET is_active = 0")
        assert begin(old.db, "rina")["open"] == 0


def test_it_changes_nothing(db: Connection) -> None:
    clinic = Clinic(db)
    user = clinic.user(username="rina")
    before = clinic.row("users", user)
    begin(db, "rina")
    assert clinic.row("users", user) == before
    assert clinic.count("audit_log") == 0


@pytest.mark.parametrize("start", ["START TRANSACTION", "SET autocommit = 0"])
def test_it_joins_the_callers_transaction(schema: Schema, start: str) -> None:
    clinic = Clinic(schema.connect())
    clinic.user(username="rina")
    clinic.db.execute(start)
    clinic.doctor()
    begin(clinic.db, "rina")
    clinic.db.execute("ROLLBACK")
    assert clinic.count("doctors") == 0


def test_a_wait_that_is_given_up_leaves_the_callers_work_alone_and_nothing_open(
    schema: Schema,
) -> None:
    clinic, other = Clinic(schema.connect(innodb_lock_wait_timeout=1)), schema.connect()
    clinic.user(username="rina")
    other.execute("START TRANSACTION")
    other.execute("SELECT * FROM users FOR UPDATE")
    with clinic.db.transaction():
        clinic.doctor()
        with refused("Lock wait timeout"):
            begin(clinic.db, "rina")
    assert clinic.count("doctors") == 1
    with refused("Lock wait timeout"):
        begin(clinic.db, "rina")
    # Inside a transaction the server refuses this with 1568.
    clinic.db.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
