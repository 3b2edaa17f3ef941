"""Where the project is tried: a database of its own on a throwaway server."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

from clinic_db import database, queries, sandbox, server, target
from clinic_db.database import identifier, literal
from clinic_db.errors import UsageError
from clinic_db.target import Target


@contextmanager
def server_for(against: Target | None, live: Target | None) -> Iterator[Target]:
    """An account on a throwaway server that may create databases; it is connected to none.

    Args:
        against: the server that was named; a sandbox is started, and ended, where none was.
        live: a database whose server must not be it.

    Raises:
        SandboxError: no server to be had.
        UsageError: it is the live one's.
        ConnectError: one of the two does not answer.
    """
    if live is not None:
        # Before anything is started: everything but lint would have to be done again.
        database.connect(live).close()
    if against is not None:
        aim = replace(against, database="")
        _refuse_live(aim, live)
        yield aim
        return
    name = f"check-{os.getpid()}-{secrets.token_hex(3)}"
    box = sandbox.start(name, parent=os.getpid())
    try:
        # The bytes stay on this machine.
        yield replace(target.parse(box.url, "the sandbox"), ssl_mode="disabled", database="")
    finally:
        sandbox.stop(name)


@contextmanager
def without_accounts(at: Target, named: Collection[str]) -> Iterator[None]:
    """Accounts and roles belong to a server, not to a database: what the block makes goes after it.

    Args:
        named: only what has one of these names is taken for the block's doing.
    """
    before = _accounts(at)
    try:
        yield
    finally:
        drop = queries.get("drop_account")
        with database.connect(at) as connection:
            for user, host in sorted(_accounts(at) - before):
                if user in named:
                    who = drop.replace("{user}", literal(user)).replace("{host}", literal(host))
                    connection.execute(who)


@contextmanager
def empty_database(at: Target) -> Iterator[Target]:
    """An empty database there, which is gone afterwards."""
    name = f"clinic_db_check_{os.getpid()}_{secrets.token_hex(4)}"
    with database.connect(at) as connection:
        server.create_database(connection, name)
    try:
        yield replace(at, database=name)
    finally:
        with database.connect(at) as connection:
            drop = queries.get("drop_database").replace("{database}", identifier(name))
            connection.execute(drop)


def _accounts(at: Target) -> set[tuple[str, str]]:
    with database.connect(at) as connection:
        rows = connection.rows(queries.get("accounts"))
    return {(str(row["name"]), str(row["host"])) for row in rows}


def _refuse_live(aim: Target, live: Target | None) -> None:
    if live is None:
        return
    uuid = queries.get("server_uuid")
    with database.connect(aim) as one, database.connect(live) as two:
        if one.value(uuid) == two.value(uuid):
            raise UsageError(
                "that is the server of --database, and nothing is tried there",
                where="--against",
                hint="name another server, or leave it out for a sandbox",
            )
