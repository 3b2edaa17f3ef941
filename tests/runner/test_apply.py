"""clinic-db apply: what is pending, once, in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kills.runs import Runs
from projects import ROOT, CommandLine, general_log, write

from clinic_db import database, queries, runner, snapshot
from clinic_db.errors import ServerError
from clinic_db.runner import Listener
from clinic_db.schema_pool import Schema
from clinic_db.testing import configuration

NO_OP_STATEMENTS = 8
PER_MIGRATION = 5
# Autocommit off and on, and the last journal row with its COMMIT.
FOR_ALL = 4
RUNNERS = 32


def test_migrations_are_applied_in_order_of_their_dependencies(
    cli: CommandLine, empty: Schema, tmp_path: Path
) -> None:
    """`-- depends:` wins over the names: 0001 here needs 0002."""
    files = {
        "migrations/0001_add.sql": "-- depends: 0002_make\nALTER TABLE t ADD c INT;\n",
        "migrations/0002_make.sql": "CREATE TABLE t (a INT PRIMARY KEY);\n",
    }
    done = cli("apply", "--project", write(tmp_path / "p", files), "--database", empty.url)
    assert done.code == 0, done.err
    assert done.out.index("0002_make") < done.out.index("0001_add")


def test_second_apply_does_nothing_in_few_statements(empty: Schema) -> None:
    """The whole clinic, applied twice: the second run asks its questions and changes nothing."""
    config = configuration(empty.target, ROOT)
    assert runner.apply(config, Listener()).steps
    with empty.connect() as db:
        before = snapshot.read(db)
        with general_log(empty) as sent:
            assert runner.apply(config, Listener()).steps == ()
        assert snapshot.read(db) == before
    begins = [" ".join(text.split()[:2]) for text in sent[:2]]
    assert begins == ["SET NAMES", "SET SESSION"], "how a session begins"
    assert 0 < len(sent[2:]) <= NO_OP_STATEMENTS, sent


@pytest.mark.parametrize(
    "sql", ["CREATE TABLE t{n} (a INT);\n", "INSERT INTO a VALUES ({n}, 'x');\n"]
)
def test_migration_of_one_statement_takes_five(
    cli: CommandLine, empty: Schema, project: Path, sql: str
) -> None:
    """Its own, the journal's and yoyo's, and whatever a run costs as a whole, on one connection."""
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    with general_log(empty) as nothing_to_do:
        assert cli("apply", *arguments).code == 0
    before = "0002_create_b"
    for n in range(10):
        text = f"-- depends: {before}\n" + sql.replace("{n}", str(n))
        write(project, {f"migrations/01{n:02}_more.sql": text})
        before = f"01{n:02}_more"
    with general_log(empty) as sent:
        assert cli("apply", *arguments).code == 0
    assert sum(text.startswith("SET NAMES") for text in sent) == 1, "one connection"
    assert len(sent) - len(nothing_to_do) <= 10 * PER_MIGRATION + FOR_ALL


def test_each_statement_of_a_file_is_journaled(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    sql = "-- depends: 0002_create_b\nINSERT INTO a VALUES (1, 'x'), (2, 'y');\n"
    write(project, {"migrations/0003_fill.sql": sql + "ALTER TABLE a ADD c INT;\n"})
    assert cli("apply", "--project", project, "--database", empty.url).code == 0
    rows = empty.connect().rows(
        "SELECT migration_id, ordinal, state, affected FROM _clinic_db_journal"
        " ORDER BY migration_id, ordinal"
    )
    assert [(r["migration_id"], r["ordinal"], r["state"], r["affected"]) for r in rows] == [
        ("0001_create_a", 1, "done", 0),
        ("0002_create_b", 1, "done", 0),
        ("0003_fill", 1, "done", 2),
        ("0003_fill", 2, "done", 0),
    ]


def test_failed_file_goes_on_at_the_failed_statement(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """What is done stays done; correcting the rest is enough."""
    path = "migrations/0003_more.sql"
    head = "-- depends: 0002_create_b\nCREATE TABLE c (id INT PRIMARY KEY);\n\n"
    write(project, {path: head + "ALTER TABLE nowhere ADD x INT;\n"})
    arguments = ("--project", project, "--database", empty.url)
    failed = cli("apply", *arguments)
    assert failed.code == 5
    assert f"{path}:4: statement 2 of 2 failed" in failed.err
    assert "server error 1146 (42S02)" in failed.err
    assert "committed: statement 1 of 0003_more" in failed.err
    assert "next: correct the file, then run clinic-db apply again" in failed.err
    state = cli("status", *arguments)
    assert "half applied, 1 of 2 done, stands at line 4" in state.out
    assert cli("status", "--check", *arguments).code == 1

    write(project, {path: head + "ALTER TABLE c ADD x INT;\n"})
    assert cli("apply", *arguments).code == 0
    assert "3 migrations, 0 to apply" in cli("status", *arguments).out


def test_failed_data_statement_takes_its_transaction_along(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """Consecutive data statements are one transaction: all or none."""
    sql = (
        "-- depends: 0002_create_b\nINSERT INTO a VALUES (1, 'x');\n"
        "INSERT INTO b VALUES (1, 'x');\nINSERT INTO b VALUES (1, 'again');\n"
    )
    write(project, {"migrations/0003_fill.sql": sql})
    failed = cli("apply", "--project", project, "--database", empty.url)
    assert failed.code == 5
    assert "committed: nothing of 0003_fill" in failed.err
    db = empty.connect()
    assert db.value("SELECT (SELECT COUNT(*) FROM a) + (SELECT COUNT(*) FROM b)") == 0
    sql = sql.replace("(1, 'again')", "(2, 'again')")
    write(project, {"migrations/0003_fill.sql": sql})
    assert cli("apply", "--project", project, "--database", empty.url).code == 0
    assert db.value("SELECT COUNT(*) FROM b") == 2


def test_what_a_file_sets_ends_with_the_file(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """A SET in one migration must not change how the next one runs."""
    loose = (
        "-- depends: 0002_create_b\nSET SESSION sql_mode = '';\nINSERT INTO a VALUES (1, 'x');\n"
    )
    strict = "-- depends: 0003_loose\nINSERT INTO b VALUES ('not a number', 'x');\n"
    write(project, {"migrations/0003_loose.sql": loose, "migrations/0004_strict.sql": strict})
    failed = cli("apply", "--project", project, "--database", empty.url)
    assert failed.code == 5
    assert "0004_strict.sql:2" in failed.err
    assert "1366" in failed.err


def test_edited_applied_migration_is_refused(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    path = project / "migrations/0001_create_a.sql"
    text = path.read_text()
    path.write_text("-- A comment and CRLF change nothing.\n" + text.replace("\n", "\r\n"))
    assert cli("apply", *arguments).code == 0
    path.write_text(text.replace("VARCHAR(50)", "VARCHAR(60)"))
    refused = cli("apply", *arguments)
    assert refused.code == 6
    assert "migrations/0001_create_a.sql:1: edited after it was applied: statement 1" in refused.err
    path.write_text(text + "ALTER TABLE a ADD z INT;\n")
    refused = cli("apply", *arguments)
    assert refused.code == 6
    assert "statement 2 is new" in refused.err


def test_history_of_another_project_is_refused(
    cli: CommandLine, empty: Schema, project: Path, tmp_path: Path
) -> None:
    assert cli("apply", "--project", project, "--database", empty.url).code == 0
    other = write(tmp_path / "other", {"migrations/0001_x.sql": "CREATE TABLE x (a INT);\n"})
    refused = cli("apply", "--project", other, "--database", empty.url)
    assert refused.code == 6
    assert "belongs to another project" in refused.err
    assert empty.connect().value("SHOW TABLES LIKE 'x'") is None


def test_new_migration_before_applied_ones_is_refused(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    between = "-- depends: 0001_create_a\nCREATE TABLE z (a INT);\n"
    second = project / "migrations/0002_create_b.sql"
    second.write_text(second.read_text().replace("0001_create_a", "0001a_between"))
    write(project, {"migrations/0001a_between.sql": between})
    refused = cli("apply", *arguments)
    assert refused.code == 6
    assert "0001a_between.sql: out of order" in refused.err


def test_json_is_one_document_with_every_step(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    done = cli("apply", "--project", project, "--database", empty.url, "--format", "json")
    document = json.loads(done.out)
    assert document["command"] == "apply"
    assert [step["name"] for step in document["steps"]] == ["0001_create_a", "0002_create_b"]
    assert document["statements"] == 2


def test_many_runners_apply_each_migration_once(empty: Schema, runs: Runs, project: Path) -> None:
    """Thirty-two processes at once on an empty database: one works, the others find it done."""
    numbers = [
        runs.start(["apply", "--project", str(project), "--database", empty.url])
        for _ in range(RUNNERS)
    ]
    ended = [runs.wait(number) for number in numbers]
    assert [run.code for run in ended] == [0] * RUNNERS, [run.err for run in ended]
    said = sorted(run.out.splitlines()[-1].partition(": ")[2] for run in ended)
    assert said == ["applied 2 migrations, 2 statements", *["nothing to do"] * (RUNNERS - 1)]
    db = empty.connect()
    assert db.value("SELECT COUNT(*) FROM _yoyo_log") == 2
    assert db.value("SELECT COUNT(*) FROM _clinic_db_journal WHERE state = 'done'") == 2


def test_only_reading_commands_leave_no_trace(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """What only reads works with an account that may only read, and writes nothing at all."""
    with empty.connect() as root:
        root.execute("CREATE USER IF NOT EXISTS reader@'%' IDENTIFIED BY 'just-reading'")
        root.execute(f"GRANT SELECT ON {database.identifier(empty.name)}.* TO reader@'%'")
        url = empty.url.replace(empty.target.user, "reader", 1)
        url = url.replace(":" + empty.target.password, "", 1) if empty.target.password else url
        arguments = ("--project", project, "--database", url)
        position = root.one("SHOW BINARY LOG STATUS")
        for command in ("status", "list", "plan", "plan --sql", "verify", "break-lock"):
            done = cli(*command.split(), *arguments, MYSQL_PWD="just-reading")
            assert done.code == 0, done.err
        assert root.one("SHOW BINARY LOG STATUS") == position
        assert root.rows(queries.get("tables")) == []
        denied = cli("apply", *arguments, MYSQL_PWD="just-reading")
        assert denied.code == 5
        assert "1142" in denied.err
        root.execute("DROP USER reader@'%'")


def test_error_of_the_bookkeeping_itself_is_told(empty: Schema, project: Path) -> None:
    """A table in the way of the journal is named by the server's error, not hidden."""
    with empty.connect() as db:
        db.execute("CREATE TABLE _clinic_db_journal (something_else INT)")
        db.execute("CREATE TABLE _yoyo_migration (something_else INT)")
    with pytest.raises(ServerError, match="server error 1054"):
        runner.apply(configuration(empty.target, project), Listener())
