"""What the files say, as a snapshot: the project applied on an empty throwaway server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from clinic_db import database, queries, roles, runner, sandbox, server, snapshot, target
from clinic_db.config import Config
from clinic_db.database import Connection, identifier
from clinic_db.errors import StatementError, UsageError
from clinic_db.snapshot import Place, Snapshot
from clinic_db.target import Target

OPTION = "--against"


def build(config: Config, live: Place, against: Target | None) -> Snapshot:
    """Apply the project's files where nothing is, and read the result.

    Args:
        live: where the database is that will be compared. The reference gets its name, so that
            texts which name it mean the same.
        against: a database to build it in, None for a sandbox.

    Raises:
        SandboxError: no sandbox to be had.
        UsageError: what `against` names is not empty, or is on the server to be compared.
        StatementError: the files cannot be applied to an empty database.
    """
    with _sandbox(live) if against is None else _given(against, live) as aim:
        try:
            runner.apply(replace(config, target=aim), runner.SILENT)
        except StatementError as error:
            raise StatementError(
                error.message,
                where=error.where,
                detail=("this happened where the files are built, on an empty database",
                        *error.detail),
                hint="correct the file, then clinic-db drift; nothing was compared",
            ) from error  # fmt: skip
        with database.connect(aim) as connection:
            return snapshot.read(connection)


@contextmanager
def _sandbox(live: Place) -> Iterator[Target]:
    name = f"drift-{os.getpid()}"
    box = sandbox.start(name, parent=os.getpid())
    try:
        # The bytes stay on this machine.
        aim = replace(target.parse(box.url, "the sandbox"), ssl_mode="disabled")
        with database.connect(aim) as connection:
            server.create_database(connection, live.database)
        yield replace(aim, database=live.database)
    finally:
        sandbox.stop(name)


@contextmanager
def _given(aim: Target, live: Place) -> Iterator[Target]:
    """An empty database with the house's defaults; afterwards it is as it was."""
    with database.connect(replace(aim, database="")) as connection:
        if connection.value(queries.get("server_uuid")) == live.server:
            raise UsageError(
                "that is the server whose database is to be compared, and nothing is written there",
                where=OPTION,
                hint="name another server, or leave it out for a sandbox",
            )
        former = _emptied(connection, aim)
        server.create_database(connection, aim.database)
    try:
        yield aim
    finally:
        with database.connect(aim) as connection:
            for role, grants in (server.live(connection, with_roles=True).grants or {}).items():
                for sql in roles.revokes(grants, role):
                    connection.execute(sql)
            _drop(connection, aim.database)
            if former is not None:
                server.create_database(connection, aim.database)
                _set_defaults(connection, former)


def _emptied(connection: Connection, aim: Target) -> Place | None:
    """Drop the database if it is there and empty; where it was, None for nowhere."""
    if not connection.value(queries.get("database_exists"), (aim.database,)):
        return None
    with database.connect(aim) as inside:
        found = snapshot.read(inside)
        if found.objects or server.preflight(inside).bookkeeping:
            raise UsageError(
                f"the database {aim.database!r} is not empty",
                where=OPTION,
                hint="name one that is empty or not there: it is filled, and emptied afterwards",
            )
    _drop(connection, aim.database)
    return found.place


def _drop(connection: Connection, name: str) -> None:
    connection.execute(queries.get("drop_database").replace("{database}", identifier(name)))


def _set_defaults(connection: Connection, former: Place) -> None:
    sql = queries.get("alter_database").replace("{database}", identifier(former.database))
    for name, value in former.defaults.items():
        sql = sql.replace(f"{{{name}}}", value)
    connection.execute(sql)
