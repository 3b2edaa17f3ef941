"""Read the forerunner's rows, under the names and on the clocks that the rules know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from clinic_db import queries
from clinic_db.clinic.adopt.model import Old, Values
from clinic_db.clinic.adopt.shape import SOURCES, Found, Source
from clinic_db.database import Connection, identifier


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything the ten tables hold.

    Attributes:
        tables: old table → rows in order of their keys.
        weights: (table, field) → key → the value as the new collation compares it.
        now: the server's clock, UTC.
    """

    tables: Mapping[str, Sequence[Old]]
    weights: Mapping[tuple[str, str], Mapping[int, str]]
    now: datetime


def read(connection: Connection, found: Found, offset: timedelta) -> Rows:
    """Read all ten tables in one snapshot; changes nothing."""
    with connection.transaction():
        tables = {source.name: _rows(connection, found, source, offset) for source in SOURCES}
        weights = {
            (source.name, name): _weights(connection, found, source, name)
            for source in SOURCES
            for name in source.unique
        }
        now = connection.value(queries.get("adopt/clock"))
    return Rows(tables, weights, now)


def raw_rows(connection: Connection, table: str, key: str) -> list[Values]:
    """A table's rows as they are, in order of `key`."""
    sql = queries.get("adopt/read_table")
    sql = sql.replace("{table}", identifier(table)).replace("{key_column}", identifier(key))
    return connection.rows(sql)


def _rows(connection: Connection, found: Found, source: Source, offset: timedelta) -> list[Old]:
    stored = found.stored(source.name)
    names = _field_names(found, source)
    types = {name: str(about["kind"]) for name, about in found.columns[stored].items()}
    old = []
    for raw in raw_rows(connection, stored, source.key):
        fields = {
            names[column]: _on_its_clock(names[column], types[column], value, source, offset)
            for column, value in raw.items()
        }
        old.append(Old(int(raw[source.key]), raw, fields))
    return old


def _field_names(found: Found, source: Source) -> dict[str, str]:
    """Column → field; a column that no rule knows keeps its own name."""
    names = {column: column for column in found.columns[found.stored(source.name)]}
    for name in source.aliases:
        column = found.column(source, name)
        if column is not None:
            names[column] = name
    return names


def _on_its_clock(name: str, data_type: str, value: Any, source: Source, by: timedelta) -> Any:
    """A TIMESTAMP is an instant and comes in UTC; a DATETIME is what the clinic's clock showed."""
    if not isinstance(value, datetime):
        return value
    if name in source.walls:
        return value + by if data_type == "timestamp" else value
    if name == "created_at" and data_type == "datetime":
        return value - by
    return value


def _weights(connection: Connection, found: Found, source: Source, name: str) -> dict[int, str]:
    column = found.column(source, name)
    if column is None:
        return {}
    sql = queries.get("adopt/weights").replace("{text_column}", identifier(column))
    sql = sql.replace("{table}", identifier(found.stored(source.name)))
    rows = connection.rows(sql.replace("{key_column}", identifier(source.key)))
    return {int(row["row_key"]): str(row["weight"]) for row in rows}
