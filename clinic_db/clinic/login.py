"""A login, step by step as every backend does it: begin, verify, finish, and hash anew if due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clinic_db import queries
from clinic_db.clinic import passwords
from clinic_db.clinic.users import LONGEST_NAME
from clinic_db.database import Connection
from clinic_db.errors import LoginRefusedError, ServerError

SIGNALLED = "45000"


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who has proved who they are."""

    user_id: int
    role: str


def verify(db: Connection, username: str, password: str) -> Login:
    """Log somebody in; the account needs the role clinic_login and nothing else.

    A name that nobody has, a closed login and a wrong password cost the same verification and the
    same statements, and end in the same words.

    Raises:
        LoginRefusedError: any of these; also when the login was closed while we verified.
    """
    # A longer name is nobody's, and as a parameter it would be an error of another kind.
    known = username if len(username) <= LONGEST_NAME else None
    db.execute(queries.get("users/begin_login"), (known,))
    found = db.one(queries.get("users/begun")) or {}
    fits = passwords.matches(found["password_hash"], password)
    is_right = fits and bool(found["is_open"])
    if not _finished(db, found["user_id"], is_right):
        raise LoginRefusedError
    _renew(db, found, password)
    return Login(int(found["user_id"]), str(found["role"]))


def _finished(db: Connection, user_id: int | None, is_right: bool) -> bool:
    """Count the attempt; False where it failed, or others closed the login since it began."""
    try:
        db.execute(queries.get("users/finish_login"), (user_id, is_right))
    except ServerError as error:
        if error.sqlstate != SIGNALLED:
            raise
        return False
    return is_right


def _renew(db: Connection, found: dict[str, Any], password: str) -> None:
    """Hash the password with today's parameters, if its hash was made with others."""
    old = str(found["password_hash"])
    if not passwords.is_outdated(old):
        return
    try:
        db.execute(
            queries.get("users/rehash_password"),
            (found["user_id"], old, passwords.hashed(password)),
        )
    except ServerError as error:
        # Refused where the password was changed in this very moment: the new one counts.
        if error.sqlstate != SIGNALLED:
            raise
