"""finish_login: five failures close a login for 15 minutes, however they come."""

from __future__ import annotations

from typing import Any

import pytest
from clinic import Clinic, refused, together

from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema


def fail(clinic: Clinic, user: int, times: int = 1) -> None:
    for _ in range(times):
        clinic.run("finish_login", user, 0)


def state(clinic: Clinic, user: int) -> tuple[int, bool]:
    """(failures, whether it is locked)"""
    row = clinic.db.one(
        "SELECT failed_logins AS failures, coalesce(locked_until > utc_timestamp(6), 0) AS locked "
        "FROM users WHERE user_id = %s",
        (user,),
    )
    assert row is not None
    return row["failures"], bool(row["locked"])


def test_the_fifth_failure_closes_it_for_15_minutes(db: Connection) -> None:
    clinic = Clinic(db)
    user = clinic.user()
    fail(clinic, user, 4)
    assert state(clinic, user) == (4, False)
    fail(clinic, user)
    assert state(clinic, user) == (5, True)
    seconds = db.value("SELECT timestampdiff(SECOND, utc_timestamp(6), locked_until) FROM users")
    assert 890 <= seconds <= 900


def test_a_success_starts_counting_anew_and_is_dated(db: Connection) -> None:
    clinic = Clinic(db)
    user = clinic.user()
    fail(clinic, user, 4)
    clinic.run("finish_login", user, 1)
    assert state(clinic, user) == (0, False)
    assert clinic.row("users", user)["last_login_at"] is not None
    fail(clinic, user, 4)
    assert state(clinic, user) == (4, False)


def test_failures_while_it_is_closed_do_not_keep_it_closed(db: Connection) -> None:
    clinic = Clinic(db)
    user = clinic.user()
    fail(clinic, user, 5)
    until = clinic.row("users", user)["locked_until"]
    fail(clinic, user, 3)
    assert clinic.row("users", user)["locked_until"] == until
    assert state(clinic, user) == (5, True)


def test_after_the_15_minutes_counting_begins_anew(db: Connection) -> None:
    clinic = Clinic(db)
    user = clinic.user()
    fail(clinic, user, 5)
    db.execute("UPDATE users SET locked_until = utc_timestamp(6) - INTERVAL 1 SECOND")
    fail(clinic, user)
    assert state(clinic, user) == (1, False)


@pytest.mark.parametrize(
    "closed", ["is_active = 0", "locked_until = utc_timestamp(6) + INTERVAL 1 MINUTE"]
)
def test_the_right_password_opens_no_closed_login(db: Connection, closed: str) -> None:
    clinic = Clinic(db)
    user = clinic.user()
    db.execute(f"UPDATE users SET {closed}")
    before = clinic.row("users", user)
    with refused("finish_login: the login is closed"):
        clinic.run("finish_login", user, 1)
    assert clinic.row("users", user) == before


def test_twenty_guesses_at_once_are_five(schema: Schema) -> None:
    """All began while it was open; the right one that comes after five wrong ones is refused."""
    clinic = Clinic(schema.connect())
    user = clinic.user()

    def guess() -> None:
        Clinic(schema.connect()).run("finish_login", user, 0)

    results: list[Any] = together([guess] * 20)
    assert [r for r in results if isinstance(r, ServerError)] == []
    assert state(clinic, user) == (5, True)
    with refused("finish_login: the login is closed"):
        clinic.run("finish_login", user, 1)


@pytest.mark.parametrize("success", [0, None])
def test_nobody_is_nobody(db: Connection, success: int | None) -> None:
    """A name that nobody has goes the same way and leaves nothing."""
    clinic = Clinic(db)
    user = clinic.user()
    before = clinic.row("users", user)
    clinic.run("finish_login", None, success)
    assert clinic.row("users", user) == before
    with refused("finish_login: the login is closed"):
        clinic.run("finish_login", None, 1)


def test_an_unknown_key_is_refused(db: Connection) -> None:
    with refused("finish_login: there is no such user"):
        Clinic(db).run("finish_login", 999, 0)


def test_no_answer_counts_as_a_failure(db: Connection) -> None:
    clinic = Clinic(db)
    user = clinic.user()
    clinic.run("finish_login", user, None)
    assert state(clinic, user) == (1, False)
