"""doctors_before_insert: a session does not choose the next key."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection

HIGHEST = 2**63 - 1


def test_no_session_uses_up_the_keys(db: Connection) -> None:
    """With the highest number taken, nobody could insert any more."""
    clinic = Clinic(db)
    db.execute("SET insert_id = %s", (HIGHEST,))
    with refused("doctors: a session does not choose the next key"):
        clinic.doctor()
    assert clinic.count("doctors") == 0


def test_the_session_does_not_choose_when_it_was_made(db: Connection) -> None:
    clinic = Clinic(db)
    db.execute("SET timestamp = 1000000000")
    row = clinic.row("doctors", clinic.doctor())
    assert row["created_at"] == row["updated_at"]
    assert row["created_at"].year > 2001
    assert clinic.row("doctors", clinic.doctor(created_at="2000-01-01"))["created_at"].year == 2000
