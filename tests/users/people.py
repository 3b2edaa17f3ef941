"""`clinic-db user …` as people call it, with accounts that have one role each."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest
from clinic import Clinic
from projects import CommandLine, Outcome
from roles.accounts import Account

from clinic_db.clinic import passwords

# Nobody's: one that is right, and one that is not.
RIGHT = "sepeda-merah-di-kebun"
WRONG = "sepeda-merah-di-pasar"


@dataclass(frozen=True)
class Desk:
    """The command with an administrator's account, or for a login with one that can only do that.

    Attributes:
        clinic: the same database as its owner sees it.
    """

    cli: CommandLine
    monkeypatch: pytest.MonkeyPatch
    admin: Account
    login_only: Account
    clinic: Clinic

    def __call__(self, *args: str, password: str | None = None, at: Account | None = None,
                 output: str = "text") -> Outcome:  # fmt: skip
        """Run `user ARGS`, the password on standard input; neither it nor a hash comes out."""
        account = at or (self.login_only if args[0] == "login" else self.admin)
        words = ["user", *args, "--format", output]
        if password is not None:
            words.append("--password-stdin")
            self.give(f"{password}\n".encode())
        target = account.target
        url = f"mysql://{target.user}@{target.host}:{target.port}/{target.database}"
        done = self.cli(*words, CLINIC_DB_URL=url, MYSQL_PWD=target.password)
        for printed in (done.out, done.err):
            assert "$argon2" not in printed
            assert target.password not in printed
            if password is not None and len(password) > 3:
                assert password not in printed
        return done

    def give(self, line: bytes) -> None:
        """What standard input will hold."""
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))

    def json(self, *args: str, **rest: Any) -> Any:
        """The document that a command prints; it must succeed."""
        done = self(*args, output="json", **rest)
        assert done.code == 0, done.err
        return json.loads(done.out)

    def person(self, name: str = "rina", password: str = RIGHT, **columns: Any) -> int:
        """A login, put there by the owner."""
        return self.clinic.user(username=name, password_hash=passwords.hashed(password), **columns)

    def row(self, name: str = "rina") -> dict[str, Any]:
        """The row of a login, the hash included; fails where there is none."""
        found = self.clinic.db.one("SELECT * FROM users WHERE username = %s", (name,))
        assert found is not None, f"no user {name}"
        return found

    def set(self, assignment: str) -> None:
        """UPDATE users SET … for everybody."""
        self.clinic.db.execute(f"UPDATE users SET {assignment}")
