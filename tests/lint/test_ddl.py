"""The tables read from the text of DDL are the tables that the server makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lint.cases import BASE
from projects import ROOT

from clinic_db import migrations
from clinic_db.database import Connection
from clinic_db.lint.ddl.columns import column
from clinic_db.lint.ddl.model import AlterTable, Column, CreateTable, Emptied
from clinic_db.lint.ddl.parse import parse
from clinic_db.lint.ddl.reader import Reader
from clinic_db.lint.ddl.routine import routine
from clinic_db.lint.ddl.schema import Schema as Tables
from clinic_db.lint.ddl.tokens import tokens
from clinic_db.lint.narrowing import loss
from clinic_db.project import Project
from clinic_db.schema_pool import Schema
from clinic_db.statements import read

COLUMNS = """
    SELECT table_name AS t, column_name AS c, upper(data_type) AS kind, column_comment AS comment,
        is_nullable = 'NO' AS required
    FROM information_schema.columns
    WHERE table_schema = database() AND table_name NOT LIKE '\\_%%'
        AND table_name IN (SELECT x.table_name FROM information_schema.tables AS x
            WHERE x.table_schema = database() AND x.table_type = 'BASE TABLE')
"""
CONSTRAINTS = """
    SELECT table_name AS t, constraint_name AS n FROM information_schema.table_constraints
    WHERE constraint_schema = database() AND table_name NOT LIKE '\\_%%'
        AND constraint_type <> 'PRIMARY KEY'
"""
TRICKY = Path(__file__).with_name("tricky.sql")


def by_text(statements: list[str]) -> Tables:
    schema = Tables()
    for sql in statements:
        schema = schema.after(parse(tokens(sql)), "x")
    return schema


def server_columns(connection: Connection) -> set[tuple[str, str, str, bool, str]]:
    return {
        (row["t"].lower(), row["c"], row["kind"], bool(row["required"]), row["comment"])
        for row in connection.rows(COLUMNS.replace("%%", "%"))
    }


def text_columns(schema: Tables) -> set[tuple[str, str, str, bool, str]]:
    return {
        (name, c.name, c.type, c.is_required, c.comment or "")
        for name, table in schema.tables.items()
        for c in table.columns
    }


def test_the_clinics_tables_by_text_are_those_of_the_server(db: Connection) -> None:
    chain = migrations.read(Project(ROOT))
    schema = by_text([s.sql for m in chain for s in m.apply.statements])
    assert text_columns(schema) == server_columns(db)
    named = {
        (name, made.name)
        for name, table in schema.tables.items()
        for made in table.constraints
        if made.kind not in ("primary", "index")
    }
    theirs = {(r["t"], r["n"]) for r in db.rows(CONSTRAINTS.replace("%%", "%"))}
    assert named == theirs


def test_tricky_statements_by_text_are_those_of_the_server(clinic_db_empty: Schema) -> None:
    statements = [found.sql for found in read(TRICKY).statements]
    schema = by_text(statements)
    with clinic_db_empty.connect() as connection:
        for sql in statements:
            connection.execute(sql)
        assert text_columns(schema) == server_columns(connection)
    table = schema.table("ODD, (NAME`S")
    assert table is not None
    assert table.has_index_on(["OTHER"])
    assert not table.has_index_on(["national"])
    assert [made.name for made in table.constraints if made.kind == "check"] == ["ck2"]


def test_tokens_know_their_place() -> None:
    sql = "ALTER TABLE t -- a comment\n    ADD x INT, /* two\n lines */ ADD `y` INT"
    found = {token.text: (token.line, token.column) for token in tokens(sql, line=7, column=5)}
    assert found["t"] == (7, 17)
    assert found["x"] == (8, 9)
    assert found["`y`"] == (9, 15)
    assert "comment" not in found


def _column(text: str) -> Column:
    return column(Reader(tokens(f"c {text}")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("INT", "BIGINT"), ("INT", "INTEGER"), ("SMALLINT UNSIGNED", "INT"),
        ("INT", "DECIMAL(10, 0)"), ("INT", "VARCHAR(11)"), ("INT", "DOUBLE"),
        ("DECIMAL(10, 2)", "DECIMAL(12, 2)"), ("DECIMAL(10, 2)", "NUMERIC(11, 3)"),
        ("FLOAT", "DOUBLE"), ("CHAR(10)", "VARCHAR(10)"), ("VARCHAR(10)", "TEXT"),
        ("VARCHAR(63)", "TINYTEXT"), ("TEXT", "LONGTEXT"), ("BINARY(5)", "VARBINARY(9)"),
        ("ENUM('a', 'b')", "ENUM('b', 'a', 'c')"), ("ENUM('a', 'bcd')", "VARCHAR(3)"),
        ("SET('a', 'b')", "VARCHAR(3)"), ("DATE", "DATETIME"), ("TIMESTAMP", "DATETIME"),
        ("DATETIME", "DATETIME(6)"), ("YEAR", "INT"), ("BIT(3)", "BIT(8)"), ("JSON", "LONGTEXT"),
        ("GEOMETRY", "GEOMETRY"), ("INT AS (1) VIRTUAL", "TINYINT AS (1) VIRTUAL"),
    ],
)  # fmt: skip
def test_a_wider_type_loses_nothing(old: str, new: str) -> None:
    assert loss(_column(old), _column(new)) == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("BIGINT", "INT", "BIGINT becomes INT"),
        ("INT", "INT UNSIGNED", "negative numbers go"),
        ("INT UNSIGNED", "INT", "INT UNSIGNED becomes INT"),
        ("BIGINT", "DOUBLE", "large numbers are rounded"),
        ("INT", "DECIMAL(10, 2)", "INT becomes DECIMAL(10, 2)"),
        ("INT", "VARCHAR(10)", "becomes VARCHAR(10)"),
        ("INT", "DATE", "INT becomes DATE"),
        ("DECIMAL(10, 2)", "DECIMAL(10, 3)", "becomes DECIMAL(10, 3)"),
        ("DECIMAL(10, 2)", "DECIMAL(12, 1)", "rounded off"),
        ("DECIMAL(10, 2)", "DECIMAL(10, 2) UNSIGNED", "negative numbers go"),
        ("DOUBLE", "FLOAT", "DOUBLE becomes FLOAT"),
        ("VARCHAR(20)", "VARCHAR(10)", "becomes VARCHAR(10)"),
        ("VARCHAR(64)", "TINYTEXT", "becomes TINYTEXT"),
        ("TEXT", "VARCHAR(1000)", "becomes VARCHAR(1000)"),
        ("LONGBLOB", "BLOB", "becomes BLOB"),
        ("ENUM('a', 'b', 'c')", "ENUM('a')", "ENUM values b, c removed"),
        ("SET('a', 'b')", "SET('a')", "SET value b removed"),
        ("VARCHAR(5)", "ENUM('a')", "becomes ENUM"),
        ("DATETIME(6)", "DATETIME", "fractions of a second go"),
        ("DATETIME", "DATE", "the time of day goes"),
        ("DATETIME", "TIMESTAMP", "it ends in 2038"),
        ("BIT(8)", "BIT(4)", "becomes BIT(4)"),
    ],
)
def test_a_narrower_type_says_what_is_lost(old: str, new: str, said: str) -> None:
    assert said in loss(_column(old), _column(new))


@pytest.mark.parametrize(
    "sql",
    [
        "", ";", "(", "CREATE", "CREATE TABLE", "CREATE TABLE t (", "CREATE TABLE t (a", "ALTER",
        "ALTER TABLE t ADD (", "ALTER TABLE t ADD COLUMN", "DROP", "DROP TABLE", "RENAME TABLE a",
        "CREATE INDEX", "DELETE", "TRUNCATE", "CREATE PROCEDURE", "CREATE PROCEDURE p (",
        "CREATE FUNCTION f () RETURNS", "CREATE TABLE t (a INT COMMENT", "CREATE TABLE t () AS",
        "ALTER TABLE t", "ALTER TABLE t CHANGE", "CREATE TABLE t (, a INT)", "'", "`", "/*!",
    ],
)  # fmt: skip
def test_half_a_statement_is_read_without_an_error(sql: str) -> None:
    """What it means is the server's to say."""
    parse(tokens(sql))
    routine(tokens(sql))


def test_what_a_statement_is() -> None:
    assert isinstance(parse(tokens(BASE["migrations/0001_create_notes.sql"])), CreateTable)
    assert isinstance(parse(tokens("DROP INDEX a ON b")), AlterTable)
    assert parse(tokens("DELETE FROM a WHERE b = 1")) is None
    for chooses in ("FROM a LIMIT 1", "x FROM a AS x WHERE x.b = 1", "x, y FROM a AS x, b AS y",
                    "x FROM a AS x JOIN b ON x.id = b.id", "FROM x USING a AS x, b"):  # fmt: skip
        assert parse(tokens(f"DELETE {chooses}")) is None, chooses
    for every in ("FROM a", "QUICK FROM shop.a", "x FROM a AS x", "a.* FROM a", "FROM x USING a x"):
        found = parse(tokens(f"DELETE {every}"))
        assert isinstance(found, Emptied), every
        assert found.name == "a"
    made = routine(tokens("CREATE DEFINER = a@b PROCEDURE shop.p (INOUT x INT, y JSON) SELECT 1"))
    assert made is not None
    assert (made.name, [p.value for p in made.parameters]) == ("p", ["x", "y"])
