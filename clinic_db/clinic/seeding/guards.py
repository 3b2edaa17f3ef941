"""Triggers aside while rows are loaded, and nobody else can write meanwhile.

A guard comes first: a BEFORE INSERT trigger that refuses every session but the run's own. Only then
the project's INSERT triggers go. They come back before the guard goes, by the same steps with which
`clinic-db apply` makes them. So whenever a run dies, each table has either its triggers or a guard
that lets nobody in.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from clinic_db import database, execute, history, plan, queries, server
from clinic_db.check import GUARD
from clinic_db.clinic.seeding.tables import KEYS
from clinic_db.database import Connection, identifier, literal
from clinic_db.errors import LockedError, ServerError, keeping
from clinic_db.model import SqlObject
from clinic_db.runner import Files

# A number that nobody guesses, compared for each row. Few enough bits to be exact as a fraction:
# the server compares a text with a number as two of those, and close would be equal.
BITS = 52


def draw() -> int:
    """The number that opens the guards of one run."""
    return secrets.randbits(BITS)


@contextmanager
def guarded(
    connection: Connection, files: Files, token: int, event: str = "insert"
) -> Iterator[None]:
    """Guards instead of triggers for the block; the triggers come back whether it fails or not.

    Raises:
        LockedError: another session uses a table and did not end in time.
    """
    try:
        close(connection, files, token, event)
        yield
    except BaseException as error:
        # A session of its own: the run's may have been told to stop.
        with keeping(error), database.connect(connection.target) as other:
            restore(other, files)
        raise
    restore(connection, files)


def close(connection: Connection, files: Files, token: int, event: str = "insert") -> None:
    """Put a guard in front of every table that is loaded and take its triggers off.

    Args:
        event: 'insert', or 'delete' for taking rows away again.

    Raises:
        LockedError: another session uses a table and did not end in time.
    """
    name = "seeding/guard" if event == "insert" else "seeding/delete_guard"
    for table in KEYS:
        text = f"{table}: the clinic is being seeded; if that was cut short: clinic-db seed --clear"
        sql = queries.get(name).replace("{trigger_name}", identifier(table + GUARD))
        sql = sql.replace("{table}", identifier(table)).replace("{token}", str(token))
        send(connection, table, sql.replace("{message}", literal(text)))
        for trigger in _triggers(files.objects, table, event):
            drop(connection, trigger.name)


def restore(connection: Connection, files: Files) -> None:
    """The project's triggers come back, then the guards go."""
    known = history.read(connection, server.preflight(connection).bookkeeping)
    steps = plan.plan_objects(files.objects, known, server.live(connection, with_roles=False))
    execute.run([step for step in steps if step.kind == "trigger"], connection)
    for name in standing(connection):
        drop(connection, name)
    # A trigger's place among its table's is part of its definition, and it has just moved up.
    live = server.live(connection, with_roles=False).objects
    entries = [
        (item.kind, item.name, item.script.sha256, live[item.kind, item.name])
        for item in files.objects
        if item.kind == "trigger"
    ]
    history.record_objects(connection, entries, connection.version)


def standing(connection: Connection) -> list[str]:
    """The guards that are there."""
    return [str(row["name"]) for row in connection.rows(queries.get("seeding/guards"))]


def drop(connection: Connection, trigger: str) -> None:
    """Take one trigger off."""
    sql = queries.get("seeding/drop_trigger").replace("{trigger_name}", identifier(trigger))
    send(connection, trigger, sql)


def send(connection: Connection, what: str, sql: str) -> None:
    """Run a statement that needs a table for itself.

    Raises:
        LockedError: another session uses it and did not end in time.
    """
    try:
        connection.execute(sql)
    except ServerError as error:
        if error.errno != ServerError.LOCK_WAIT:
            raise
        raise LockedError(
            f"another session uses {what}",
            where=connection.target.address,
            detail=(error.message,),
            hint="stop the application, then run it again",
        ) from error


def _triggers(objects: Sequence[SqlObject], table: str, event: str) -> Iterable[SqlObject]:
    """The project's triggers that an insert (or delete) fires."""
    return (
        item
        for item in objects
        if item.kind == "trigger" and item.table == table and item.name.endswith(f"_{event}")
    )
