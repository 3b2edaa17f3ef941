"""users: what a row must look like, whoever writes it."""

from __future__ import annotations

import pytest
from clinic import HASH, Clinic, refused

from clinic_db.database import Connection


def test_a_username_belongs_to_one_person(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.user(username="admin")
    with refused("users.uq_users_username"):
        clinic.user(username="Admin")


@pytest.mark.parametrize("stored", ["hash123", "", HASH.replace("argon2id", "argon2i")])
def test_a_password_is_only_stored_as_argon2id(db: Connection, stored: str) -> None:
    with refused("ck_users_password_hash"):
        Clinic(db).user(password_hash=stored)


def test_a_doctors_login_names_the_doctor_and_no_other_does(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("ck_users_doctor"):
        clinic.user(role="Doctor")
    with refused("ck_users_doctor"):
        clinic.user(role="Admin", doctor_id=clinic.doctor())
    assert clinic.user(role="Doctor", doctor_id=clinic.doctor())


def test_a_doctor_has_one_login(db: Connection) -> None:
    clinic = Clinic(db)
    doctor = clinic.doctor()
    clinic.user(role="Doctor", doctor_id=doctor)
    with refused("users.uq_users_doctor_id"):
        clinic.user(role="Doctor", doctor_id=doctor)


def test_a_doctor_with_a_login_cannot_be_deleted(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.user(role="Doctor", doctor_id=clinic.doctor())
    with refused("fk_users_doctors"):
        db.execute("DELETE FROM doctors")
