"""The pytest plugin: fresh schemas, cheap and really fresh, also in a project of one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import two_tables, write

from clinic_db import database, snapshot
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema, SchemaPool
from clinic_db.testing import Server, build

EXAMPLE = Path(__file__).resolve().parent.parent / "example"


@pytest.fixture
def pool(clinic_db_server: Server, tmp_path: Path) -> Iterator[SchemaPool]:
    """A pool of two-table schemas of this test's own."""
    project = two_tables(tmp_path / "p")
    write(
        project,
        {
            "migrations/0003_constrain_b.sql": "-- depends: 0002_create_b\nALTER TABLE b"
            " ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES a (id),"
            " ADD CONSTRAINT ck CHECK (id > 0);\n"
        },
    )
    made = SchemaPool(
        clinic_db_server.target, lambda aim: build(aim, project), f"pool_{os.getpid()}"
    )
    yield made
    made.drop_all()


def _again(pool: SchemaPool, schema: Schema) -> Schema:
    pool.release(schema)
    return pool.acquire()


def test_example_project_passes_with_the_plugin(clinic_db_server: Server) -> None:
    """A folder with migrations and tests, and nothing but the installed package."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=EXAMPLE,
        env=os.environ | {"CLINIC_DB_TEST_URL": clinic_db_server.url},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout
    assert "clinic-db: tests ran on MySQL" in done.stdout


def test_missing_server_is_a_failure_where_one_is_required(tmp_path: Path) -> None:
    """CLINIC_DB_TEST_REQUIRED=1: CI cannot skip the database without anybody noticing."""
    environ = {k: v for k, v in os.environ.items() if k != "CLINIC_DB_TEST_URL"}
    environ |= {"CLINIC_DB_SANDBOX": "local", "PATH": str(tmp_path)}
    for required, closing in (("1", "4 errors"), ("0", "4 skipped")):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
            cwd=EXAMPLE,
            env=environ | {"CLINIC_DB_TEST_REQUIRED": required},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert closing in done.stdout, done.stdout
        assert (done.returncode != 0) == (required == "1")


def test_rows_and_counters_are_undone_without_a_rebuild(pool: SchemaPool) -> None:
    schema = pool.acquire()
    with schema.connect() as db:
        db.execute("INSERT INTO a VALUES (1, 'x')")
    name = schema.name
    schema = _again(pool, schema)
    assert (schema.name, pool.rebuilt) == (name, 0)
    with schema.connect() as db:
        assert db.value("SELECT COUNT(*) FROM a") == 0


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE a ADD x INT",
        "ALTER TABLE a ADD INDEX ix_note (note)",
        "ALTER TABLE a ADD CONSTRAINT ck_a CHECK (id > 0)",
        "DROP TABLE b",
        "CREATE TABLE c (a INT)",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.note = 'x'",
        "CREATE PROCEDURE p () SELECT 1",
        "CREATE VIEW v AS SELECT 1",
        "ALTER TABLE b DROP FOREIGN KEY fk; ALTER TABLE b ADD CONSTRAINT fk FOREIGN KEY (id)"
        " REFERENCES a (id) ON DELETE CASCADE",
        "ALTER TABLE b DROP CHECK ck, ADD CONSTRAINT ck CHECK (id > 1)",
    ],
)
def test_changed_structure_is_rebuilt(pool: SchemaPool, change: str) -> None:
    schema = pool.acquire()
    with schema.connect() as db:
        fresh = snapshot.read(db)
        for sql in change.split("; "):
            db.execute(sql)
    schema = _again(pool, schema)
    assert pool.rebuilt == 1
    with schema.connect() as db:
        assert snapshot.compare(fresh, snapshot.read(db)) == []


def test_a_database_that_another_run_left_is_left_alone(pool: SchemaPool) -> None:
    """In containers, runs often have the same number; a killed one cannot drop its databases."""
    left = pool.empty()
    with left.connect() as db:
        db.execute("CREATE TABLE theirs (id INT)")
    late = SchemaPool(left.target, lambda _: None, left.name.rpartition("_")[0])
    mine = late.acquire()
    assert mine.name != left.name
    late.drop_all()
    assert left.connect().value("SELECT count(*) FROM theirs") == 0


def test_session_that_a_test_forgot_does_not_hold_up_the_next(pool: SchemaPool) -> None:
    """A connection opened past the fixture, its transaction still open, is ended."""
    schema = pool.acquire()
    forgotten = database.connect(schema.target)
    forgotten.execute("START TRANSACTION")
    forgotten.execute("INSERT INTO a VALUES (1, 'x')")
    schema = _again(pool, schema)
    with schema.connect() as db:
        assert db.value("SELECT COUNT(*) FROM a") == 0
    with pytest.raises(ServerError):
        forgotten.execute("COMMIT")


def test_reference_rows_that_a_test_changed_come_back(clinic_db_server: Server) -> None:
    """The clinic's price list is part of a fresh schema."""
    pool = clinic_db_server.pool
    schema = pool.acquire()
    with schema.connect() as db:
        before = db.rows("SELECT code, price FROM services ORDER BY code")
        assert before
        db.execute("UPDATE services SET price = price + 1")
    schema = _again(pool, schema)
    with schema.connect() as db:
        assert db.rows("SELECT code, price FROM services ORDER BY code") == before
    pool.release(schema)
