"""Ask the server what a plan must know of it; changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clinic_db import pins, queries, roles
from clinic_db.database import Connection, identifier
from clinic_db.errors import ServerError
from clinic_db.model import Grant, Live

# Access to the grant tables, or to one of their columns, is denied.
NO_PRIVILEGE = (1142, 1143)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the preflight found.

    Attributes:
        bookkeeping: which of the bookkeeping tables exist.
        other_tables: how many other tables the database holds.
        may_create_triggers: False where the server would refuse functions and triggers with 1419.
        warnings: settings that will make something behave otherwise than the files say.
    """

    version: str
    bookkeeping: tuple[str, ...]
    other_tables: int
    may_create_triggers: bool
    warnings: tuple[str, ...]


def preflight(connection: Connection) -> Facts:
    """One statement: version, bookkeeping, settings that matter."""
    row = connection.one(queries.get("preflight"))
    assert row is not None
    warnings = []
    if row["cascade_triggers"] == "ON":
        warnings.append(
            "enable_cascade_triggers is ON: plain writes that cascade into a trigger's own table "
            "are refused with 1442"
        )
    if row["lower_case_table_names"] == 2:
        warnings.append("lower_case_table_names is 2: names keep their case but compare without it")
    return Facts(
        version=str(row["version"]),
        other_tables=int(row["other_tables"]),
        may_create_triggers=not row["creators_need_super"] or bool(row["has_super"]),
        bookkeeping=tuple(sorted((row["bookkeeping"] or "").split(",")))
        if row["bookkeeping"]
        else (),
        warnings=tuple(warnings),
    )


def live(
    connection: Connection, *, with_roles: bool, names: Iterable[tuple[str, str]] = ()
) -> Live:
    """The live definitions of the database's objects, digested by the server.

    Args:
        with_roles: also read what the roles may do (one statement more).
        names: (kind, name) as the project spells them: with lower_case_table_names a server keeps
            a view's name in lower case.
    """
    rows = connection.rows(queries.get("live_objects"))
    there = {(str(row["kind"]), str(row["name"])): str(row["digest"]) for row in rows}
    known = set(names)
    spelled = {(kind, name.lower()): (kind, name) for kind, name in known if kind == "view"}
    found = {
        key if key in known or spelled.get(key) in there else spelled.get(key, key): there[key]
        for key in there
    }
    grants = _grants(connection) if with_roles else None
    for role, held in (grants or {}).items():
        found["role", role] = roles.digest(held)
    tables = {str(row["name"]): str(row["table_name"]) for row in rows if row["kind"] == "trigger"}
    return Live(connection.version, found, grants, tables)


def _grants(connection: Connection) -> dict[str, frozenset[Grant]] | None:
    try:
        rows = connection.rows(queries.get("live_grants"))
    except ServerError as error:
        if error.errno in NO_PRIVILEGE:
            return None
        raise
    held: dict[str, set[Grant]] = {}
    for row in rows:
        grants = held.setdefault(str(row["role"]), set())
        for privilege in filter(None, str(row["privileges"]).split(",")):
            name, column = str(row["name"]), str(row["column_name"])
            grants.add(Grant(str(row["kind"]), name, privilege.upper(), column))
    return {role: frozenset(grants) for role, grants in held.items()}


def pin(connection: Connection) -> None:
    """Set the session up again as it was when it connected."""
    for sql in pins.opening(connection.lock_wait_timeout):
        connection.execute(sql)


def create_database(connection: Connection, name: str) -> bool:
    """Make a database; False where it is there already."""
    if connection.value(queries.get("database_exists"), (name,)):
        return False
    connection.execute(queries.get("create_database").replace("{database}", identifier(name)))
    return True
