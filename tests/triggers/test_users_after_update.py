"""users_after_update: what changed is logged, and nothing else."""

from __future__ import annotations

from clinic import HASH, Clinic
from trail import DERIVED, columns, trail

from clinic_db.database import Connection


def test_what_changed_is_logged_with_old_and_new(db: Connection) -> None:
    key = Clinic(db).user(username="rina")
    db.execute("UPDATE users SET is_active = 0")
    [(row, action, changes)] = trail(db, "users")
    assert (row, action) == (key, "Update")
    assert changes == {"is_active": {"old": 1, "new": 0}}


def test_an_unchanged_update_leaves_no_row(db: Connection) -> None:
    Clinic(db).user(username="rina")
    db.execute("UPDATE users SET user_id = user_id")
    assert trail(db, "users") == []


def test_no_column_is_forgotten(db: Connection) -> None:
    """A new column must be added to the trigger, or be named as derived."""
    row = db.one("SHOW CREATE TRIGGER users_after_update")
    assert row is not None
    missing = {
        name
        for name in columns(db, "users") - DERIVED
        if f"'{name}'" not in row["SQL Original Statement"]
    }
    assert missing == set()


def test_a_change_of_case_or_accent_is_a_change(db: Connection) -> None:
    """The columns' collation takes them for equal; somebody who changed them did change them."""
    Clinic(db).user(username="rina")
    db.execute("UPDATE users SET username = 'Rina'")
    assert [changes for _, _, changes in trail(db, "users")] == [
        {"username": {"old": "rina", "new": "Rina"}}
    ]


def test_of_a_password_only_that_it_changed(db: Connection) -> None:
    Clinic(db).user()
    db.execute("UPDATE users SET password_hash = concat(password_hash, 'A')")
    db.execute("UPDATE users SET username = 'x'")
    first, second = (changes for _, _, changes in trail(db, "users"))
    assert first == {"password_hash": {"old": "hidden", "new": "hidden, but another one"}}
    assert "password_hash" not in second
    assert HASH[:9] not in str(db.rows("SELECT * FROM audit_log"))
