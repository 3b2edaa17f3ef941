"""rehash_password: a stronger hash of the same password, and of no other."""

from __future__ import annotations

from clinic import HASH, Clinic, refused

from clinic_db.database import Connection


def test_the_hash_is_replaced(db: Connection) -> None:
    clinic = Clinic(db)
    user, other = clinic.user(), clinic.user()
    clinic.run("rehash_password", user, HASH, f"{HASH}B")
    assert clinic.row("users", user)["password_hash"] == f"{HASH}B"
    assert clinic.row("users", other)["password_hash"] == HASH


def test_a_password_that_was_changed_meanwhile_is_not_brought_back(db: Connection) -> None:
    clinic = Clinic(db)
    user = clinic.user()
    for old in (HASH.swapcase(), None, ""):
        with refused("rehash_password: the password was changed meanwhile"):
            clinic.run("rehash_password", user, old, f"{HASH}B")
    assert clinic.row("users", user)["password_hash"] == HASH


def test_only_argon2id_is_stored(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("ck_users_password_hash"):
        clinic.run("rehash_password", clinic.user(), HASH, "hash123")


def test_an_unknown_user_is_refused(db: Connection) -> None:
    with refused("rehash_password: there is no such user"):
        Clinic(db).run("rehash_password", 999, HASH, HASH)
