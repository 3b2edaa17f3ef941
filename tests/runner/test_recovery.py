"""After a crash: what happened is seen, what did not is run, what nobody can know is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from kills.runs import Point, Runs
from projects import CommandLine, write

from clinic_db import database, history, judge, sending
from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.history import JournalRow
from clinic_db.model import Statement
from clinic_db.schema_pool import Schema
from clinic_db.targets import targets_of
from clinic_db.testing import Server

SETUP = (
    "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, a INT, KEY ix (a))",
    "CREATE TABLE other (id INT PRIMARY KEY AUTO_INCREMENT, a INT, KEY ix (a))",
    "INSERT INTO t (a) VALUES (1), (2)",
    "CREATE VIEW v AS SELECT id FROM t",
    "CREATE PROCEDURE p () SELECT 1",
    "CREATE FUNCTION f () RETURNS INT NO SQL RETURN 1",
    "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
    "CREATE TABLE parts (a INT) PARTITION BY HASH (a) PARTITIONS 2",
)
DDL = (
    "CREATE TABLE n (a INT)",
    "CREATE TABLE n AS SELECT * FROM t",
    "CREATE TABLE `n` LIKE t",
    "CREATE VIEW n AS SELECT 1",
    "CREATE OR REPLACE VIEW v AS SELECT a FROM t",
    "CREATE DEFINER = CURRENT_USER PROCEDURE n () SELECT 1",
    "CREATE FUNCTION n () RETURNS INT NO SQL RETURN 1",
    "CREATE TRIGGER n AFTER INSERT ON t FOR EACH ROW SET @a = 1",
    "CREATE EVENT n ON SCHEDULE EVERY 1 DAY DO SELECT 1",
    "CREATE INDEX n ON t (a)",
    "CREATE UNIQUE INDEX n USING BTREE ON t (a)",
    "DROP INDEX ix ON t",
    "DROP TABLE other",
    "DROP TABLE other, parts",
    "DROP VIEW v",
    "DROP PROCEDURE p",
    "DROP FUNCTION f",
    "DROP TRIGGER tr",
    "DROP EVENT e",
    "ALTER TABLE t ADD COLUMN b INT",
    "ALTER TABLE t MODIFY a BIGINT NOT NULL DEFAULT 7, ALGORITHM = COPY",
    "ALTER TABLE t RENAME TO n",
    "ALTER TABLE t RENAME n",
    "ALTER TABLE t ADD `rename` INT, ADD `b` INT",
    "ALTER TABLE t RENAME COLUMN a TO b",
    "ALTER TABLE t COMMENT = 'new'",
    "ALTER TABLE t ADD CONSTRAINT n CHECK (a > 0)",
    "/*!80000 ALTER TABLE t ADD COLUMN b INT */",
    "ALTER VIEW v AS SELECT a FROM t",
    "ALTER PROCEDURE p COMMENT 'new'",
    "ALTER EVENT e ENABLE",
    "RENAME TABLE t TO n",
    "RENAME TABLE t TO tmp, other TO t, tmp TO other",
    "TRUNCATE TABLE t",
    "TRUNCATE t",
    "TRUNCATE parts",
    "RENAME TABLE t TO v2, other TO t",
    "ALTER TABLE parts ADD PARTITION PARTITIONS 2",
    "ALTER TABLE t ADD COLUMN b INT, RENAME TO n",
    "ALTER TABLE t COMMENT = 'RENAME TO x' /* TRUNCATE */",
    "/*!50001 DROP TABLE other */",
    "/* why */ DROP /* it */ TABLE -- goes\n other",
    "CREATE DEFINER = 'root'@'localhost' VIEW n AS SELECT 1",
    # Of another database, and of this one by its name: {db}.
    "CREATE TABLE `{db}`.n (a INT)",
    "DROP TABLE {db} . other",
    "ALTER TABLE {db}.t ADD COLUMN b INT",
    "CREATE INDEX n ON {db}.t (a)",
    "RENAME TABLE {db}.t TO {db}.n",
    "TRUNCATE {db}.t",
    "DROP TRIGGER {db}.tr",
    # As under ANSI_QUOTES.
    'CREATE TABLE "n" (a INT)',
    'ALTER TABLE "t" ADD COLUMN "b" INT',
    'DROP TABLE "other", "parts"',
    'RENAME TABLE "t" TO "n ""x"""',
    "CREATE DATABASE {db}_n",
    "CREATE USER {db}_n",
    "ALTER USER {db}_u PASSWORD EXPIRE",
    "ALTER USER {db}_u IDENTIFIED BY 'only here'",
    "RENAME USER {db}_u TO {db}_n",
    "DROP TABLES other, parts",
    "ALTER EVENT e RENAME TO n",
    "CREATE EVENT n ON SCHEDULE AT NOW() + INTERVAL 1 DAY ON COMPLETION PRESERVE DO SELECT 1",
)
# What is left on the server when the database is gone.
LEFT = ("DROP DATABASE IF EXISTS {db}_n", "DROP USER IF EXISTS {db}_n, {db}_u")


@pytest.fixture
def db(empty: Schema) -> Connection:
    """A session in a database with one object of each kind."""
    connection = empty.connect()
    for sql in SETUP:
        connection.execute(sql)
    return connection


@pytest.mark.parametrize("sql", DDL)
def test_every_form_is_judged(db: Connection, sql: str) -> None:
    """Captured before; asked while it has not happened, and again when it has."""
    sql = sql.replace("{db}", db.target.database)
    db.execute(f"CREATE USER {db.target.database}_u")
    captured = judge.capture(db, sql)
    assert captured is not None
    assert judge.verdict(db, captured) is False
    db.execute("SET sql_mode = IF(%s, 'ANSI_QUOTES', @@sql_mode)", ('"' in sql,))
    db.execute(sql)
    db.execute("SET sql_mode = ''")
    assert judge.verdict(db, captured) is True
    for left in LEFT:
        db.execute(left.replace("{db}", db.target.database))


def test_rows_of_others_do_not_look_like_a_change(db: Connection) -> None:
    """The next AUTO_INCREMENT value is in the definition that the server shows."""
    captured = judge.capture(db, "ALTER TABLE t ADD COLUMN b INT")
    db.execute("INSERT INTO t (a) VALUES (3)")
    assert judge.verdict(db, captured) is False


@pytest.mark.parametrize(
    "sql",
    [
        "GRANT SELECT ON t TO someone",
        "SET DEFAULT ROLE NONE TO someone",
        "ANALYZE TABLE t",
        "OPTIMIZE TABLE t",
        "CREATE TABLE IF NOT EXISTS n (a INT)",
        "DROP TABLE IF EXISTS t",
        "CREATE ROLE IF NOT EXISTS r",
    ],
)
def test_what_may_be_repeated_is_repeated(db: Connection, sql: str) -> None:
    captured = judge.capture(db, sql)
    assert captured == judge.REPEAT
    assert judge.verdict(db, captured) is False


@pytest.mark.parametrize(
    "sql",
    [
        "CALL p()",
        "IMPORT TABLE FROM 'x'",
        "HANDLER t OPEN",
        # Over, and gone, before anybody looks.
        "CREATE EVENT n ON SCHEDULE AT NOW() DO SELECT 'ON COMPLETION PRESERVE'",
        "CREATE DEFINER = a@b EVENT IF NOT EXISTS n ON SCHEDULE AT NOW() DO SELECT 1",
        "ALTER EVENT e ON SCHEDULE AT NOW()",
        "ALTER USER USER() IDENTIFIED BY 'x'",
        "RENAME USER x TO y, z TO x",
    ],
)
def test_what_nobody_can_know_is_not_guessed(db: Connection, sql: str) -> None:
    assert targets_of(sql) is None
    assert judge.verdict(db, judge.capture(db, sql)) is None
    assert judge.verdict(db, judge.capture(db, sql, repeatable=True)) is False


def test_right_that_was_taken_away_is_not_missed(db: Connection) -> None:
    """REVOKE fails the second time; judged, it is so afterwards, whether it had happened or not."""
    role = f"role_{db.target.database}"
    db.execute(f"CREATE ROLE {role}")
    try:
        db.execute(f"GRANT SELECT, DELETE ON t TO {role}")
        for _ in range(2):
            captured = judge.capture(db, f"/* why */ REVOKE SELECT ON t FROM {role}")
            assert judge.verdict(db, captured) is True
        grants = [str(next(iter(row.values()))) for row in db.rows(f"SHOW GRANTS FOR {role}")]
        assert grants[-1].startswith("GRANT DELETE ON ")
        captured = judge.capture(db, f"REVOKE SELECT ON nowhere FROM {role}_x")
        assert judge.verdict(db, captured) is False
    finally:
        db.execute(f"DROP ROLE {role}")


def test_emptying_is_not_judged_without_the_right_to(db: Connection) -> None:
    """Without PROCESS the table's id is hidden, and a guess would delete rows a second time."""
    user = f"few_{db.target.database}"[:32]
    db.execute(f"CREATE USER {user}")
    db.execute(f"GRANT ALL ON `{db.target.database}`.* TO {user}")
    try:
        with database.connect(replace(db.target, user=user, password="")) as few:
            assert judge.capture(few, "TRUNCATE TABLE t") is None
            assert judge.capture(few, "RENAME TABLE t TO x, other TO t, x TO other") is None
            assert judge.capture(few, "CREATE USER nobody") is None
            assert judge.capture(few, "RENAME TABLE t TO x, other TO t") is not None
            assert judge.capture(few, "ALTER TABLE t ADD COLUMN b INT") is not None
    finally:
        db.execute(f"DROP USER {user}")


def _cut_short(
    cli: CommandLine, empty: Schema, project: Path, sql: str, *, happened: bool
) -> tuple[object, ...]:
    """A database as a killed run leaves it: the statement's row says 'running'."""
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    write(project, {"migrations/0003_more.sql": f"-- depends: 0002_create_b\n{sql};\nSELECT 1;\n"})
    with empty.connect() as db:
        captured = judge.capture(db, sql)
        db.execute(
            "INSERT INTO _clinic_db_journal (migration_id, direction, ordinal, statement_sha256,"
            " state, started_at, expected)"
            " VALUES ('0003_more', 'apply', 1, SHA2(%s, 256), 'running', NOW(6), %s)",
            (sql, captured),
        )
        if happened:
            db.execute(sql)
    return arguments


@pytest.mark.parametrize("happened", [True, False])
def test_run_that_was_cut_short_goes_on_by_itself(
    cli: CommandLine, empty: Schema, project: Path, happened: bool
) -> None:
    sql = "ALTER TABLE a ADD COLUMN b INT"
    arguments = _cut_short(cli, empty, project, sql, happened=happened)
    assert "half applied, 0 of 2 done, stands at line 2" in cli("status", *arguments).out
    done = cli("apply", *arguments)
    assert done.code == 0, done.err
    found = "had happened" if happened else "had not happened, or may be repeated"
    assert f"note: 0003_more, apply: statement 1 was cut short; it {found}" in done.err
    assert cli("status", "--check", *arguments).code == 0


@pytest.mark.parametrize("happened", [True, False])
def test_undecidable_statement_is_settled_by_a_person(
    cli: CommandLine, empty: Schema, project: Path, happened: bool
) -> None:
    with empty.connect() as db:
        db.execute("CREATE PROCEDURE fill () INSERT INTO a VALUES (1, 'x')")
    arguments = _cut_short(cli, empty, project, "CALL fill()", happened=happened)
    refused = cli("apply", *arguments)
    assert refused.code == 6
    assert "migrations/0003_more.sql:2: statement 1 was sent by a run that was cut" in refused.err
    command = "clinic-db resolve 0003_more --statement 1"
    assert f"if it happened:     {command} --done" in refused.err
    assert f"if it did not:      {command} --not-done" in refused.err
    assert cli("resolve", "0003_more", "--statement", "2", "--done", *arguments).code == 2
    flag = "--done" if happened else "--not-done"
    settled = cli("resolve", "0003_more", "--statement", "1", flag, *arguments)
    assert "clinic-db apply goes on from there" in settled.out
    assert cli("apply", *arguments).code == 0
    assert empty.connect().rows("SELECT * FROM a") == [{"id": 1, "note": "x"}]


def test_statement_said_to_be_repeatable_is_repeated(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    with empty.connect() as db:
        db.execute("CREATE PROCEDURE fill () REPLACE INTO a VALUES (1, 'x')")
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", "--allow-unsafe", "not-empty", *arguments).code == 0
    head = "-- depends: 0002_create_b\n-- clinic-db: repeatable\n"
    sql = head + "CALL fill();\nALTER TABLE x ADD y INT;\n"
    write(project, {"migrations/0003_more.sql": sql})
    assert cli("apply", *arguments).code == 5
    with empty.connect() as db:
        row = db.one("SELECT state FROM _clinic_db_journal WHERE migration_id = '0003_more'")
        assert row == {"state": "done"}
        db.execute(
            "UPDATE _clinic_db_journal SET state = 'running', expected = '[]'"
            " WHERE migration_id = '0003_more'"
        )
    write(project, {"migrations/0003_more.sql": sql.replace("TABLE x", "TABLE b")})
    assert cli("apply", *arguments).code == 0


def test_rows_that_are_never_undone_are_asked_for(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """MyISAM knows no transactions: whether its rows came in before the kill, nobody can know.

    (With GTIDs the server refuses such a statement inside a transaction, so here is only what a
    run on a server without them leaves.)
    """
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    db = empty.connect()
    db.execute("CREATE TABLE old (a INT) ENGINE = MyISAM")
    text = "-- depends: 0002_create_b\nDELETE FROM b;\n{};\n"
    write(project, {"migrations/0003_more.sql": text.format("INSERT INTO a VALUES (1, 'x')")})
    running = JournalRow("0003_more", "apply", 1, "0" * 64, "running", counted=True)
    history.journal(db, [running])
    assert cli("apply", *arguments).code == 0, "the table is not named"
    db.execute("DELETE FROM _clinic_db_journal WHERE migration_id = '0003_more'")
    db.execute("DELETE FROM _yoyo_migration WHERE migration_id = '0003_more'")
    write(project, {"migrations/0003_more.sql": text.format("DELETE FROM `old`")})
    history.journal(db, [running])
    refused = cli("apply", *arguments)
    assert refused.code == 6
    assert "clinic-db resolve 0003_more --statement 1 --not-done" in refused.err
    assert cli("resolve", "0003_more", "--statement", "1", "--not-done", *arguments).code == 0


@pytest.fixture
def other(clinic_db_server: Server) -> Iterator[Schema]:
    """Another database on the same server."""
    made = clinic_db_server.pool.empty()
    yield made
    clinic_db_server.pool.drop(made)


def test_rows_of_another_database_that_are_never_undone_are_asked_for(
    cli: CommandLine, empty: Schema, other: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    with other.connect() as db:
        db.execute("CREATE TABLE elsewhere (a INT) ENGINE = MyISAM")
    into = f"INSERT INTO {other.name}.elsewhere VALUES (1)"
    write(project, {"migrations/0003_more.sql": f"-- depends: 0002_create_b\n{into};\n"})
    running = JournalRow("0003_more", "apply", 1, "0" * 64, "running", counted=True)
    with empty.connect() as db:
        history.journal(db, [running])
    assert cli("apply", *arguments).code == 6
    assert cli("resolve", "0003_more", "--statement", "1", "--not-done", *arguments).code == 0


def test_table_of_another_database_that_is_called_the_same_is_not_asked_about(
    cli: CommandLine, empty: Schema, other: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    with other.connect() as db:
        db.execute("CREATE TABLE a (id INT) ENGINE = MyISAM")
    write(project, {"migrations/0003_more.sql": "-- depends: 0002_create_b\nDELETE FROM a;\n"})
    running = JournalRow("0003_more", "apply", 1, "0" * 64, "running", counted=True)
    with empty.connect() as db:
        history.journal(db, [running])
    done = cli("apply", *arguments)
    assert done.code == 0, done.err


def test_what_apply_sees_by_itself_is_no_decision_of_a_person(
    cli: CommandLine, runs: Runs, empty: Schema, project: Path
) -> None:
    """--done for rows that were undone would lose them."""
    write(project, {"migrations/0003_more.sql": "-- depends: 0002_create_b\nDELETE FROM a;\n"})
    arguments = ["--project", str(project), "--database", empty.url]
    runs.wait(runs.start(["apply", *arguments], Point("client-after", text="DELETE FROM a")))
    refused = cli("resolve", "0003_more", "--statement", "1", "--done", *arguments)
    assert refused.code == 2
    assert "needs no decision" in refused.err
    assert "clinic-db apply sees by itself" in refused.err
    assert cli("apply", *arguments).code == 0


def test_table_that_is_in_the_way_is_no_sign_of_a_rename(db: Connection) -> None:
    """Both names were there before, so the server refuses the statement, before and after."""
    captured = judge.capture(db, "RENAME TABLE t TO other")
    assert judge.verdict(db, captured) is False
    captured = judge.capture(db, "DROP TABLE other, nowhere")
    assert judge.verdict(db, captured) is False


def test_procedure_that_fails_leaves_nothing_of_its_own(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    db = empty.connect()
    db.execute(
        "CREATE PROCEDURE fill () BEGIN INSERT INTO a VALUES (1, 'x');"
        " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'nothing at line 99'; END"
    )
    write(project, {"migrations/0003_more.sql": "-- depends: 0002_create_b\nCALL fill();\n"})
    refused = cli("apply", *arguments)
    assert refused.code == 5
    assert "migrations/0003_more.sql:2: statement 1 of 1 failed" in refused.err
    told = "committed: nothing of 0003_more; besides, what statement 1 committed by itself"
    assert told in refused.err
    assert db.rows("SELECT * FROM a") == []


def test_rows_that_a_failure_does_not_undo_are_told_and_not_made_twice(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """Without the binary log, since with GTIDs the server takes no such rows in a transaction."""
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    db = empty.connect()
    db.execute("CREATE TABLE old (a INT) ENGINE = MyISAM")
    text = "-- depends: 0002_create_b\nSET sql_log_bin = 0;\nINSERT INTO old VALUES (1);\n{};\n"
    write(project, {"migrations/0003_more.sql": text.format("SELECT wrong FROM a")})
    failed = cli("apply", *arguments)
    assert failed.code == 5
    assert "of statements 1 to 3, rows stay in a table whose engine knows no" in failed.err
    command = "clinic-db resolve 0003_more --statement 1"
    assert f"if statement 1 is done: {command} --done" in failed.err
    assert cli("apply", *arguments).code == 6
    assert db.rows("SELECT * FROM old") == [{"a": 1}]
    write(project, {"migrations/0003_more.sql": text.format("SELECT id FROM a")})
    db.execute("DELETE FROM old")
    assert cli("resolve", "0003_more", "--statement", "1", "--not-done", *arguments).code == 0
    assert cli("apply", *arguments).code == 0
    assert db.rows("SELECT * FROM old") == [{"a": 1}]


@pytest.mark.parametrize("old", [False, True])
def test_rows_of_a_temporary_table_are_none_that_stay(
    cli: CommandLine, empty: Schema, project: Path, old: bool
) -> None:
    """The server warns of them alike; with a table that does keep rows, nobody can tell."""
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    db = empty.connect()
    if old:
        db.execute("CREATE TABLE old (a INT) ENGINE = MyISAM")
    text = (
        "-- depends: 0002_create_b\nCREATE TEMPORARY TABLE heap (id INT) ENGINE = MEMORY;\n"
        "INSERT INTO heap VALUES (1);\nINSERT INTO a SELECT id, 'x' FROM heap;\nSELECT {} FROM a;\n"
    )
    write(project, {"migrations/0003_more.sql": text.format("wrong")})
    failed = cli("apply", *arguments)
    assert failed.code == 5
    assert ("rows stay in a table" in failed.err) is old
    write(project, {"migrations/0003_more.sql": text.format("id")})
    assert cli("apply", *arguments).code == (6 if old else 0)
    assert db.rows("SELECT id FROM a") == ([] if old else [{"id": 1}])


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements that name `c` are killed while they come to their end, as the server does it."""

    def send(connection: Connection, *statements: Statement) -> int:
        affected = sending.send(connection, *statements)
        if " c" in statements[0].sql:
            raise ServerError(1317, "70100", "Query execution was interrupted")
        return affected

    monkeypatch.setattr("clinic_db.execute.send", send)


@pytest.mark.parametrize(
    ("sql", "stays"),
    [
        ("SET NAMES latin1;\nALTER TABLE a ADD c INT COMMENT 'é';\n", "statements 1 to 2"),
        ("DROP TABLE c;\nINSERT INTO b VALUES (1, 'x');\n", "statement 1"),
        ("DROP PROCEDURE c;\n", "statement 1"),
    ],
)
@pytest.mark.usefixtures("late")
def test_statement_that_was_killed_at_its_end_is_done(
    cli: CommandLine, empty: Schema, project: Path, sql: str, stays: str
) -> None:
    """The answer says that it was interrupted; the definitions say that it happened."""
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    with empty.connect() as db:
        db.execute("CREATE TABLE c (n INT)")
        db.execute("CREATE PROCEDURE c () SELECT 1")
    write(project, {"migrations/0003_more.sql": f"-- depends: 0002_create_b\n{sql}"})
    killed = cli("apply", *arguments)
    assert killed.code == 5
    assert f"committed: {stays} of 0003_more" in killed.err
    following = int(stays[-1]) + 1
    assert killed.err.endswith(f"which goes on at statement {following}\n")
    again = cli("apply", *arguments)
    assert again.code == 0, again.err
    assert "was cut short" not in again.err


@pytest.mark.usefixtures("late")
def test_procedure_that_was_killed_at_its_end_is_asked_about(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """It may have committed, and nothing tells."""
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    with empty.connect() as db:
        db.execute("CREATE PROCEDURE c () BEGIN INSERT INTO a VALUES (1, 'x'); COMMIT; END")
    write(project, {"migrations/0003_more.sql": "-- depends: 0002_create_b\nCALL c();\n"})
    killed = cli("apply", *arguments)
    assert killed.code == 5
    told = "committed: nothing of 0003_more; whether statement 1 is, the next run finds out"
    assert told in killed.err
    asked = cli("apply", *arguments)
    assert asked.code == 6
    assert "clinic-db resolve 0003_more --statement 1 --done" in asked.err
    assert empty.connect().value("SELECT count(*) FROM a") == 1
