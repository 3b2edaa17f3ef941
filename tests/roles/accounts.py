"""Accounts with one role each, as an application has them, and what a refusal looks like."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from clinic_db import database
from clinic_db.database import Args, Connection, identifier
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema
from clinic_db.target import Target

# Denied: the database, files, a table, a column, a server-wide right, a routine.
DENIED = {1044, 1045, 1142, 1143, 1227, 1370}


@dataclass(frozen=True)
class Account:
    """An account whose one role is active from the moment it connects."""

    role: str
    target: Target

    def connect(self) -> Connection:
        return database.connect(self.target)


@contextmanager
def account(schema: Schema, role: str) -> Iterator[Account]:
    """Make the account on the test's server; drop it in the end."""
    name = f"{role}_{secrets.token_hex(3)}"
    password = secrets.token_urlsafe(16)
    with schema.connect() as root:
        root.execute(
            f"CREATE USER {identifier(name)} IDENTIFIED BY %s DEFAULT ROLE {identifier(role)}",
            (password,),
        )
        try:
            yield Account(role, replace(schema.target, user=name, password=password))
        finally:
            root.execute(f"DROP USER {identifier(name)}")


def is_denied(db: Connection, sql: str, args: Args = None) -> bool:
    """Whether the server refuses it for want of a right; any other error says that it may be."""
    try:
        db.rows(sql, args)
    except ServerError as error:
        return error.errno in DENIED
    return False


def denied() -> Any:
    """Expect the server to refuse for want of a right, on the account's own say."""
    return pytest.raises(ServerError, match=f"server error ({'|'.join(map(str, sorted(DENIED)))}) ")
