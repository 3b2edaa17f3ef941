"""users_before_insert: a role that exists, and a Doctor's login that is a doctor's."""

from __future__ import annotations

from clinic import HASH, Clinic, refused

from clinic_db.schema_pool import Schema


def test_no_session_gives_a_login_to_no_doctor(schema: Schema) -> None:
    clinic = Clinic(schema.connect(foreign_key_checks=0))
    with refused("users: there is no such doctor"):
        clinic.user(role="Doctor", doctor_id=999)
    assert clinic.user(role="Doctor", doctor_id=clinic.doctor())


def test_insert_ignore_writes_no_role_that_nobody_has(schema: Schema) -> None:
    """The server makes '' of a NULL, behind the trigger."""
    db = schema.connect()
    with refused("users: role is not a possible value"):
        db.execute(
            "INSERT IGNORE INTO users (username, password_hash, role) VALUES ('sri', %s, NULL)",
            (HASH,),
        )


def test_the_session_does_not_choose_when_it_was_made(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    clinic.db.execute("SET timestamp = 1000000000")
    assert clinic.row("users", clinic.user())["created_at"].year > 2001
    assert clinic.row("users", clinic.user(created_at="2000-01-01"))["created_at"].year == 2000


def test_no_session_writes_a_role_that_nobody_has(schema: Schema) -> None:
    """Without strict mode a wrong ENUM becomes ''."""
    clinic = Clinic(schema.connect(sql_mode=""))
    with refused("users: role is not a possible value"):
        clinic.user(role="Root")
