"""What a database holds now, normalised so that two databases can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clinic_db import queries, spelling
from clinic_db.database import Connection
from clinic_db.differences import Attributes, Difference, Key
from clinic_db.differences import between as _between
from clinic_db.errors import ServerError
from clinic_db.history import TABLES as BOOKKEEPING
from clinic_db.server import NO_PRIVILEGE

QUERIES = (
    "snapshot_tables",
    "snapshot_columns",
    "snapshot_indexes",
    "snapshot_constraints",
    "snapshot_views",
    "snapshot_routines",
    "snapshot_triggers",
    "snapshot_events",
)
LOG_IN = "log in"
# How a definer is written that is the account which reads.
READER = "CURRENT_USER"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a snapshot was taken.

    Attributes:
        account: the one that read, as it stands in a definer.
        version: as the server says, '9.7.4'.
        server: the server's UUID.
        lower_case_table_names: the server's setting.
        defaults: the database's default character set and collation.
        bookkeeping: which of the tables with the history of migrations and objects exist.
    """

    account: str = ""
    database: str = ""
    version: str = ""
    server: str = ""
    lower_case_table_names: int = 0
    defaults: Attributes = field(default_factory=dict)
    bookkeeping: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every definition of a database: (kind, name) → attribute → value.

    A table's columns, indexes, constraints and partitions are entries of their own, named
    `table.name`, so that a difference names the smallest thing that differs.

    Attributes:
        roles: account → 'table x', 'procedure x', 'database', … → what it may do there; None where
            the reading account may not see that. Server-wide rights are not read.
        owners: column, index, constraint or partition → its table.
    """

    objects: Mapping[Key, Attributes]
    roles: Mapping[str, Attributes] | None = None
    owners: Mapping[Key, str] = field(default_factory=dict)
    place: Place = field(default_factory=Place)


def read(connection: Connection) -> Snapshot:
    """Read a database in `len(QUERIES) + 2` statements, whatever its size.

    The toolkit's own tables are left out, and a definer that is this session's account is read as
    'CURRENT_USER': who applies the files does not make a difference.
    """
    place = _place(connection)
    found: dict[Key, Attributes] = {}
    owners: dict[Key, str] = {}
    for query in QUERIES:
        for row in connection.rows(queries.get(query)):
            # Columns of the information schema keep upper case names where they have no alias.
            values = {key.lower(): value for key, value in row.items()}
            kind, owner, name = (str(values.pop(key)) for key in ("kind", "owner", "name"))
            if (owner or name) in BOOKKEEPING:
                continue
            key = (kind, f"{owner}.{name}" if owner else name)
            if owner:
                owners[key] = owner
            if values.get("definer") == place.account:
                values["definer"] = READER
            found[key] = spelling.normal(_present(values))
    return Snapshot(found, _roles(connection), owners, place)


def compare(expected: Snapshot, actual: Snapshot) -> list[Difference]:
    """What differs, by kind and name; empty where the two databases are alike.

    Roles are compared where one of the two snapshots has a role that may do something here.
    """
    wanted, had = dict(expected.objects), dict(actual.objects)
    if expected.roles is not None and actual.roles is not None:
        for name in sorted(_roles_at_work(expected.roles) | _roles_at_work(actual.roles)):
            for objects, roles in ((wanted, expected.roles), (had, actual.roles)):
                if name in roles:
                    objects["role", name] = roles[name]
    return _between(wanted, had, {**expected.owners, **actual.owners})


def _place(connection: Connection) -> Place:
    row = connection.one(queries.get("snapshot_database"))
    assert row is not None, "a session without a database"
    return Place(
        account=str(row["account"]),
        database=str(row["name"]),
        version=str(row["version"]),
        server=str(row["server"]),
        lower_case_table_names=int(row["lower_case_table_names"]),
        defaults={key: str(row[key]) for key in ("character_set", "collation_name")},
        bookkeeping=frozenset(filter(None, str(row["bookkeeping"] or "").split(","))),
    )


def _present(values: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in values.items() if value is not None and value != ""}


def _roles(connection: Connection) -> dict[str, Attributes] | None:
    """Who may do what here, each thing's privileges in one text: 'INSERT (a, b), SELECT'."""
    try:
        rows = connection.rows(queries.get("snapshot_roles"))
    except ServerError as error:
        if error.errno in NO_PRIVILEGE:
            return None
        raise
    held: dict[str, dict[str, dict[str, list[str]]]] = {}
    for row in rows:
        here = held.setdefault(str(row["name"]), {}).setdefault(str(row["target"]), {})
        for privilege in filter(None, str(row["privileges"]).split(",")):
            here.setdefault(privilege, []).append(str(row["column_name"]))
    return {
        name: {
            target: spelling.privileges(privileges)
            for target, privileges in targets.items()
            if privileges
        }
        for name, targets in held.items()
    }


def _roles_at_work(roles: Mapping[str, Attributes]) -> set[str]:
    return {name for name, targets in roles.items() if targets and LOG_IN not in targets}
