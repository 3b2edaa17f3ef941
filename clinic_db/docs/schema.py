"""What the pages speak of, read from `information_schema`: tables, keys, foreign keys, objects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from clinic_db import queries
from clinic_db.database import Connection
from clinic_db.history import TABLES as BOOKKEEPING

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `type` is the bare data type, such as 'bigint'."""

    name: str
    type: str
    is_nullable: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        key: the primary key's columns, empty where there is none.
        unique: the columns of every unique key, the primary key left out.
    """

    name: str
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key; `columns` of `child` refer to `parent_columns` of `parent`, in order."""

    name: str
    child: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    on_delete: str
    on_update: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A function, view, procedure or trigger on the server.

    Attributes:
        table: of a trigger only, as is `event`.
        takes: the parameters in order, each with its type, and its mode if that is not IN.
        gives: the type of a function's result.
    """

    kind: str
    name: str
    comment: str = ""
    table: str = ""
    event: str = ""
    takes: tuple[str, ...] = ()
    gives: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """Everything the pages are made from, in order of the names."""

    tables: tuple[Table, ...]
    foreign_keys: tuple[ForeignKey, ...]
    entries: tuple[Entry, ...]

    def table(self, name: str) -> Table:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)


def read(connection: Connection) -> Schema:
    """Read the connected database in six statements; the toolkit's own tables are left out."""
    columns = _grouped(_rows(connection, "columns"), "owner")
    keys = _grouped(_rows(connection, "keys"), "owner")
    tables = [
        _table(row, columns.get(row["name"], []), keys.get(row["name"], []))
        for row in _rows(connection, "tables")
        if row["name"] not in BOOKKEEPING
    ]
    by_name = sorted(tables, key=lambda table: table.name)
    return Schema(
        tuple(by_name), _foreign_keys(_rows(connection, "foreign_keys")), _entries(connection)
    )


def _rows(connection: Connection, name: str) -> list[Row]:
    return connection.rows(queries.get(f"docs/{name}"))


def _grouped(rows: Iterable[Row], by: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[by], []).append(row)
    return groups


def _table(row: Row, columns: list[Row], keys: list[Row]) -> Table:
    parts = [
        (name, tuple(row["part"] for row in group))
        for name, group in groupby(keys, lambda row: str(row["name"]))
    ]
    return Table(
        name=row["name"],
        comment=row["comment"],
        columns=tuple(Column(c["name"], c["type"], bool(c["is_nullable"])) for c in columns),
        key=next((of for name, of in parts if name == "PRIMARY"), ()),
        # A part that is an expression has no column, so such a key says nothing about columns.
        unique=tuple(of for name, of in sorted(parts) if name != "PRIMARY" and None not in of),
    )


def _foreign_keys(rows: list[Row]) -> tuple[ForeignKey, ...]:
    found = []
    for (child, name), group in groupby(rows, lambda row: (row["child"], row["name"])):
        pairs = list(group)
        found.append(
            ForeignKey(
                name=name,
                child=child,
                columns=tuple(pair["part"] for pair in pairs),
                parent=pairs[0]["parent"],
                parent_columns=tuple(pair["parent_part"] for pair in pairs),
                on_delete=pairs[0]["on_delete"],
                on_update=pairs[0]["on_update"],
            )
        )
    # By our own order: the server's depends on its collation.
    return tuple(sorted(found, key=lambda key: (key.child, key.name)))


def _entries(connection: Connection) -> tuple[Entry, ...]:
    takes: dict[tuple[str, str], list[str]] = {}
    gives: dict[tuple[str, str], str] = {}
    for row in _rows(connection, "parameters"):
        routine = (row["kind"], row["routine"])
        if row["name"]:
            mode = "" if row["mode"] in ("", "IN") else f"{row['mode']} "
            takes.setdefault(routine, []).append(f"{mode}{row['name']} {row['type']}")
        else:
            gives[routine] = row["type"]
    entries = [
        Entry(
            row["kind"],
            row["name"],
            row["comment"] or "",
            row["table_name"],
            row["event"],
            tuple(takes.get((row["kind"], row["name"]), ())),
            gives.get((row["kind"], row["name"]), ""),
        )
        for row in _rows(connection, "objects")
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.kind, entry.name)))
