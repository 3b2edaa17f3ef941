"""clinic_login: the account behind the form. It sees one hash at a time, and never a patient."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from clinic import HASH, Clinic, refused
from roles.accounts import account, denied
from roles.lattice import LATTICE

from clinic_db.schema_pool import Schema


@pytest.fixture
def owner(schema: Schema) -> Clinic:
    return Clinic(schema.connect())


@pytest.fixture
def form(schema: Schema) -> Iterator[Clinic]:
    """The clinic as the log-in form's account sees it."""
    with account(schema, "clinic_login") as someone, someone.connect() as db:
        yield Clinic(db)


def begin(clinic: Clinic, username: str) -> tuple[object, ...]:
    """(user, hash, role, open) as begin_login gives them."""
    clinic.db.execute("CALL begin_login(%s, @user, @hash, @role, @open)", (username,))
    row = clinic.db.one("SELECT @user AS user, @hash AS hash, @role AS role, @open AS open")
    assert row is not None
    return tuple(row.values())


def test_a_login_from_the_name_to_the_stamp(owner: Clinic, form: Clinic) -> None:
    """The hash comes back for the application to verify; success is dated, a rehash replaces it."""
    user = owner.user(username="rina", role="Admin")
    assert begin(form, "rina") == (user, HASH, "Admin", 1)
    form.run("finish_login", user, 1)
    form.run("rehash_password", user, HASH, f"{HASH}x")
    row = owner.row("users", user)
    assert row["last_login_at"] is not None
    assert row["password_hash"] == f"{HASH}x"


def test_five_wrong_passwords_close_the_door_in_the_database(owner: Clinic, form: Clinic) -> None:
    """Whatever backend asks: the next one is told that the account is closed, and may not open."""
    user = owner.user(username="rina")
    for _ in range(5):
        form.run("finish_login", user, 0)
    assert begin(form, "rina")[3] == 0
    with refused("finish_login: the login is closed"):
        form.run("finish_login", user, 1)


def test_a_name_that_nobody_has_is_answered_like_any_other(form: Clinic) -> None:
    assert begin(form, "nobody") == (None, None, None, 0)
    form.run("finish_login", None, 0)


def test_it_reads_no_list_of_hashes_and_opens_no_door_itself(owner: Clinic, form: Clinic) -> None:
    user = owner.user()
    before = owner.row("users", user)
    for statement in (
        "SELECT password_hash FROM users",
        "SELECT count(*) FROM users",
        "UPDATE users SET locked_until = NULL, failed_logins = 0",
        "INSERT INTO users (username, password_hash, role) VALUES ('x', 'x', 'Admin')",
    ):
        with denied():
            form.db.execute(statement)
    assert owner.row("users", user) == before
    assert owner.count("users") == 1


def test_whoever_steals_it_sees_no_patient(form: Clinic) -> None:
    for table in ("patients", "medical_records", "billing", "appointment_schedule"):
        with denied():
            form.count(table)


@pytest.mark.parametrize("role", sorted(LATTICE.keys() - {"clinic_login"}))
def test_nobody_else_is_given_a_hash(schema: Schema, owner: Clinic, role: str) -> None:
    owner.user(username="rina")
    with account(schema, role) as someone, someone.connect() as db, denied():
        begin(Clinic(db), "rina")
