"""What a database holds now, normalised so that two databases can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clinic_db import queries
from clinic_db.database import Connection
from clinic_db.history import TABLES as BOOKKEEPING

QUERIES = (
    "snapshot_tables",
    "snapshot_columns",
    "snapshot_indexes",
    "snapshot_checks",
    "snapshot_foreign_keys",
    "snapshot_views",
    "snapshot_routines",
    "snapshot_triggers",
    "snapshot_events",
)

Key = tuple[str, str]
Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every definition of a database: (kind, name) → attribute → value.

    A table's columns, indexes and constraints are entries of their own, named `table.name`, so
    that a difference names the smallest thing that differs.
    """

    objects: Mapping[Key, Attributes]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two snapshots do not agree on.

    Attributes:
        what: 'missing' (only in the expected one), 'extra' (only in the actual one), 'changed'.
        attributes: attribute → (expected, actual), for 'changed'.
    """

    kind: str
    name: str
    what: str
    attributes: Mapping[str, tuple[str, str]]


def read(connection: Connection) -> Snapshot:
    """Read a database in `len(QUERIES)` statements, whatever its size.

    The toolkit's own tables are left out, and a definer that is this session's account is read as
    'CURRENT_USER': who applies the files does not make a difference.
    """
    account = str(connection.value(queries.get("current_account")))
    found: dict[Key, Attributes] = {}
    for query in QUERIES:
        for row in connection.rows(queries.get(query)):
            key = (str(row.pop("kind")), str(row.pop("name")))
            if key[1].split(".", 1)[0] in BOOKKEEPING:
                continue
            # Columns of the information schema keep upper case names where they have no alias.
            values = {k.lower(): "" if v is None else str(v) for k, v in row.items()}
            if values.get("definer") == account:
                values["definer"] = "CURRENT_USER"
            found[key] = values
    return Snapshot(found)


def compare(expected: Snapshot, actual: Snapshot) -> list[Difference]:
    """What differs, by kind and name; empty where the two databases are alike."""
    differences = []
    for key in sorted(expected.objects.keys() | actual.objects.keys()):
        wanted, had = expected.objects.get(key), actual.objects.get(key)
        if wanted is None or had is None:
            what = "extra" if wanted is None else "missing"
            differences.append(Difference(*key, what, {}))
            continue
        changed = {
            name: (wanted.get(name, ""), had.get(name, ""))
            for name in sorted(wanted.keys() | had.keys())
            if wanted.get(name, "") != had.get(name, "")
        }
        if changed:
            differences.append(Difference(*key, "changed", changed))
    return differences
