"""plan --sql: what is printed is what runs, and the plain mysql client takes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import wire
from projects import ROOT, CommandLine, two_tables, write

from clinic_db import runner, server, snapshot
from clinic_db.schema_pool import Schema
from clinic_db.statements import split
from clinic_db.testing import Server, configuration

TRIGGER = "CREATE TRIGGER {name} BEFORE INSERT ON {table}\nFOR EACH ROW SET NEW.note = '{note}';\n"
ODD = (
    "CREATE PROCEDURE odd ()\nBEGIN\n    -- ; and // in a comment\n"
    "    SELECT '$$ ;;', 'naïve ☕ ''q'\n;\nEND;\n"
)
FIRST = {
    "sql/views/v.sql": "CREATE VIEW v AS SELECT id FROM a;\n",
    "procedures/odd.sql": ODD,
    "procedures/gone.sql": "CREATE PROCEDURE gone () SELECT 1;\n",
    "triggers/a_before_insert.sql": TRIGGER.format(name="a_before_insert", table="a", note="one"),
    "triggers/b_before_insert.sql": TRIGGER.format(name="b_before_insert", table="b", note="one"),
}
CHANGED = {
    "sql/views/v.sql": "CREATE VIEW v AS SELECT id, note FROM a;\n",
    "sql/views/w.sql": "CREATE VIEW w AS SELECT c FROM a;\n",
    "procedures/odd.sql": ODD.replace("☕", "🍵"),
    "triggers/a_before_insert.sql": TRIGGER.format(name="a_before_insert", table="a", note="two"),
    "migrations/0003_rows.sql": (
        "-- depends: 0002_create_b\n"
        "INSERT INTO a VALUES (1, 'it''s; \\\\ -- not a comment'), (2, '☕');\n"
        "UPDATE a SET note = 'three' /* why; */ WHERE id = 2;\n"
        "ALTER TABLE a ADD COLUMN c INT;\r\n"
        "DELETE FROM a WHERE id = 1;\n"
    ),
    "migrations/0003_rows.rollback.sql": "DELETE FROM a;\nALTER TABLE a DROP COLUMN c;\n",
    "migrations/0004_loose.sql": (
        "-- depends: 0003_rows\nSET SESSION sql_mode = '';\nSET NAMES latin1;\n"
        "INSERT INTO a (id) VALUES ('4');\n"
    ),
    "migrations/0004_loose.rollback.sql": "DELETE FROM a WHERE id = 4;\n",
    "migrations/0005_remake_b.sql": (
        "-- depends: 0004_loose\nCALL odd();\nDROP TABLE b;\n"
        "DELIMITER //\nCREATE TABLE b (id INT PRIMARY KEY, note VARCHAR(9))//\nDELIMITER ;\n"
    ),
    "migrations/0005_remake_b.rollback.sql": "ALTER TABLE b COMMENT = 'back';\n",
}


@pytest.fixture(scope="module")
def mysql(clinic_db_server: Server) -> wire.Client:
    """MySQL's own client."""
    return wire.client_of(clinic_db_server)


@pytest.fixture
def other(clinic_db_server: Server) -> Iterator[Schema]:
    """A second database with nothing in it."""
    made = clinic_db_server.pool.empty()
    yield made
    clinic_db_server.pool.drop(made)


def _same(one: Schema, two: Schema) -> None:
    """Both databases hold the same definitions and the same grants."""
    with one.connect() as left, two.connect() as right:
        assert _own(snapshot.read(left)) == _own(snapshot.read(right))
        grants = [server.live(db, with_roles=True).grants for db in (left, right)]
        assert grants[0] == grants[1]


def _own(found: snapshot.Snapshot) -> object:
    return dict(found.objects)


def test_the_whole_clinic_goes_through_the_client(
    cli: CommandLine, mysql: wire.Client, empty: Schema, other: Schema
) -> None:
    """Piped into the client it makes what apply makes; recorded afterwards, nothing is left."""
    printed = cli("plan", "--sql", "--project", ROOT, "--database", empty.url)
    assert printed.code == 0
    done = mysql.pipe(printed.out, empty)
    assert (done.returncode, done.stderr) == (0, "")
    assert cli("apply", "--project", ROOT, "--database", other.url).code == 0
    _same(empty, other)

    last = next(line for line in printed.out.splitlines() if "clinic-db baseline " in line).split()
    arguments = ("--project", ROOT, "--database", empty.url)
    recorded = cli(last[2], last[3], *arguments)
    assert recorded.code == 0, recorded.err
    assert "0 to apply; 0 objects on the server" in cli("status", *arguments).out
    assert cli("apply", *arguments).code == 0
    assert cli("plan", "--check", *arguments).code == 0
    _same(empty, other)


@pytest.mark.parametrize("case", ["first", "changed", "rollback"])
def test_the_client_sends_what_the_run_sends(
    cli: CommandLine,
    mysql: wire.Client,
    empty: Schema,
    other: Schema,
    tmp_path: Path,
    case: str,
) -> None:
    """The server's own log of both, byte for byte: replaced triggers, transactions, settings."""
    project = write(two_tables(tmp_path / "p"), FIRST)
    options = ("--project", project, "--lock-wait-timeout", "7")
    at = [(*options, "--database", each.url) for each in (empty, other)]
    if case != "first":
        assert [cli("apply", *each).code for each in at] == [0, 0]
        (write(project, CHANGED) / "procedures/gone.sql").unlink()
    if case == "rollback":
        assert [cli("apply", *each).code for each in at] == [0, 0]
    command = ("rollback", "--steps", "3") if case == "rollback" else ("apply",)
    unsafe = ("--allow-unsafe",) if case == "rollback" else ()
    with empty.connect() as db:
        with wire.general_log(db) as looked:
            printed = cli(*command, "--dry-run", "--sql", *at[0])
        with wire.general_log(db) as piped:
            done = mysql.pipe(printed.out, empty)
        with wire.general_log(db) as ran:
            assert cli(*command, *unsafe, *at[1]).code == 0
    assert (done.returncode, done.stderr) == (0, "")
    assert not [sql for sql in looked if not sql.startswith(("SELECT", "SET", "WITH"))]
    # The client begins with a question of its own, and sends a comment line as it is.
    piped = [sql for sql in piped if not sql.startswith("-- ")]
    piped = piped[piped.index("SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci") :]
    assert [found.sql for found in split(printed.out)] == piped
    # When a run commits is seen below; it commits its records more often than rows.
    assert [sql for sql in piped if sql != "COMMIT"] == wire.of_the_project(ran)
    assert len(piped) > 10
    if case == "rollback":
        assert piped[2] == "DROP VIEW IF EXISTS `w`", "objects go before the migrations"
    if case == "changed":
        assert "LOCK TABLES `a` WRITE" in piped
        assert "CALL odd()" in piped
        assert any(sql.startswith("CREATE TRIGGER b_before_insert") for sql in piped)


def test_rows_that_belong_together_are_committed_together(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """As a run does it: consecutive data is one transaction; a definition ends the one before."""
    sql = (
        "INSERT INTO a VALUES (1, 'x');\nUPDATE a SET note = 'y';\nALTER TABLE a ADD c INT;\n"
        "CALL p();\nDELETE FROM a;\n"
    )
    write(project, {"migrations/0003_x.sql": f"-- depends: 0002_create_b\n{sql}"})
    write(
        project, {"migrations/0004_y.sql": "-- depends: 0003_x\nINSERT INTO b VALUES (1, 'x');\n"}
    )
    printed = cli("plan", "--sql", "--project", project, "--database", empty.url).out
    words = [found.sql.split()[0] for found in split(printed)]
    assert words == [
        "SET", "SET", "SET", "CREATE", "CREATE",
        "INSERT", "UPDATE", "COMMIT", "ALTER", "CALL", "COMMIT", "DELETE", "COMMIT",
        "INSERT", "COMMIT", "SET",
    ]  # fmt: skip


def test_json_carries_the_statements(cli: CommandLine, empty: Schema, project: Path) -> None:
    arguments = ("--project", project, "--database", empty.url, "--format", "json")
    for command in (("plan",), ("apply", "--dry-run"), ("plan", "--sql")):
        document = json.loads(cli(*command, *arguments).out)
        sql = (project / "migrations/0001_create_a.sql").read_text().strip().removesuffix(";")
        assert document["steps"][0]["sql"] == [sql]
    assert "sql" not in json.loads(cli("apply", *arguments).out)["steps"][0]
    undo = json.loads(cli("rollback", "--dry-run", *arguments).out)
    assert undo["steps"][0]["sql"] == ["DROP TABLE b"]


def test_printing_runs_nothing_and_says_how_to_record(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    assert "clinic-db baseline 0002_create_b" in cli("plan", "--sql", *arguments).out
    assert empty.connect().rows("SHOW TABLES") == []
    assert cli("plan", "--sql", "--check", *arguments).code == 1
    cli("apply", *arguments)
    assert cli("plan", "--sql", *arguments).out.endswith("/" + empty.name + ": nothing to do\n")
    assert cli("plan", "--sql", "--check", *arguments).code == 0
    undo = cli("rollback", "--dry-run", "--sql", "--steps", "2", *arguments).out
    assert undo.index("clinic-db unmark 0002_create_b") < undo.index("unmark 0001_create_a")
    write(
        project, {"migrations/0003_c.sql": "-- depends: 0002_create_b\nCREATE TABLE c (a INT);\n"}
    )
    assert "clinic-db mark 0003_c" in cli("plan", "--sql", *arguments).out
    for command in ("apply", "rollback"):
        refused = cli(command, "--sql", *arguments)
        assert refused.code == 2
        assert "--sql goes with --dry-run" in refused.err


def test_rest_of_a_half_applied_migration_is_printed(
    cli: CommandLine, mysql: wire.Client, empty: Schema, project: Path
) -> None:
    """What is done is not printed again; mark then records the whole."""
    arguments = ("--project", project, "--database", empty.url)
    sql = "-- depends: 0002_create_b\nCREATE TABLE c (a INT);\nALTER TABLE c ADD b {};\n"
    write(project, {"migrations/0003_c.sql": sql.format("NONSENSE")})
    assert cli("apply", *arguments).code == 5
    write(project, {"migrations/0003_c.sql": sql.format("INT")})
    printed = cli("plan", "--sql", *arguments).out
    assert "resumed after statement 1" in printed
    assert "CREATE TABLE" not in printed
    assert mysql.pipe(printed, empty).returncode == 0
    assert cli("mark", "0003_c", *arguments).code == 0
    assert cli("plan", "--check", *arguments).code == 0
    assert cli("verify", *arguments).code == 0


def test_rollback_says_beforehand_what_would_be_lost(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    empty.connect().execute("INSERT INTO b VALUES (1, 'x')")
    shown = cli("rollback", "--dry-run", *arguments)
    assert shown.code == 0
    assert "note: rollback asks for --allow-unsafe: this would be lost: every row of b" in shown.err


def test_statement_that_the_client_cannot_send_is_named(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """apply needs no delimiter; the text for the client does."""
    body = "CREATE PROCEDURE p ()\nBEGIN\n    SELECT '// $$ ;; @@@';\n    SELECT 2;\nEND;\n"
    write(project, {"procedures/p.sql": body})
    arguments = ("--project", project, "--database", empty.url)
    refused = cli("plan", "--sql", *arguments)
    assert refused.code == 8
    assert "cannot be made to send this statement: CREATE PROCEDURE p ()" in refused.err
    assert cli("apply", *arguments).code == 0


def test_plan_and_apply_agree_on_what_migrations_take_along(empty: Schema, tmp_path: Path) -> None:
    """A dropped table takes its trigger, a dropped routine its grants, and plan says so before."""
    project = write(two_tables(tmp_path / "p"), FIRST)
    config = configuration(empty.target, project)
    runner.apply(config, runner.SILENT)
    sql = (
        "DROP TABLE IF EXISTS a;\nCREATE TABLE a (id INT, note VARCHAR(9));\n"
        "DROP PROCEDURE IF EXISTS odd;\nCREATE OR REPLACE VIEW v AS SELECT 1 AS id;\n"
        "DROP PROCEDURE gone;\nCREATE TABLE c (a INT);\n"
    )
    write(project, {"migrations/0003_again.sql": f"-- depends: 0002_create_b\n{sql}"})
    planned = runner.plan_apply(config).steps
    done = runner.apply(config, runner.SILENT).steps
    assert planned == done
    assert [(step.action, step.name) for step in planned[1:]] == [
        ("replace", "v"),
        ("create", "gone"),
        ("create", "odd"),
        ("create", "a_before_insert"),
    ]
