"""What the server says of its tables, at a price that does not grow with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from clinic_db import queries
from clinic_db.database import Connection


@dataclass(frozen=True, slots=True)
class Size:
    """How large a table is, as the server estimates."""

    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Ties:
    """What a table is bound to.

    Attributes:
        child_of: the tables that its foreign keys refer to.
        parent_of: the tables whose foreign keys refer to it.
        triggers: how many it has.
    """

    child_of: tuple[str, ...]
    parent_of: tuple[str, ...]
    triggers: int


def tables(connection: Connection) -> dict[str, str]:
    """The tables' names, each under its lower case."""
    return {
        str(row["name"]).lower(): str(row["name"])
        for row in connection.rows(queries.get("tables"))
        if row["kind"] == "BASE TABLE"
    }


def sizes(connection: Connection, names: Collection[str]) -> Mapping[str, Size]:
    """Table → its size, by one query that reads no row and waits for no table."""
    if not names:
        return {}
    marks = ", ".join(["%s"] * len(names))
    sql = queries.get("table_sizes").replace("{names}", marks)
    rows = connection.rows(sql, tuple(names))
    return {
        str(row["name"]): Size(int(row["row_count"] or 0), int(row["byte_count"] or 0))
        for row in rows
    }


def ties(connection: Connection, table: str) -> Ties:
    """The foreign keys and triggers of a table, as far as this account may see them."""
    found: dict[str, list[str]] = {}
    for row in connection.rows(queries.get("table_ties"), (table, table, table)):
        found.setdefault(str(row["kind"]), []).append(str(row["name"]))
    return Ties(
        tuple(found.get("child of", ())),
        tuple(found.get("parent of", ())),
        len(found.get("trigger", ())),
    )
