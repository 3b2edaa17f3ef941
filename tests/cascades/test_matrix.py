"""Every foreign key does exactly what `information_schema` says, with and without triggers.

Each case makes a parent and a child row, removes or changes the parent, and looks at both. Where a
trigger or the server refuses first, the tables below say so, and nothing has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import cascade_pairs as pairs
import pytest
from cascade_pairs import KEYS, Pair
from clinic import Clinic

from clinic_db.database import Connection, identifier
from clinic_db.docs.schema import Schema as Tables
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema

REFUSED_BY_KEY = 1451
IN_USE = 1442  # a trigger wants the table of the statement that fired it
MOVED = 1_000_000

# What a trigger refuses before a foreign key is asked: (foreign key, event) → its words. Without
# triggers every one of these does what the foreign key declares.
TRIGGERS = {
    ("fk_appointment_services_appointments", "update"): "appointment_id cannot be changed",
    ("fk_billing_appointments", "update"): "appointment_id cannot be changed",
    ("fk_medical_records_appointments", "update"): "appointment_id cannot be changed",
    ("fk_appointments_patients", "update"): "patient_id cannot be changed",
    ("fk_insurance_patients", "update"): "patient_id cannot be changed",
    ("fk_medical_records_patients", "update"): "patient_id cannot be changed",
    ("fk_billing_appointments", "delete"): "an appointment with a bill cannot be deleted",
    ("fk_billing_appointments", "replace"): "an appointment with a bill cannot be deleted",
    ("fk_billing_appointments", "replace moved"): "an appointment with a bill cannot be deleted",
    ("fk_payments_billing", "delete"): "a bill with payments cannot be deleted",
    ("fk_payments_billing", "update"): "an issued bill is never rewritten",
    ("fk_payments_billing", "replace"): "a bill starts unpaid and live",
    ("fk_payments_billing", "replace moved"): "a bill starts unpaid and live",
    ("fk_payments_payments", "delete"): "a payment cannot be deleted",
    ("fk_payments_payments", "update"): "a payment cannot be changed",
    ("fk_payments_payments", "replace"): "a payment cannot be deleted",
    ("fk_payments_payments", "replace moved"): "a payment cannot be deleted",
}
# What the server itself refuses (1442) while cascades fire triggers, because the child's trigger
# locks the parent's row for writing: it fails closed.
FAILS_CLOSED = {("fk_appointment_services_appointments", "delete")}
# Tables whose every unique key holds the primary key: a REPLACE cannot give a row another key.
NO_OTHER_KEY = {"appointments"}
EVENTS = ("delete", "update", "replace", "replace moved")


@pytest.fixture(params=["no triggers", "triggers", "cascades fire triggers"])
def case(request: pytest.FixtureRequest) -> Iterator[tuple[str, Connection, Tables]]:
    """(mode, a session in a transaction that is rolled back, the tables)."""
    mode = request.param
    schema: Schema = request.getfixturevalue("bare" if mode == "no triggers" else "whole")
    with schema.connect() as db:
        tables = pairs.read(db)
        db.execute("START TRANSACTION")
        yield mode, db, tables
        db.execute("ROLLBACK")


def test_every_foreign_key_is_in_the_matrix(schema: Schema) -> None:
    """The ids of the cases come from the files; what they must do comes from the server."""
    with schema.connect() as db:
        found = sorted(key.name for key in pairs.read(db).foreign_keys)
    assert found == KEYS == sorted(pairs.CHILDREN)
    assert {name for name, _ in (*TRIGGERS, *FAILS_CLOSED)} <= set(KEYS)


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("event", EVENTS)
def test_it_does_what_it_declares(
    case: tuple[str, Connection, Tables], name: str, event: str
) -> None:
    mode, db, tables = case
    pair = pairs.make(Clinic(db), tables, name)
    statement = _statement(pair, tables, event)
    if statement is None:
        assert pair.key.parent in NO_OTHER_KEY
        return
    before, child = pairs.content(db, tables), pair.child()
    if mode == "cascades fire triggers" and pairs.can_fire_triggers(db):
        db.set_session({"enable_cascade_triggers": 1})
    else:
        mode = "triggers" if mode != "no triggers" else mode
    refusal = _run(db, *statement)
    expected = _expected(db, pair, mode, event)
    if isinstance(expected, str):
        assert refusal is not None, "it was let through"
        assert re.search(expected, str(refusal))
        assert pairs.content(db, tables) == before, "refused, and yet something changed"
    else:
        assert refusal is None, refusal
        _assert_done(pair, event, expected[0], child)
    assert pairs.orphans(db, tables) == []


@pytest.mark.parametrize(("name", "event"), TRIGGERS, ids=lambda part: str(part))
def test_what_a_trigger_refuses_stays_refused_with_foreign_keys_off(
    whole: Schema, name: str, event: str
) -> None:
    """Bills, payments and billed visits do not depend on a switch that every session has."""
    with whole.connect() as db:
        tables = pairs.read(db)
        db.execute("START TRANSACTION")
        pair = pairs.make(Clinic(db), tables, name)
        statement = _statement(pair, tables, event)
        assert statement is not None
        before = pairs.content(db, tables)
        db.set_session({"foreign_key_checks": 0})
        assert TRIGGERS[name, event] in str(_run(db, *statement))
        assert pairs.content(db, tables) == before
        db.execute("ROLLBACK")


def _expected(db: Connection, pair: Pair, mode: str, event: str) -> str | tuple[str]:
    """The refusal's words, or (what happens to the child,)."""
    if mode != "no triggers" and (pair.key.name, event) in TRIGGERS:
        return TRIGGERS[pair.key.name, event]
    rule = pair.key.on_update if event == "update" else pair.key.on_delete
    # A REPLACE that keeps the key asks no foreign key where the server does them itself (9.6 on);
    # InnoDB took it for a delete.
    if event == "replace" and pairs.is_sql_layer(db):
        return ("stays",)
    if mode == "cascades fire triggers" and (pair.key.name, event) in FAILS_CLOSED:
        return f"server error {IN_USE} "
    if rule in ("RESTRICT", "NO ACTION"):
        return rf"server error {REFUSED_BY_KEY} .*`{pair.key.name}`"
    return ({"CASCADE": "goes along", "SET NULL": "is cut off"}[rule],)


def _assert_done(pair: Pair, event: str, expected: str, child: dict[str, Any] | None) -> None:
    parent, now = pair.parent(), pair.child()
    assert (parent is None) is (event != "replace")
    if expected == "goes along":
        assert event != "update", "no key here cascades an update; say what it should do"
        assert now is None
        return
    assert now is not None
    assert child is not None
    written = _columns(pair.db, pair.key.child) - {"updated_at"}
    changed = {name for name in written if now[name] != child[name]}
    assert changed == (set(pair.key.columns) if expected == "is cut off" else set())
    if expected == "is cut off":
        assert [now[column] for column in pair.key.columns] == [None] * len(pair.key.columns)


def _statement(pair: Pair, tables: Tables, event: str) -> tuple[str, list[Any]] | None:
    """What is done to the parent; None where no REPLACE can change its key."""
    table, (column, value) = identifier(pair.key.parent), pair.parent_key
    where = f"WHERE {identifier(column)} = %s"
    if event == "delete":
        return f"DELETE FROM {table} {where}", [value]
    if event == "update":
        return f"UPDATE {table} SET {identifier(column)} = %s {where}", [value + MOVED, value]
    row = _writable(pair)
    if event == "replace moved" and not _give_another_key(pair, tables, row):
        return None
    names = ", ".join(identifier(name) for name in row)
    marks = ", ".join(["%s"] * len(row))
    return f"REPLACE INTO {table} ({names}) VALUES ({marks})", list(row.values())


def _writable(pair: Pair) -> dict[str, Any]:
    """The parent's row without its generated columns."""
    row, written = pair.parent(), _columns(pair.db, pair.key.parent)
    assert row is not None
    return {name: value for name, value in row.items() if name in written}


def _columns(db: Connection, table: str) -> set[str]:
    """The table's columns that are not generated."""
    found = db.rows(
        "SELECT column_name AS name FROM information_schema.columns WHERE table_name = %s "
        "AND table_schema = database() AND generation_expression = ''",
        (table,),
    )
    return {row["name"] for row in found}


def _give_another_key(pair: Pair, tables: Tables, row: dict[str, Any]) -> bool:
    """Change the key that the child refers to, in a row that still collides with the old one."""
    column, value = pair.parent_key
    if pair.key.parent_columns != (column,):
        # The rest of a composite key: the primary key itself still collides.
        row[pair.key.parent_columns[-1]] = Clinic(pair.db).patient()
        return True
    table = tables.table(pair.key.parent)
    others = [key for key in table.unique if column not in key]
    if not others:
        return False
    whole = pair.parent() or {}
    if not any(all(whole[name] is not None for name in key) for key in others):
        # A unique value that is NULL collides with nothing.
        (name,) = others[0]
        row[name] = f"filled-{value}"
        pair.db.execute(
            f"UPDATE {identifier(table.name)} SET {identifier(name)} = %s "
            f"WHERE {identifier(column)} = %s",
            (row[name], value),
        )
    row[column] = value + MOVED
    return True


def _run(db: Connection, sql: str, args: list[Any]) -> ServerError | None:
    try:
        db.execute(sql, args)
    except ServerError as error:
        return error
    return None
