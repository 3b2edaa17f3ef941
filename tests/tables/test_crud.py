"""Every table: a whole row goes in and comes back, changes where it may, and goes where it may."""

from __future__ import annotations

from typing import Any

import pytest
from clinic import Clinic, refused
from tables.rows import TABLES, Row

from clinic_db.database import Connection, identifier


def columns(db: Connection, table: str) -> set[str]:
    """The columns that can be written, but an AUTO_INCREMENT key."""
    rows = db.rows(
        "SELECT column_name AS name FROM information_schema.columns "
        "WHERE table_schema = database() AND table_name = %s AND generation_expression = '' "
        "AND extra <> 'auto_increment'",
        (table,),
    )
    return {row["name"] for row in rows}


def key_of(db: Connection, table: str) -> list[str]:
    rows = db.rows(
        "SELECT column_name AS name FROM information_schema.key_column_usage "
        "WHERE table_schema = database() AND table_name = %s AND constraint_name = 'PRIMARY' "
        "ORDER BY ordinal_position",
        (table,),
    )
    return [row["name"] for row in rows]


class One:
    """One row of a table, found again by its primary key."""

    def __init__(self, clinic: Clinic, table: str) -> None:
        self.db, self.table = clinic.db, table
        given = TABLES[table].row(clinic)
        made = clinic.insert(table, **given)
        self.key = {name: given.get(name, made) for name in key_of(self.db, table)}
        self.given = given

    def _where(self) -> tuple[str, list[Any]]:
        return " AND ".join(f"{identifier(n)} = %s" for n in self.key), [*self.key.values()]

    def read(self) -> Row | None:
        where, values = self._where()
        return self.db.one(f"SELECT * FROM {identifier(self.table)} WHERE {where}", values)

    def update(self, change: Row) -> int:
        where, values = self._where()
        sets = ", ".join(f"{identifier(name)} = %s" for name in change)
        changed = self.db.execute(
            f"UPDATE {identifier(self.table)} SET {sets} WHERE {where}",
            [*change.values(), *values],
        )
        self.key |= {name: value for name, value in change.items() if name in self.key}
        return changed

    def delete(self) -> int:
        where, values = self._where()
        return self.db.execute(f"DELETE FROM {identifier(self.table)} WHERE {where}", values)

    def holds(self, values: Row) -> bool:
        found = self.read()
        return found is not None and {name: found[name] for name in values} == values


@pytest.mark.parametrize("table", TABLES)
def test_a_row_is_created_read_updated_and_deleted(db: Connection, table: str) -> None:
    """Each refusal is in the server's words, and leaves the row as it was."""
    clinic, spec = Clinic(db), TABLES[table]
    one = One(clinic, table)
    assert one.holds(one.given)
    for name, (value, text) in spec.frozen.items():
        with refused(text):
            one.update({name: value(clinic) if callable(value) else value})
    assert one.holds(one.given)
    for name in spec.kept:
        one.update({name: "2000-01-01"})
        assert not one.holds({name: "2000-01-01"})
    for change in spec.changes(clinic):
        before = one.read()
        db.execute("START TRANSACTION")
        key = dict(one.key)
        assert one.update(change) == 1
        assert one.holds(change)
        db.execute("ROLLBACK")
        one.key = key
        assert one.read() == before
    if spec.delete:
        with refused(spec.delete):
            one.delete()
        assert one.read() is not None
    else:
        assert one.delete() == 1
        assert one.read() is None


def test_every_column_of_every_table_is_written_above(db: Connection) -> None:
    """A new column is red here until it is known what may be written to it."""
    tables = db.rows(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database() "
        "AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_%'"
    )
    assert {row["name"] for row in tables} == TABLES.keys()
    clinic = Clinic(db)
    for table, spec in TABLES.items():
        changed = {name for change in spec.changes(clinic) for name in change}
        assert spec.row(clinic).keys() == columns(db, table), table
        assert changed | spec.frozen.keys() | spec.kept == columns(db, table), table
