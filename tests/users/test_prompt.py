"""Passwords typed by a person: asked for on the terminal, twice where one is set, never shown."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from clinic import Clinic
from users.people import RIGHT, WRONG

from clinic_db.clinic import passwords
from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

SECONDS = 30


@dataclass
class Terminal:
    """A process on a terminal of its own, and what that terminal has shown so far."""

    process: subprocess.Popen[bytes]
    screen: int
    shown: str = ""
    _unread: str = field(default="", repr=False)

    def wait_for(self, text: str) -> None:
        """Read until `text`, a regular expression, is on the screen."""
        ends = time.monotonic() + SECONDS
        while (found := re.search(text, self._unread)) is None:
            ready, _, _ = select.select([self.screen], [], [], max(0, ends - time.monotonic()))
            assert ready, f"no {text!r} in: {self.shown}"
            piece = os.read(self.screen, 4096).decode()
            self.shown += piece
            self._unread += piece
        self._unread = self._unread[found.end() :]

    def type(self, line: str) -> None:
        os.write(self.screen, f"{line}\n".encode())


@contextmanager
def terminal(schema: Schema, *words: str) -> Iterator[Terminal]:
    """`clinic-db user WORDS` on a terminal."""
    screen, keyboard = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "clinic_db", "user", *words],
        env=os.environ | {"CLINIC_DB_URL": schema.url, "NO_COLOR": "1"},
        stdin=keyboard, stdout=keyboard, stderr=keyboard, start_new_session=True,
    )  # fmt: skip
    try:
        yield Terminal(process, screen)
    finally:
        process.kill()
        process.wait(SECONDS)
        os.close(keyboard)
        os.close(screen)


def test_a_new_password_is_typed_twice_and_not_shown(schema: Schema, db: Connection) -> None:
    with terminal(schema, "add", "rina", "--role", "Receptionist") as at:
        for repeated in (WRONG, RIGHT):
            at.wait_for("Password of rina: ")
            at.type(RIGHT)
            at.wait_for("Repeat for confirmation: ")
            at.type(repeated)
        at.wait_for("rina: added, Receptionist\r\n")
        assert at.process.wait(SECONDS) == 0
        assert "do not match" in at.shown
        assert RIGHT not in at.shown
        assert WRONG not in at.shown
    stored = db.value("SELECT password_hash FROM users WHERE username = 'rina'")
    assert passwords.matches(stored, RIGHT)


@pytest.mark.parametrize(("typed", "answer"), [(RIGHT, "rina: Receptionist"), (WRONG, "error: ")])
def test_a_login_asks_once(schema: Schema, db: Connection, typed: str, answer: str) -> None:
    Clinic(db).user(username="rina", password_hash=passwords.hashed(RIGHT))
    with terminal(schema, "login", "rina") as at:
        at.wait_for("Password of rina: ")
        at.type(typed)
        at.wait_for(answer)
        assert at.process.wait(SECONDS) == int(typed != RIGHT)
        assert typed not in at.shown


def test_giving_up_changes_nothing(schema: Schema, db: Connection) -> None:
    with terminal(schema, "add", "rina", "--role", "Admin") as at:
        at.wait_for("Password of rina: ")
        os.write(at.screen, b"\x04")
        at.wait_for("interrupted")
        assert at.process.wait(SECONDS) == 130
    assert Clinic(db).count("users") == 0


def test_a_taken_name_is_told_before_anybody_types(schema: Schema, db: Connection) -> None:
    Clinic(db).user(username="rina")
    with terminal(schema, "add", "rina", "--role", "Admin") as at:
        at.wait_for("there is a user 'rina' already")
        assert at.process.wait(SECONDS) == 2
        assert "Password" not in at.shown
