"""The schema's side of an adoption: old tables aside, the new schema, the objects, old tables gone.

Nothing here writes a row of the clinic's. Every statement is atomic on the server, and what is
done can be seen in the database, so that the next run knows where this one stopped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from clinic_db import execute, history, plan, queries, server
from clinic_db.clinic.adopt.shape import ASIDE, NAMES, PROGRESS, QUARANTINE
from clinic_db.database import Connection, identifier
from clinic_db.errors import LockedError, ProjectError, ServerError
from clinic_db.runner import Files, Listener

# What an adoption fills beside the ten tables.
NEEDED = ("appointment_slots", "payments", "clinic_settings")
TABLE = re.compile(r"^\s*CREATE TABLE (?:IF NOT EXISTS )?`?(\w+)", re.I)
CONSTRAINT = re.compile(r"\bCONSTRAINT `?(\w+)", re.I)


def new_tables(files: Files) -> set[str]:
    """The tables that the migrations make.

    Raises:
        ProjectError: it is not the clinic's project.
    """
    matches = (TABLE.match(sql) for sql in _statements(files))
    made = {match[1] for match in matches if match}
    missing = sorted({*NAMES, *NEEDED} - made)
    if missing:
        raise ProjectError(
            f"its migrations do not make {', '.join(missing)}",
            where="the project",
            hint="adopt is for the clinic's schema; check --project",
        )
    return made


def put_aside(connection: Connection) -> None:
    """Rename the ten tables, all in one statement.

    Raises:
        LockedError: somebody uses them and did not end in time.
    """
    _rename(connection, [(name, ASIDE + name) for name in NAMES])


def put_back(connection: Connection) -> None:
    """The ten tables get their names back; nothing else of the adoption is left."""
    _rename(connection, [(ASIDE + name, name) for name in NAMES])
    drop(connection, [QUARANTINE, PROGRESS])


def scrap(connection: Connection, before: Collection[str]) -> None:
    """Remove what an earlier run had begun to build; no row of the clinic's is in it yet.

    Args:
        before: the tables that the database had before the adoption.
    """
    spared = {*before, *(ASIDE + name for name in NAMES), PROGRESS, QUARANTINE} - set(NAMES)
    tables = [
        row["name"]
        for row in connection.rows(queries.get("tables"))
        if row["kind"] == "BASE TABLE" and row["name"] not in spared
    ]
    drop(connection, tables)


def migrate(connection: Connection, files: Files, listener: Listener) -> list[str]:
    """Free the names that are taken and apply the migrations; says which names those were."""
    wanted = {name for sql in _statements(files) for name in CONSTRAINT.findall(sql)}
    freed = []
    for row in connection.rows(queries.get("adopt/constraints")):
        if row["name"] in wanted and row["of_table"].startswith(ASIDE):
            sql = queries.get("adopt/drop_constraint")
            sql = sql.replace("{table}", identifier(row["of_table"]))
            connection.execute(sql.replace("{constraint_name}", identifier(row["name"])))
            freed.append(f"{row['of_table']}.{row['name']}")
    known = history.read(connection, server.preflight(connection).bookkeeping)
    steps = plan.plan_migrations(files.migrations, known)
    history.create(connection)
    execute.run(steps, connection, on_start=listener.started, on_done=listener.done)
    return freed


def drop_triggers(connection: Connection, files: Files) -> None:
    """No trigger of the project's name is there while rows are loaded, whoever made it."""
    mine = {item.name for item in files.objects if item.kind == "trigger"}
    for row in connection.rows(queries.get("adopt/triggers")):
        if row["name"] in mine:
            sql = queries.get("adopt/drop_trigger")
            connection.execute(sql.replace("{trigger_name}", identifier(row["name"])))


def create_objects(connection: Connection, files: Files, listener: Listener) -> None:
    """Functions, views, procedures, triggers and roles, as `apply` makes them."""
    known = history.read(connection, server.preflight(connection).bookkeeping)
    roles = any(item.kind == "role" for item in files.objects)
    steps = plan.plan_objects(files.objects, known, server.live(connection, with_roles=roles))
    execute.run(steps, connection, on_start=listener.started, on_done=listener.done)


def drop(connection: Connection, tables: Sequence[str]) -> None:
    """Drop tables in one statement; foreign keys among them do not matter."""
    if not tables:
        return
    names = ", ".join(identifier(name) for name in tables)
    connection.set_session({"foreign_key_checks": 0})
    connection.execute(queries.get("adopt/drop_tables").replace("{tables}", names))
    connection.set_session({"foreign_key_checks": 1})


def _rename(connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
    renames = ", ".join(f"{identifier(old)} TO {identifier(new)}" for old, new in pairs)
    try:
        connection.execute(queries.get("adopt/rename").replace("{renames}", renames))
    except ServerError as error:
        if error.errno != ServerError.LOCK_WAIT:
            raise
        raise LockedError(
            "another session uses the tables",
            where=connection.target.address,
            detail=(str(error), "nothing was changed"),
            hint="stop the application, then run it again",
        ) from error


def _statements(files: Files) -> list[str]:
    return [s.sql for migration in files.migrations for s in migration.apply.statements]
