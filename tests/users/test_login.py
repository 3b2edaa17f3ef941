"""user login: who gets in, and that nobody learns why somebody did not."""

from __future__ import annotations

import threading
from collections.abc import Callable

import argon2
import pytest
from clinic import together
from roles.accounts import account
from users.people import RIGHT, WRONG, Desk

from clinic_db import database
from clinic_db.clinic import login, passwords
from clinic_db.database import Connection
from clinic_db.errors import LoginRefusedError, ServerError
from clinic_db.schema_pool import Schema

NEVER = "$argon2id$v=19$m=19456,t=2,p=1$YWRvcHRlZC1uby1sb2dpbg$bm8gcGFzc3dvcmQgZml0cw"
# Cause → what is done to rina's row, the name and the password that are given.
REFUSED: dict[str, tuple[str, str, str]] = {
    "wrong password": ("is_active = TRUE", "rina", WRONG),
    "no password": ("is_active = TRUE", "rina", ""),
    "unknown name": ("is_active = TRUE", "rino", RIGHT),
    "impossible name": ("is_active = TRUE", "rina" * 17, RIGHT),
    "disabled": ("is_active = FALSE", "rina", RIGHT),
    "locked": ("locked_until = utc_timestamp(6) + INTERVAL 1 MINUTE", "rina", RIGHT),
    "adopted, no password yet": (f"password_hash = '{NEVER}'", "rina", RIGHT),
    "not a hash": ("password_hash = '$argon2id$hash123'", "rina", RIGHT),
}


def test_the_right_password_tells_the_role(desk: Desk) -> None:
    user = desk.person(role="Admin")
    assert desk("login", "rina", password=RIGHT).out == "rina: Admin\n"
    found = desk.json("login", "rina", password=RIGHT)
    assert found == {"username": "rina", "user_id": user, "role": "Admin"}
    assert desk.row()["last_login_at"] is not None


@pytest.mark.parametrize("output", ["text", "json"])
def test_every_refusal_reads_the_same(desk: Desk, output: str) -> None:
    user = desk.person()
    before = desk.row()
    answers = set()
    for change, name, password in REFUSED.values():
        desk.set(change)
        answers.add(desk("login", name, password=password, output=output))
        desk.clinic.db.execute(
            "UPDATE users SET is_active = 1, failed_logins = 0, locked_until = NULL,"
            " password_hash = %s WHERE user_id = %s",
            (before["password_hash"], user),
        )
    (answer,) = answers
    assert (answer.code, answer.out) == (1, "")
    assert "the name or the password is wrong, or the login is closed" in answer.err
    assert desk.row() == before
    assert desk("login", "rina", password=RIGHT).code == 0


@pytest.mark.parametrize("cause", REFUSED)
def test_every_refusal_costs_the_same(
    desk: Desk, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One verification with today's parameters and three statements, as the server counts them."""
    desk.person()
    change, name, password = REFUSED[cause]
    desk.set(change)
    costs = _count_hashing(monkeypatch)
    with database.connect(desk.login_only.target) as db:
        before = _asked(db)
        with pytest.raises(LoginRefusedError):
            login.verify(db, name, password)
        assert _asked(db) - before == 3 + 1
    assert costs == [(19456, 2, 1)]


def test_the_fifth_failure_locks_for_15_minutes(desk: Desk) -> None:
    desk.person()
    for failures in range(1, 6):
        assert desk("login", "rina", password=WRONG).code == 1
        assert desk.row()["failed_logins"] == failures
        assert (desk.row()["locked_until"] is not None) is (failures == 5)
    assert desk("login", "rina", password=RIGHT).code == 1
    desk.set("locked_until = locked_until - INTERVAL 899 SECOND")
    assert desk.row()["failed_logins"] == 5
    desk.set("locked_until = utc_timestamp(6)")
    assert desk("login", "rina", password=RIGHT).code == 0
    assert (desk.row()["failed_logins"], desk.row()["locked_until"]) == (0, None)


def test_four_failures_do_not_and_a_success_forgets_them(desk: Desk) -> None:
    desk.person()
    for _ in range(2):
        for _ in range(4):
            desk("login", "rina", password=WRONG)
        assert desk("login", "rina", password=RIGHT).code == 0


def test_guesses_at_once_get_no_further_than_five(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten guesses begin while the login is open; the right one is last, and too late."""
    desk.person()
    guesses = [WRONG] * 9 + [RIGHT]
    begun = threading.Barrier(len(guesses))
    failed = threading.Semaphore(0)
    real = passwords.matches

    def held(stored: str | None, password: str) -> bool:
        fits = real(stored, password)
        begun.wait(30)
        for _ in range(9 if fits else 0):
            assert failed.acquire(timeout=30)
        return fits

    def guess(password: str) -> Callable[[], str]:
        def run() -> str:
            with database.connect(desk.login_only.target) as db:
                try:
                    return login.verify(db, "rina", password).role
                except LoginRefusedError:
                    failed.release()
                    return "refused"

        return run

    monkeypatch.setattr(passwords, "matches", held)
    assert together([guess(password) for password in guesses]) == ["refused"] * 10
    row = desk.row()
    assert (row["failed_logins"], row["last_login_at"]) == (5, None)
    assert row["locked_until"] is not None


def test_an_old_hash_is_made_anew_by_the_next_login(desk: Desk) -> None:
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(RIGHT)
    desk.clinic.user(username="rina", password_hash=weak)
    desk("login", "rina", password=WRONG)
    assert desk.row()["password_hash"] == weak
    assert desk("login", "rina", password=RIGHT).code == 0
    renewed = desk.row()["password_hash"]
    assert renewed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert desk("login", "rina", password=RIGHT).code == 0
    assert desk.row()["password_hash"] == renewed


def test_a_password_changed_meanwhile_is_not_brought_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(RIGHT)
    desk.clinic.user(username="rina", password_hash=weak)
    changed, real = passwords.hashed(WRONG), passwords.hashed

    def hashed(password: str) -> str:
        desk.set(f"password_hash = '{changed}'")
        return real(password)

    monkeypatch.setattr(passwords, "hashed", hashed)
    assert desk("login", "rina", password=RIGHT).code == 0
    assert desk.row()["password_hash"] == changed


@pytest.mark.parametrize("lacking", ["finish_login", "rehash_password"])
def test_a_missing_right_is_not_taken_for_a_wrong_password(
    desk: Desk, schema: Schema, lacking: str
) -> None:
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(RIGHT)
    desk.clinic.user(username="rina", password_hash=weak)
    with account(schema, "clinic_reader") as half:
        for name in {"begin_login", "finish_login"} - {lacking}:
            desk.clinic.db.execute(f"GRANT EXECUTE ON PROCEDURE {name} TO {half.target.user}")
        with database.connect(half.target) as db, pytest.raises(ServerError, match=lacking):
            login.verify(db, "rina", RIGHT)


def _asked(db: Connection) -> int:
    """How many statements the server has had from this session; the question is one of them."""
    row = db.one("SHOW SESSION STATUS LIKE 'Questions'")
    assert row is not None
    return int(row["Value"])


def _count_hashing(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, int]]:
    """(memory, passes, lanes) of each verification that goes as far as hashing, from now on."""
    costs: list[tuple[int, int, int]] = []
    real = argon2.PasswordHasher.verify

    def verify(hasher: argon2.PasswordHasher, encoded: str, password: str) -> bool:
        is_read = True
        try:
            return real(hasher, encoded, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError) as error:
            is_read = isinstance(error, argon2.exceptions.VerifyMismatchError)
            raise
        finally:
            if is_read:
                found = argon2.extract_parameters(encoded)
                costs.append((found.memory_cost, found.time_cost, found.parallelism))

    monkeypatch.setattr(argon2.PasswordHasher, "verify", verify)
    return costs
