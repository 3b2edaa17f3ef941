"""What tests of the logins share: the command, an administrator and an account for logins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from clinic import Clinic
from projects import CommandLine
from roles.accounts import account
from users.people import Desk

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@pytest.fixture
def desk(
    schema: Schema, db: Connection, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """`clinic-db user`, without a single login in the database."""
    with account(schema, "clinic_admin") as admin, account(schema, "clinic_login") as login_only:
        yield Desk(cli, monkeypatch, admin, login_only, Clinic(db))
