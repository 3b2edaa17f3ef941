"""Every failure is told in full: where, what the server said, what stays, what to type next."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cutting import Relay, relay
from projects import CommandLine, write

from clinic_db.database import Connection, identifier
from clinic_db.errors import InterruptedRunError, StatementError, keeping
from clinic_db.interrupt import interruptible
from clinic_db.schema_pool import Schema

THIRD = "migrations/0003_more.sql"
UNDO = "migrations/0003_more.rollback.sql"
HEAD = "-- depends: 0002_create_b\n"
AGAIN = "run clinic-db apply again"
CORRECT = f"correct the file, then {AGAIN}"
SYNTAX = (
    "server error 1064 (42000): You have an error in your SQL syntax; check the manual that"
    " corresponds to your MySQL server version for the right syntax to use near "
)


@pytest.fixture
def arguments(project: Path, empty: Schema, cli: CommandLine) -> tuple[object, ...]:
    """Two tables, applied; gives the options that name project and database."""
    given = ("--project", project, "--database", empty.url)
    assert cli("apply", *given).code == 0
    return given


@pytest.fixture
def line(empty: Schema) -> Iterator[Relay]:
    """The way to the database that can be cut."""
    with relay(empty.target) as made:
        yield made


def _told(*lines: str) -> str:
    """An error as it is printed: the head, then one line for each further fact."""
    return "error: " + "\n  ".join(lines) + "\n"


@contextlib.contextmanager
def _account(root: Connection, schema: Schema, *grants: str) -> Iterator[str]:
    """An account with just these rights on the database; gives its URL."""
    name = f"few_{schema.name}"[:32]
    root.execute(f"CREATE USER {name}@'%'")
    try:
        for grant in grants:
            right, _, on = grant.partition(" ON ")
            root.execute(f"GRANT {right} ON {identifier(schema.name)}.{on or '*'} TO {name}@'%'")
        yield f"mysql://{name}@{schema.target.host}:{schema.target.port}/{schema.name}"
    finally:
        root.execute(f"DROP USER {name}@'%'")


FAILURES = {
    "syntax error inside a routine of several lines": (
        {
            THIRD: HEAD + "SELECT 1;\n\nDELIMITER //\nCREATE PROCEDURE p ()\nBEGIN\n"
            "    -- fine\n    SELECT 1;\n    SELEKT 2;\nEND//\nDELIMITER ;\n"
        },
        (
            f"{THIRD}:9: statement 2 of 2 failed",
            f"{SYNTAX}'2;\nEND' at line 5",
            "committed: statement 1 of 0003_more",
            f"next: {CORRECT}, which goes on at statement 2",
        ),
    ),
    "a failing DDL after data": (
        {THIRD: HEAD + "INSERT INTO a VALUES (1, 'x');\n\nALTER TABLE nowhere ADD c INT;\n"},
        (
            f"{THIRD}:4: statement 2 of 2 failed",
            "server error 1146 (42S02): Table '{database}.nowhere' doesn't exist",
            "committed: statement 1 of 0003_more",
            f"next: {CORRECT}, which goes on at statement 2",
        ),
    ),
    "an error that the server gives in a row": (
        {THIRD: HEAD + "SET character_set_results = latin1;\nANALYZE TABLE a, `nowh\u00e9re`;\n"},
        (
            f"{THIRD}:3: statement 2 of 2 failed",
            "server error 1105 (HY000): Table '{database}.nowh\u00e9re' doesn't exist",
            "committed: statement 1 of 0003_more",
            f"next: {CORRECT}, which goes on at statement 2",
        ),
    ),
    "a duplicate key in the second of two statements of data": (
        {
            THIRD: HEAD + "ALTER TABLE a ADD c INT;\nUPDATE b SET note = 'x';\n"
            "INSERT INTO a (id) VALUES (1), (1);\n"
        },
        (
            f"{THIRD}:4: statement 3 of 3 failed",
            "server error 1062 (23000): Duplicate entry '1' for key 'a.PRIMARY'",
            "committed: statement 1 of 0003_more",
            f"next: correct the file, or the rows in its way, then {AGAIN}, which goes on at "
            "statement 2",
        ),
    ),
    "a trigger's SIGNAL": (
        {
            THIRD: HEAD + "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW\n"
            "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a: not on a Sunday';\n"
            "INSERT INTO a VALUES (1, 'x');\n"
        },
        (
            f"{THIRD}:4: statement 2 of 2 failed",
            "server error 1644 (45000): a: not on a Sunday",
            "committed: statement 1 of 0003_more",
            f"next: {CORRECT}, which goes on at statement 2",
        ),
    ),
    "no more room": (
        {
            THIRD: HEAD + "SET SESSION max_heap_table_size = 16384;\n"
            "CREATE TABLE m (a CHAR(200)) ENGINE = MEMORY;\n"
            "INSERT INTO m WITH RECURSIVE n (i) AS\n"
            "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT i FROM n;\n"
        },
        (
            f"{THIRD}:4: statement 3 of 3 failed",
            "server error 1114 (HY000): The table 'm' is full",
            "committed: statements 1 to 2 of 0003_more",
            "of statement 3, rows stay in a table whose engine knows no transactions",
            "if statement 3 is done: clinic-db resolve 0003_more --statement 3 --done",
            "if it is not:        clinic-db resolve 0003_more --statement 3 --not-done",
            "next: take these rows out or keep them, and settle it with one of the two; "
            f"make room on the server, then {AGAIN}",
        ),
    ),
    "a statement that takes too long": (
        {
            THIRD: HEAD + "SET SESSION max_execution_time = 1;\n"
            "SELECT count(*) FROM information_schema.columns AS x, information_schema.columns AS y,"
            " information_schema.columns AS z;\n"
        },
        (
            f"{THIRD}:3: statement 2 of 2 failed",
            "server error 3024 (HY000): Query execution was interrupted, maximum statement "
            "execution time exceeded",
            "committed: nothing of 0003_more",
            f"next: raise max_execution_time, which ended the statement, then {AGAIN}, which goes "
            "on at statement 1",
        ),
    ),
    "a file that makes the session read-only": (
        {THIRD: HEAD + "SET SESSION transaction_read_only = 1;\nINSERT INTO a VALUES (1, 'x');\n"},
        (
            f"{THIRD}:3: statement 2 of 2 failed",
            "server error 1792 (25006): Cannot execute statement in a READ ONLY transaction.",
            "committed: nothing of 0003_more",
            f"next: {CORRECT}, which goes on at statement 1",
        ),
    ),
    "a procedure that does not compile": (
        {"procedures/p.sql": "-- why\n\nCREATE PROCEDURE p ()\nBEGIN\n    SELEKT 1;\nEND;\n"},
        (
            "procedures/p.sql:5: statement 1 of 1 failed",
            f"{SYNTAX}'1;\nEND' at line 3",
            "committed: no object of this run; procedure p was not made",
            f"next: {CORRECT}",
        ),
    ),
    "a trigger on a table that is not there": (
        {
            "sql/functions/f.sql": "CREATE FUNCTION f () RETURNS INT NO SQL\nRETURN 1;\n",
            "triggers/t.sql": "CREATE TRIGGER t BEFORE INSERT ON z FOR EACH ROW SET @x = 1;\n",
        },
        (
            "triggers/t.sql:1: statement 1 of 1 failed",
            "server error 1146 (42S02): Table '{database}.z' doesn't exist",
            "committed: 1 object(s) before this one; trigger t was not made",
            f"next: {CORRECT}",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_failure_is_told_in_full(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path, name: str
) -> None:
    files, lines = FAILURES[name]
    write(project, files)
    failed = cli("apply", *arguments)
    assert failed.code == 5
    assert failed.err == _told(*(each.replace("{database}", empty.name) for each in lines))


def test_machines_get_the_servers_words_apart(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    write(project, {THIRD: HEAD + "DROP TABLE nowhere;\n"})
    document = json.loads(cli("apply", "--format", "json", *arguments).err)["error"]
    text = f"Unknown table '{empty.name}.nowhere'"
    assert document["where"] == f"{THIRD}:2"
    assert document["server"] == {"errno": 1051, "sqlstate": "42S02", "text": text}
    write(project, {THIRD: HEAD})
    assert json.loads(cli("apply", "--format", "json", *arguments).err)["error"]["server"] is None


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("plan", "--format=json", "--bogus"), "--bogus"),
        (("rollback", "--steps", "1", "--to", "x", "--format", "json"), "exclude each other"),
        (("baseline", "--format", "json"), "Missing argument 'ID'."),
        (("docs", "--format", "json", "--out"), "Option '--out' requires an argument."),
    ],
)
def test_machines_get_misuse_as_a_document_too(
    cli: CommandLine, words: tuple[str, ...], text: str
) -> None:
    found = cli(*words)
    assert (found.code, found.out) == (2, "")
    document = json.loads(found.err)["error"]
    assert text in document["message"]
    assert (document["kind"], document["exit_code"]) == ("Usage", 2)


def test_machines_get_what_the_system_refuses_as_a_document_too(
    cli: CommandLine, arguments: tuple[object, ...], tmp_path: Path
) -> None:
    cli("apply", *arguments)
    (tmp_path / "file").write_text("")
    found = cli("docs", "--out", tmp_path / "file" / "docs", "--format", "json", *arguments)
    assert found.code == 2
    assert json.loads(found.err)["error"]["message"] == "Not a directory"


def test_failing_seed_is_told_in_full(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    sql = "INSERT INTO a VALUES (1, 'x');\n\nINSERT INTO a\nVALUES (2, 'y')\nWHERE 1;\n"
    write(project, {"seeds/demo/0001_a.sql": sql})
    failed = cli("seed", *arguments)
    assert failed.code == 5
    assert failed.err == _told(
        "seeds/demo/0001_a.sql:5: the seed was refused: statement 2 of 2 failed",
        f"{SYNTAX}'WHERE 1' at line 3",
        "nothing of this file is kept",
        "next: correct the file, then run clinic-db seed again",
    )
    assert empty.connect().value("SELECT COUNT(*) FROM a") == 0


def test_failing_rollback_names_its_own_file(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    undo = "ALTER TABLE a DROP COLUMN c;\n-- why\nALTER TABLE a DROP COLUMN d;\n"
    write(project, {THIRD: HEAD + "ALTER TABLE a ADD c INT;\n", UNDO: undo})
    assert cli("apply", *arguments).code == 0
    failed = cli("rollback", *arguments)
    assert failed.code == 5
    assert failed.err == _told(
        f"{UNDO}:3: statement 2 of 2 failed",
        "server error 1091 (42000): Can't DROP 'd'; check that column/key exists",
        "committed: statement 1 of the rollback of 0003_more",
        "next: correct the file, then run clinic-db rollback again, which goes on at statement 2",
    )


def test_object_that_a_rollback_cannot_drop_goes_on_with_rollback(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    write(project, {"procedures/p.sql": "CREATE PROCEDURE p () SELECT id FROM b;\n"})
    assert cli("apply", *arguments).code == 0
    rights = ("SELECT, INSERT, DELETE, DROP",)
    with empty.connect() as root, _account(root, empty, *rights) as url:
        failed = cli("rollback", "--project", project, "--database", url)
    assert failed.code == 5
    assert failed.err.startswith("error: procedures/p.sql:1: statement 1 of 1 failed\n")
    assert "server error 1370 (42000): alter routine command denied to user" in failed.err
    assert "committed: no object of this run; procedure p is still there\n" in failed.err
    assert "next: grant the account what it lacks, then run clinic-db rollback again" in failed.err


def test_missing_right_is_told_with_the_statement(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    write(project, {THIRD: HEAD + "SELECT 1;\nCREATE TABLE c (a INT);\n"})
    rights = ("SELECT, INSERT, UPDATE, DELETE",)
    with empty.connect() as root, _account(root, empty, *rights) as url:
        failed = cli("apply", "--project", project, "--database", url)
    assert failed.code == 5
    assert failed.err.startswith(f"error: {THIRD}:3: statement 2 of 2 failed\n")
    assert "server error 1142 (42000): CREATE command denied to user" in failed.err
    assert failed.err.endswith(
        "committed: statement 1 of 0003_more\n"
        f"  next: grant the account what it lacks, then {AGAIN}, which goes on at statement 2\n"
    )
    assert cli("apply", *arguments).code == 0


def test_record_that_may_not_be_written_leaves_no_rows_behind(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    """Data without its record would be inserted twice: neither stays."""
    write(project, {THIRD: HEAD + "INSERT INTO a VALUES (1, 'x');\n"})
    rights = ("SELECT", "INSERT ON a", "INSERT ON _yoyo_migration")
    with empty.connect() as root:
        with _account(root, empty, *rights) as url:
            failed = cli("apply", "--project", project, "--database", url)
        assert root.value("SELECT COUNT(*) FROM a") == 0
    assert failed.code == 5
    assert f"error: {THIRD}" in failed.err
    assert "could not be " in failed.err.splitlines()[0]
    assert "server error 1142 (42000): " in failed.err
    assert "command denied to user" in failed.err
    assert "committed: nothing of 0003_more" in failed.err
    assert f"then {AGAIN}" in failed.err
    assert cli("apply", *arguments).code == 0
    assert empty.connect().value("SELECT COUNT(*) FROM a") == 1


def test_tidying_up_that_fails_does_not_hide_the_failure(
    cli: CommandLine, empty: Schema, project: Path, arguments: tuple[object, ...]
) -> None:
    """Without the right to delete from the journal; the first error stays the first."""
    assert arguments
    write(project, {THIRD: HEAD + "CREATE TABLE c (a INT);\nALTER TABLE nowhere ADD c INT;\n"})
    rights = ("SELECT, INSERT, UPDATE, CREATE, ALTER",)
    with empty.connect() as root, _account(root, empty, *rights) as url:
        failed = cli("apply", "--project", project, "--database", url)
    assert failed.code == 5
    assert failed.err.startswith(f"error: {THIRD}:3: statement 2 of 2 failed\n")
    first, second = failed.err.index("server error 1146"), failed.err.index("server error 1142")
    assert first < failed.err.index("committed: statement 1") < second
    assert "tidying up failed as well: server error 1142 (42000): DELETE command" in failed.err


def _in_a_transaction(db: Connection, *sqls: str) -> None:
    db.execute("START TRANSACTION")
    for sql in sqls:
        db.execute(sql)


def test_row_lock_that_is_not_had_names_who_holds_it(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    with empty.connect() as db:
        db.execute("INSERT INTO a VALUES (1, 'x')")
        _in_a_transaction(db, "UPDATE a SET note = 'held'")
        sql = "SET SESSION innodb_lock_wait_timeout = 1;\nUPDATE a SET note = 'y';\n"
        write(project, {THIRD: HEAD + sql})
        failed = cli("apply", *arguments)
        db.execute("ROLLBACK")
        holder = db.id
    assert failed.code == 4
    head, said, blocked, stays, following = failed.err.splitlines()
    assert head == f"error: {THIRD}:3: statement 2 of 2 failed"
    assert said == (
        "  server error 1205 (HY000): Lock wait timeout exceeded; try restarting transaction"
    )
    assert blocked.startswith(f"  blocked by connection {holder}, ")
    assert stays == "  committed: nothing of 0003_more"
    assert following == (
        "  next: when the blocking session has ended, or with a longer innodb_lock_wait_timeout, "
        f"{AGAIN}, which goes on at statement 1"
    )
    assert cli("apply", *arguments).code == 0


def test_deadlock_is_not_blamed_on_the_file(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    """The other transaction has changed more rows, so the server rolls ours back, all of it."""
    sql = "INSERT INTO b VALUES (7, 'ours');\nUPDATE a SET note = 'x' WHERE id = 1;\n"
    write(project, {THIRD: HEAD + sql})
    heavy = "INSERT INTO b SELECT id + 100, note FROM a"
    with empty.connect() as db, empty.connect() as watcher:
        db.execute(
            "INSERT INTO a WITH RECURSIVE n (i) AS"
            " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT i, 'x' FROM n"
        )
        _in_a_transaction(db, heavy, "UPDATE a SET note = 'held' WHERE id = 1")
        other = threading.Thread(
            target=_when_blocked, args=(watcher, db, "SELECT note FROM b WHERE id = 7 FOR UPDATE")
        )
        other.start()
        failed = cli("apply", *arguments)
        other.join(20)
        db.execute("ROLLBACK")
    assert failed.code == 5
    assert failed.err == _told(
        f"{THIRD}:3: statement 2 of 2 failed",
        "server error 1213 (40001): Deadlock found when trying to get lock; try restarting "
        "transaction",
        "committed: nothing of 0003_more",
        f"next: the file is not to blame, another transaction was in its way: {AGAIN}, which goes "
        "on at statement 1",
    )
    assert cli("apply", *arguments).code == 0


def _when_blocked(watcher: Connection, db: Connection, sql: str) -> None:
    """Run `sql` once somebody waits for a row that `db` holds."""
    pause = threading.Event()
    for _ in range(500):
        if watcher.value("SELECT COUNT(*) FROM performance_schema.data_lock_waits"):
            break
        pause.wait(0.02)
    db.execute(sql)


@pytest.mark.parametrize("kill", ["KILL", "KILL QUERY"])
@pytest.mark.parametrize("kind", ["data", "definition"])
def test_killed_statement_is_told_as_it_is(
    cli: CommandLine,
    arguments: tuple[object, ...],
    empty: Schema,
    project: Path,
    kill: str,
    kind: str,
) -> None:
    """Whether it happened is said only where it is known."""
    sql = "UPDATE a SET note = sleep(60)" if kind == "data" else "ALTER TABLE a ADD c INT"
    write(project, {THIRD: f"{HEAD}CREATE TABLE c (a INT);\n{sql};\n"})
    with empty.connect() as db, empty.connect() as holder:
        db.execute("INSERT INTO a VALUES (1, 'x')")
        if kind == "definition":
            _in_a_transaction(holder, "SELECT * FROM a")
        other = threading.Thread(target=_kill, args=(db, f"{sql[:10]}%", kill))
        other.start()
        failed = cli("apply", "--allow-unsafe", "blocking", *arguments)
        other.join(20)
    doubt = "; whether statement 2 is, the next run finds out" if kind == "definition" else ""
    lost = (
        f"{THIRD}:3: statement 2 of 2 was sent, but its answer never came",
        "server error 2013: Lost connection to MySQL server during query",
        f"committed: statement 1 of 0003_more{doubt}",
        f"next: to find out what happened, and to go on from there, {AGAIN}",
    )
    ended = (
        f"{THIRD}:3: statement 2 of 2 failed",
        "server error 1317 (70100): Query execution was interrupted",
        "committed: statement 1 of 0003_more",
        "next: the file is not to blame, somebody ended the statement (KILL QUERY): "
        f"{AGAIN}, which goes on at statement 2",
    )
    assert failed.code == 5
    assert failed.err == _told(*(lost if kill == "KILL" else ended))


def _kill(db: Connection, pattern: str, kill: str) -> None:
    """End the statement that looks like `pattern` in this database, once it runs."""
    pause = threading.Event()
    running = "SELECT id FROM performance_schema.processlist WHERE db = DATABASE() AND info LIKE %s"
    for _ in range(500):
        if found := db.value(running + " AND id <> CONNECTION_ID()", (pattern,)):
            db.execute(f"{kill} {found}")
            return
        pause.wait(0.02)


def test_statement_that_is_larger_than_the_server_takes(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    """The server just hangs up; the size is a likely reason, so it is named."""
    write(project, {THIRD: f"{HEAD}INSERT INTO a SELECT 1, length('{'x' * 2_000_000}');\n"})
    with empty.connect() as root:
        before = root.value("SELECT @@GLOBAL.max_allowed_packet")
        root.execute("SET GLOBAL max_allowed_packet = 1048576")
        try:
            failed = cli("apply", *arguments)
        finally:
            root.execute("SET GLOBAL max_allowed_packet = %s", (before,))
    assert failed.code == 5
    assert failed.err.startswith(f"error: {THIRD}:2: statement 1 of 1 ")
    assert "committed: nothing of 0003_more" in failed.err
    assert "max_allowed_packet on the server" in failed.err.splitlines()[-1]
    assert AGAIN in failed.err.splitlines()[-1]
    assert cli("apply", *arguments).code == 0


@pytest.mark.parametrize(
    ("sql", "cut_at", "kept"),
    [
        ("INSERT INTO a VALUES (1, 'x'), (1, 'x')", b"ROLLBACK", "server error 1062 (23000)"),
        ("ALTER TABLE nowhere ADD c INT", b"DELETE FROM _clinic_db_journal", "server error 1146"),
        ("ALTER TABLE nowhere ADD c INT", b"release_lock", "server error 1146"),
    ],
)
def test_line_cut_while_tidying_up_keeps_the_first_error(
    cli: CommandLine,
    arguments: tuple[object, ...],
    project: Path,
    line: Relay,
    empty: Schema,
    sql: str,
    cut_at: bytes,
    kept: str,
) -> None:
    """A connection that breaks after the failure is never told instead of the failure."""
    write(project, {THIRD: f"{HEAD}{sql};\n"})
    line.cut_at = cut_at
    failed = cli("apply", "--project", project, "--database", line.url(empty.target))
    assert line.cuts == 1
    assert failed.code == 5
    assert failed.err.startswith(f"error: {THIRD}:2: statement 1 of 1 failed\n  {kept}")
    if cut_at == b"release_lock":
        assert "tidying up" not in failed.err, "the lock went with the session"
    else:
        assert "tidying up failed as well: server error 2013: Lost connection" in failed.err
    write(project, {THIRD: f"{HEAD}SELECT 1;\n"})
    assert cli("apply", *arguments).code == 0


def test_line_cut_once_all_is_done_is_no_failure(
    cli: CommandLine, project: Path, line: Relay, empty: Schema
) -> None:
    """Nothing was left to do but to free the lock, which went with the session."""
    line.cut_at = b"release_lock"
    done = cli("apply", "--project", project, "--database", line.url(empty.target))
    assert (line.cuts, done.code) == (1, 0), done.err
    assert "applied 2 migrations, 2 statements" in done.out


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize(
    ("sql", "cut_at"),
    [
        ("CREATE TABLE c (a INT)", b"INSERT IGNORE INTO _yoyo_migration"),
        ("CREATE TABLE c (a INT)", b"CREATE TABLE c"),
        ("CREATE TABLE c (a INT)", b"INSERT INTO _yoyo_log"),
        ("INSERT INTO a VALUES (1, 'x')", b"INSERT INTO a VALUES"),
        ("INSERT INTO a VALUES (1, 'x')", b"INSERT IGNORE INTO _yoyo_migration"),
    ],
)
def test_line_cut_anywhere_names_the_file_and_the_next_run_goes_on(
    cli: CommandLine,
    arguments: tuple[object, ...],
    project: Path,
    line: Relay,
    empty: Schema,
    sql: str,
    cut_at: bytes,
    answered: bool,
) -> None:
    write(project, {THIRD: f"{HEAD}{sql};\n"})
    line.cut_at, line.answered = cut_at, answered
    failed = cli("apply", "--project", project, "--database", line.url(empty.target))
    assert line.cuts == 1
    assert failed.code == 5
    head, said, *_, stays, following = failed.err.splitlines()
    assert head.startswith(f"error: {THIRD}")
    assert head.endswith(
        (": statement 1 of 1 was sent, but its answer never came",
         ": all 1 statement(s) ran, but that they are done could not be recorded")
    )  # fmt: skip
    assert said == "  server error 2013: Lost connection to MySQL server during query"
    assert stays.startswith("  committed: nothing of 0003_more")
    assert following == f"  next: to find out what happened, and to go on from there, {AGAIN}"
    assert cli("apply", *arguments).code == 0
    with empty.connect() as db:
        assert db.value("SELECT COUNT(*) FROM a") == int("INTO a" in sql)
        assert db.value("SELECT COUNT(*) FROM _yoyo_migration") == 3


@pytest.mark.parametrize(
    ("cut_at", "answered"),
    [
        (b"CREATE TRIGGER `t__clinic_db_trial`", False),
        (b"CREATE TRIGGER t BEFORE INSERT", False),
        (b"CREATE TRIGGER t BEFORE INSERT", True),
    ],
)
def test_line_cut_in_a_replacement_is_told_and_made_good(
    cli: CommandLine,
    arguments: tuple[object, ...],
    project: Path,
    line: Relay,
    empty: Schema,
    cut_at: bytes,
    answered: bool,
) -> None:
    trigger = "CREATE TRIGGER t BEFORE INSERT ON a\nFOR EACH ROW SET NEW.note = 'one'\n;\n"
    write(project, {"triggers/t.sql": trigger, "sql/views/v.sql": "CREATE VIEW v AS SELECT 1;\n"})
    assert cli("apply", *arguments).code == 0
    write(project, {"triggers/t.sql": trigger.replace("one", "two")})
    write(project, {"sql/views/v.sql": "CREATE VIEW v AS SELECT 2;\n"})
    line.cut_at, line.answered = cut_at, answered
    failed = cli("apply", "--project", project, "--database", line.url(empty.target))
    assert failed.code == 5
    assert failed.err.startswith("error: triggers/t.sql:1: statement ")
    fate = "what became of trigger t, the next run finds out"
    assert f"committed: 1 object(s) before this one; {fate}" in failed.err
    assert cli("apply", *arguments).code == 0
    with empty.connect() as db:
        db.execute("INSERT INTO a (id) VALUES (1)")
        assert db.value("SELECT note FROM a") == "two"


@pytest.mark.parametrize("broken", ["SET NEW.nope = 1", "SELEKT 1"])
def test_replacement_that_is_refused_says_that_the_old_one_stays(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, broken: str
) -> None:
    trigger = "CREATE TRIGGER t BEFORE INSERT ON a\nFOR EACH ROW SET NEW.note = 'one';\n"
    write(project, {"triggers/t.sql": trigger})
    assert cli("apply", *arguments).code == 0
    write(project, {"triggers/t.sql": trigger.replace("SET NEW.note = 'one'", broken)})
    failed = cli("apply", *arguments)
    assert failed.code == 5
    assert "committed: no object of this run; the old trigger t is still in force\n" in failed.err


def test_signal_that_cannot_reach_the_server_is_told(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, line: Relay, empty: Schema
) -> None:
    """No second connection for KILL QUERY: the statement is waited for, and the run then ends."""
    write(project, {THIRD: f"{HEAD}SELECT get_lock('held', 60);\nINSERT INTO a VALUES (1, 'x');\n"})
    with empty.connect() as db, empty.connect() as watcher:
        db.value("SELECT get_lock('held', 0)")
        other = threading.Thread(target=_interrupt_waiting, args=(watcher, db, line))
        other.start()
        failed = cli("apply", "--project", project, "--database", line.url(empty.target))
        other.join(20)
    assert failed.code == 130
    assert failed.err.startswith(
        "error: interrupted by SIGINT; the statement that ran was waited for, since it could not"
        " be ended\n  what answers there is not a MySQL server\n"
    )
    assert f"at {THIRD}:3" in failed.err
    assert "committed: nothing of 0003_more" in failed.err
    assert cli("apply", *arguments).code == 0


def test_an_interrupted_run_names_a_place_only_where_it_has_one(empty: Schema) -> None:
    """A worker process that the same signal ended stood nowhere in a file."""

    def run(db: Connection) -> None:
        with interruptible(db):
            os.kill(os.getpid(), signal.SIGTERM)
            raise StatementError("a worker process ended by itself")

    with empty.connect() as db, pytest.raises(InterruptedRunError) as error:
        run(db)
    assert error.value.detail == ()


def _interrupt_waiting(watcher: Connection, db: Connection, line: Relay) -> None:
    """Once the run waits for the user lock: close the door, send the signal, free the lock."""
    pause = threading.Event()
    waiting = (
        "SELECT COUNT(*) FROM performance_schema.metadata_locks"
        " WHERE object_type = 'USER LEVEL LOCK' AND lock_status = 'PENDING'"
    )
    for _ in range(500):
        if watcher.value(waiting):
            break
        pause.wait(0.02)
    line.deaf = True
    os.kill(os.getpid(), signal.SIGINT)
    # The handler has tried and failed when it has been turned away.
    for _ in range(500):
        if line.refused:
            break
        pause.wait(0.02)
    db.value("SELECT release_lock('held')")


def test_refused_session_is_told_in_the_servers_words(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """Not "check the URL": the number, the SQLSTATE and the text say which limit it is."""
    name = f"one_{empty.name}"[:32]
    url = f"mysql://{name}@{empty.target.host}:{empty.target.port}/{empty.name}"
    with empty.connect() as root:
        root.execute(f"CREATE USER {name}@'%' WITH MAX_QUERIES_PER_HOUR 1")
        root.execute(f"GRANT SELECT ON {identifier(empty.name)}.* TO {name}@'%'")
        try:
            first = cli("status", "--project", project, "--database", url)
            root.execute(f"ALTER USER {name}@'%' ACCOUNT LOCK")
            locked = cli("status", "--project", project, "--database", url)
        finally:
            root.execute(f"DROP USER {name}@'%'")
    assert first.code == 5
    assert "server error 1226 (42000): User" in first.err
    assert locked.code == 3
    assert "the server takes no session now, or not from here" in locked.err
    assert "server error 3118 (HY000): Access denied for user" in locked.err


def _unread(lines: int, *command: object) -> tuple[int, str]:
    """Run `clinic-db` with an output that closes after some lines; exit code and errors."""
    running = subprocess.Popen(
        [sys.executable, "-m", "clinic_db", *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    for _ in range(lines):
        assert running.stdout.readline()
    running.stdout.close()
    err = running.stderr.read()
    running.stderr.close()
    return running.wait(60), err


def test_output_that_nobody_reads_does_not_stop_a_run(empty: Schema, project: Path) -> None:
    """`clinic-db apply | head -1` still does all; a command that only reads ends as others do."""
    last = 40
    for number in range(3, last + 1):
        before = "0002_create_b" if number == 3 else f"{number - 1:04}_t"
        sql = f"-- depends: {before}\nCREATE TABLE t{number} (a INT);\n"
        write(project, {f"migrations/{number:04}_t.sql": sql})
    arguments = ("--project", project, "--database", empty.url)
    assert _unread(1, "apply", *arguments) == (0, "")
    assert empty.connect().value("SELECT COUNT(*) FROM _yoyo_migration") == last
    assert _unread(0, "status", "--check", *arguments) == (141, "")


def test_error_of_another_kind_keeps_its_place_too() -> None:
    """What fails while tidying up after any exception is a note on it."""
    first = KeyError("first")
    with keeping(first):
        raise StatementError("second")
    assert first.__notes__ == ["tidying up failed as well: second"]
