"""users_before_update: a role that exists, and a Doctor's login that is a doctor's."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.schema_pool import Schema


def test_no_session_gives_a_login_to_no_doctor(schema: Schema) -> None:
    clinic = Clinic(schema.connect(foreign_key_checks=0))
    clinic.user()
    with refused("users: there is no such doctor"):
        clinic.db.execute("UPDATE users SET role = 'Doctor', doctor_id = 999")
    clinic.db.execute(f"UPDATE users SET role = 'Doctor', doctor_id = {clinic.doctor()}")


def test_update_ignore_writes_no_role_that_nobody_has(schema: Schema) -> None:
    """The server makes '' of a NULL, behind the trigger."""
    clinic = Clinic(schema.connect())
    clinic.user()
    with refused("users: role is not a possible value"):
        clinic.db.execute("UPDATE IGNORE users SET role = NULL")


def test_no_session_writes_a_role_that_nobody_has(schema: Schema) -> None:
    """Without strict mode a wrong ENUM becomes ''."""
    clinic = Clinic(schema.connect(sql_mode=""))
    clinic.user()
    with refused("users: role is not a possible value"):
        clinic.db.execute("UPDATE users SET role = 'Root'")


def test_without_foreign_keys_a_login_of_no_doctor_can_be_changed(schema: Schema) -> None:
    clinic = Clinic(schema.connect(foreign_key_checks=0))
    user = clinic.user(username="rina")
    clinic.db.execute("UPDATE users SET username = 'rini'")
    assert clinic.row("users", user)["username"] == "rini"


def test_with_foreign_keys_it_is_they_that_refuse(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    clinic.user()
    with refused("fk_users_doctors"):
        clinic.db.execute("UPDATE users SET role = 'Doctor', doctor_id = 999")
