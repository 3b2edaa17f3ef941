"""Every right of every role on every object is tried; only what lattice.py says is let through.

Each try is a statement that the server checks like any other and that touches no row.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from roles.accounts import account, is_denied
from roles.lattice import LATTICE, may

from clinic_db.database import Connection, identifier
from clinic_db.schema_pool import Schema

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")
# What no role may do to any table, TRUNCATE first of all: it fires no trigger.
NEVER = (
    "TRUNCATE TABLE {name}",
    "DROP TABLE {name}",
    "ALTER TABLE {name} COMMENT 'x'",
    "CREATE INDEX ix_x ON {name} ({column})",
    "LOCK TABLES {name} WRITE",
    "CREATE TRIGGER x_before_insert BEFORE INSERT ON {name} FOR EACH ROW SET @x = 1",
    "LOAD DATA INFILE '/nowhere' INTO TABLE {name}",
)
# A temporary table would stand in front of a real one, also inside a procedure.
NEVER_AT_ALL = (
    "CREATE TEMPORARY TABLE billing (bill_id BIGINT)",
    "CREATE TABLE mine (id BIGINT)",
    "CREATE VIEW mine AS SELECT 1 AS one",
    "CREATE PROCEDURE mine () SELECT 1",
    "CREATE USER mine",
    "SET GLOBAL foreign_key_checks = 0",
    "SET SESSION sql_log_bin = 0",
    "FLUSH TABLES",
)


def _tables(db: Connection) -> dict[str, list[str]]:
    """Every table and view, the runner's own too, with its columns."""
    rows = db.rows(
        "SELECT table_name AS t, column_name AS c FROM information_schema.columns "
        "WHERE table_schema = database() ORDER BY table_name, ordinal_position"
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["t"], []).append(row["c"])
    return found


def _routines(db: Connection) -> dict[str, tuple[str, list[str]]]:
    """Every routine: its kind, and how each parameter is passed."""
    rows = db.rows(
        "SELECT r.routine_name AS n, r.routine_type AS k, p.parameter_mode AS m "
        "FROM information_schema.routines AS r LEFT JOIN information_schema.parameters AS p "
        "ON p.specific_schema = r.routine_schema AND p.specific_name = r.specific_name "
        "AND p.ordinal_position > 0 WHERE r.routine_schema = database() "
        "ORDER BY r.routine_name, p.ordinal_position"
    )
    found: dict[str, tuple[str, list[str]]] = {}
    for row in rows:
        modes = found.setdefault(row["n"], (row["k"], []))[1]
        if row["m"]:
            modes.append(row["m"])
    return found


def _statement(right: str, table: str, column: str) -> str:
    t, c = identifier(table), identifier(column)
    return {
        "SELECT": f"SELECT {c} FROM {t} LIMIT 0",
        "INSERT": f"INSERT INTO {t} ({c}) SELECT NULL FROM DUAL WHERE FALSE",
        "UPDATE": f"UPDATE {t} SET {c} = NULL WHERE FALSE",
        "DELETE": f"DELETE FROM {t} WHERE FALSE",
    }[right]


def _call(name: str, kind: str, modes: list[str]) -> str:
    if kind == "FUNCTION":
        return f"SELECT {name}({', '.join(['NULL'] * len(modes))})"
    marks = ", ".join("@out" if mode == "OUT" else "NULL" for mode in modes)
    return f"CALL {name}({marks})"


def test_the_lattice_speaks_of_what_is_there(db: Connection) -> None:
    """A name that is misspelt, or was renamed, would expect nothing of anybody."""
    tables, routines = _tables(db), _routines(db)
    for role, objects in LATTICE.items():
        for name, rights in objects.items():
            assert name in tables or name in routines, f"{role}: {name}"
            for columns in rights.values():
                assert columns - {"*"} <= set(tables.get(name, [])), f"{role}: {name}"
    roles = db.rows("SELECT name FROM _clinic_db_object WHERE kind = 'role'")
    assert {row["name"] for row in roles} == LATTICE.keys()


@pytest.mark.parametrize("role", LATTICE)
def test_a_role_may_do_what_the_lattice_says_and_nothing_else(schema: Schema, role: str) -> None:
    root = schema.connect()
    tables, routines = _tables(root), _routines(root)
    wrong = []
    with account(schema, role) as someone, someone.connect() as db:
        for table, columns in tables.items():
            for right in RIGHTS:
                for column in columns if right != "DELETE" else columns[:1]:
                    expected = may(role, table, right, "" if right == "DELETE" else column)
                    if is_denied(db, _statement(right, table, column)) == expected:
                        wrong.append((right, f"{table}.{column}", "expected" if expected else ""))
        for name, (kind, modes) in routines.items():
            expected = may(role, name, "EXECUTE")
            if is_denied(db, _call(name, kind, modes)) == expected:
                wrong.append(("EXECUTE", name, "expected" if expected else ""))
    assert wrong == []
    assert len(tables) >= 24
    assert len(routines) >= 23


@pytest.fixture
def trusting(schema: Schema) -> Iterator[None]:
    """Without this, only SUPER makes a trigger while the binary log is on; with it, a grant."""
    root = schema.connect()
    before = root.value("SELECT @@GLOBAL.log_bin_trust_function_creators")
    root.execute("SET GLOBAL log_bin_trust_function_creators = ON")
    yield
    root.execute("SET GLOBAL log_bin_trust_function_creators = %s", (before,))


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("role", LATTICE)
def test_no_role_may_change_what_is_there(schema: Schema, role: str) -> None:
    tables = _tables(schema.connect())
    with account(schema, role) as someone, someone.connect() as db:
        for table, columns in tables.items():
            for sql in NEVER:
                statement = sql.format(name=identifier(table), column=identifier(columns[0]))
                assert is_denied(db, statement), statement
        for statement in NEVER_AT_ALL:
            assert is_denied(db, statement), statement


@pytest.mark.parametrize("role", LATTICE)
def test_nobody_gets_at_a_hash_by_a_detour(schema: Schema, role: str) -> None:
    """Writing it is not reading it: not in a condition, an order, a copy or a comparison."""
    with account(schema, role) as someone, someone.connect() as db:
        for statement in (
            "SELECT count(*) FROM users WHERE password_hash LIKE '$%'",
            "SELECT user_id FROM users ORDER BY password_hash",
            "SELECT * FROM users",
            "UPDATE users SET username = password_hash",
            "UPDATE users SET is_active = 0 WHERE password_hash LIKE '$%'",
            "INSERT INTO users (username, password_hash, role) SELECT 'x', password_hash, role "
            "FROM users",
            "INSERT INTO services (code, service_name, price) SELECT user_id, password_hash, 1 "
            "FROM users",
            "TABLE users",
            "SELECT * FROM mysql.user",
        ):
            assert is_denied(db, statement), statement


def test_a_refusal_is_told_from_a_mistake(db: Connection) -> None:
    """Guards the tests above: whoever may do everything is denied nothing there."""
    tables = _tables(db)
    assert not is_denied(db, "SELECT * FROM users")
    assert not any(
        is_denied(db, _statement(right, table, columns[0]))
        for table, columns in tables.items()
        for right in RIGHTS
    )
