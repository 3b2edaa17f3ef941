"""The logins of people, as an administrator keeps them: add, change, list, close, open."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinic_db import database, queries, whoami
from clinic_db.config import Config
from clinic_db.database import Connection
from clinic_db.errors import ServerError, UsageError

LONGEST_NAME = 64
# Gives the password; called when everything else is known to be right.
Ask = Callable[[], str]

_DUPLICATE = 1062
_NO_PARENT = 1452


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, in words and as data."""

    text: str
    data: Mapping[str, Any] | list[dict[str, Any]]

    def shown(self, output: str) -> str:
        """In the format asked for, 'text' or 'json'."""
        if output == "json":
            return json.dumps(self.data, indent=2, ensure_ascii=False, default=_plain)
        return self.text


def add(config: Config, name: str, role: str, doctor_id: int | None, ask: Ask) -> Outcome:
    """A login for somebody new.

    Args:
        doctor_id: the doctor behind a login with the role Doctor, None for any other.

    Raises:
        UsageError: the name is taken or impossible, the doctor is missing, unknown or taken, the
            password is weak; nothing was changed.
    """
    from clinic_db.clinic import passwords

    _refuse_name(name)
    _refuse_role(role, doctor_id)
    with session(config) as db:
        _refuse_taken(db, name, doctor_id)
        password = ask()
        passwords.refuse_weak(password, name)
        row = (name, passwords.hashed(password), role, doctor_id)
        try:
            db.execute(queries.get("users/insert"), row)
        except ServerError as error:
            if error.errno in (_DUPLICATE, _NO_PARENT):
                # Somebody was faster than this person could type.
                _refuse_taken(db, name, doctor_id)
            raise
        return _outcome(_find(db, name), f"added, {role}")


def change_password(config: Config, name: str, ask: Ask) -> Outcome:
    """A new password; it also ends a lockout, but does not open what was disabled.

    Raises:
        UsageError: there is no such user, or the password is weak.
    """
    from clinic_db.clinic import passwords

    with session(config) as db:
        user_id = _find(db, name)["user_id"]
        password = ask()
        passwords.refuse_weak(password, name)
        db.execute(queries.get("users/set_password"), (passwords.hashed(password), user_id))
        found = _find(db, name)
    closed = (
        "" if found["is_active"] else f"; still disabled: clinic-db user enable {shlex.quote(name)}"
    )
    return _outcome(found, f"password changed{closed}")


def disable(config: Config, name: str) -> Outcome:
    """Close the login; whoever is logged in somewhere stays so until that session ends.

    Raises:
        UsageError: there is no such user.
    """
    return _switch(config, name, "disable")


def enable(config: Config, name: str) -> Outcome:
    """Open the login: neither disabled nor locked.

    Raises:
        UsageError: there is no such user.
    """
    return _switch(config, name, "enable")


def listed(config: Config) -> Outcome:
    """Every login and its state."""
    from clinic_db.report import table

    with session(config) as db:
        rows = db.rows(queries.get("users/listed"), (None,))
    heads = ("name", "role", "doctor", "state", "failed", "last login (UTC)")
    cells = [
        (r["username"], r["role"], r["doctor"], _state(r), r["failed_logins"], r["last_login_at"])
        for r in rows
    ]
    text = table(heads, cells) if rows else "no logins yet: clinic-db user add NAME --role ROLE"
    return Outcome(text, [_data(row) for row in rows])


def login(config: Config, name: str, ask: Ask) -> Outcome:
    """Verify a password as a backend does, and give the role.

    Raises:
        LoginRefusedError: it failed, for whatever reason.
    """
    from clinic_db.clinic.login import verify

    with session(config) as db:
        found = verify(db, name, ask())
    return Outcome(f"{name}: {found.role}", {"username": name, "user_id": found.user_id,
                                             "role": found.role})  # fmt: skip


@contextmanager
def session(config: Config) -> Iterator[Connection]:
    """A session whose changes the audit log gives to the person at this keyboard."""
    with database.connect(config.database, lock_wait_timeout=config.lock_wait_timeout) as db:
        db.execute(queries.get("users/set_actor"), (f"clinic-db:{whoami.account()}",))
        yield db


def _switch(config: Config, name: str, to: str) -> Outcome:
    with session(config) as db:
        changed = db.execute(queries.get(f"users/{to}"), (_find(db, name)["user_id"],))
        return _outcome(_find(db, name), f"{to}d" if changed else f"{to}d already")


def _find(db: Connection, name: str) -> dict[str, Any]:
    found = db.one(queries.get("users/listed"), (name,))
    if found is None:
        raise UsageError(f"there is no user {name!r}", hint="clinic-db user list")
    return found


def _refuse_name(name: str) -> None:
    if not 0 < len(name) <= LONGEST_NAME or name != name.strip() or not name.isprintable():
        raise UsageError(
            f"a user's name has 1 to {LONGEST_NAME} characters, none of them invisible,"
            " and no space at either end",
            where="NAME",
        )


def _refuse_role(role: str, doctor_id: int | None) -> None:
    if role == "Doctor" and doctor_id is None:
        raise UsageError(
            "a login with the role Doctor is a doctor's: which one's?",
            where="--doctor",
            hint="--doctor ID, the doctor_id in the table doctors",
        )
    if role != "Doctor" and doctor_id is not None:
        raise UsageError(f"a login with the role {role} is no doctor's", where="--doctor")


def _refuse_taken(db: Connection, name: str, doctor_id: int | None) -> None:
    if db.one(queries.get("users/listed"), (name,)) is not None:
        raise UsageError(
            f"there is a user {name!r} already",
            where="NAME",
            hint=f"take another name, or set a password: clinic-db user passwd {shlex.quote(name)}",
        )
    if doctor_id is None:
        return
    doctor = db.one(queries.get("users/doctor"), (doctor_id,))
    if doctor is None:
        raise UsageError(f"there is no doctor {doctor_id}", where="--doctor")
    if doctor["username"] is not None:
        raise UsageError(
            f"doctor {doctor_id}, {doctor['full_name']}, has a login already:"
            f" {doctor['username']!r}",
            where="--doctor",
            hint="clinic-db user list",
        )


def _outcome(found: dict[str, Any], what: str) -> Outcome:
    return Outcome(f"{found['username']}: {what}", _data(found))


def _state(found: Mapping[str, Any]) -> str:
    if not found["is_active"]:
        return "disabled"
    return f"locked until {found['locked_until']:%H:%M} UTC" if found["is_locked"] else "open"


def _data(found: Mapping[str, Any]) -> dict[str, Any]:
    return {**found, "is_active": bool(found["is_active"]), "is_locked": bool(found["is_locked"])}


def _plain(value: object) -> str:
    return f"{value.isoformat()}Z" if isinstance(value, datetime) else str(value)
