"""What a look at the tables costs the live server, and what a run that goes on is spared."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import wire
from projects import CommandLine, Outcome, write

from clinic_db import database, sandbox
from clinic_db.database import Connection
from clinic_db.sandbox.paths import cache_dir
from clinic_db.schema_pool import Schema
from clinic_db.target import Target

THIRD = "migrations/0003_more.sql"
FOURTH = "migrations/0004_last.sql"
HEAD = "-- depends: 0002_create_b\n"
LAST = "-- depends: 0003_more\n"
COPY = "ALTER TABLE a MODIFY note VARCHAR(300) NULL, ALGORITHM = COPY;\n"
# The machine's own, where the server's download is, seen before a test gets a home of its own.
CACHE = cache_dir().parent

Run = Callable[..., Outcome]


@pytest.fixture
def db(empty: Schema) -> Connection:
    return empty.connect()


def test_rows_are_looked_for_and_never_counted(run: Run, db: Connection, project: Path) -> None:
    """One question for each table, which reads one row; sizes are estimates."""
    assert run("apply").code == 0
    db.execute("INSERT INTO a SELECT value, 'x' FROM json_table(%s, '$[*]' COLUMNS"
               " (value INT PATH '$')) AS numbers", (str(list(range(1000))),))  # fmt: skip
    db.execute("ANALYZE TABLE a")
    write(project, {THIRD: f"{HEAD}{COPY}DELETE FROM a;\nTRUNCATE b;\nDROP TABLE a;\n"})
    read = (
        "SELECT SUM(count_read) FROM performance_schema.table_io_waits_summary_by_table"
        " WHERE object_schema = DATABASE() AND object_name = 'a'"
    )
    before = db.value(read)
    with wire.general_log(db) as sent:
        refused = run("apply")
    assert refused.code == 7
    assert "  a holds about 1,000 rows, 64 KiB\n" in refused.err
    assert db.value(read) - before <= 1
    about = [sql for sql in sent if re.search(r"\b[ab]\b", sql)]
    assert [sql for sql in about if "information_schema" not in sql] == [
        "SELECT exists(SELECT 1 FROM `a`) AS has_rows",
        "SELECT exists(SELECT 1 FROM `b`) AS has_rows",
    ]
    assert not [sql for sql in sent if re.search(r"count\s*\(\s*\*\s*\)\s+FROM\s+`?[ab]`?\b", sql)]
    estimates = [sql for sql in sent if "stats_expiry = 0" in sql and "table_rows" in sql]
    assert len(estimates) == 1


def test_plan_waits_for_no_table(run: Run, db: Connection, project: Path, empty: Schema) -> None:
    """Not even for one that another session has to itself; apply says which session that is."""
    assert run("apply").code == 0
    db.execute("INSERT INTO a VALUES (1, 'x')")
    db.execute("ANALYZE TABLE a")
    write(project, {THIRD: HEAD + COPY})
    with empty.connect() as holder:
        holder_id = holder.id
        holder.execute("LOCK TABLES a WRITE")
        shown = run("plan", "--lock-wait-timeout", "1")
        locked = run("apply", "--lock-wait-timeout", "1")
    assert shown.code == 0, shown.err
    assert locked.code == 4
    assert "a table that is to be changed is locked by another session\n" in locked.err
    assert f"  blocked by connection {holder_id}, " in locked.err
    assert "  nothing was changed\n" in locked.err
    assert "migrations/0003_more.sql:2  a      COPY       wait    yes          1" in shown.out


def test_plan_with_nothing_to_ask_asks_nothing_more(
    run: Run, db: Connection, project: Path
) -> None:
    """A new table costs the statements that it cost before there was anything to ask."""
    assert run("apply").code == 0
    with wire.general_log(db) as idle:
        run("plan")
    write(project, {THIRD: f"{HEAD}CREATE TABLE c (a INT);\nINSERT INTO c VALUES (1);\n"})
    with wire.general_log(db) as busy:
        assert run("plan").code == 0
    assert len(busy) == len(idle)


LARGE = (1_000_001, 10, "about 1,000,001 rows, 160 KiB")


@pytest.mark.parametrize(
    ("tie", "estimate", "advice"),
    [
        (
            "ALTER TABLE b DROP COLUMN note",
            (10, 70_000, "about 10 rows, 1.1 GiB"),
            "use gh-ost, pt-online-schema-change or spirit: a has no foreign keys and no triggers,"
            " so each of them can",
        ),
        (
            "ALTER TABLE b ADD CONSTRAINT fk_b FOREIGN KEY (id) REFERENCES a (id)",
            LARGE,
            "use pt-online-schema-change with --alter-foreign-keys-method; gh-ost and spirit "
            "refuse a for its foreign keys (from b)",
        ),
        (
            "ALTER TABLE a ADD CONSTRAINT fk_a FOREIGN KEY (id) REFERENCES b (id)",
            LARGE,
            "use pt-online-schema-change; gh-ost and spirit refuse a for its foreign keys (to b)",
        ),
        (
            "CREATE TRIGGER a_before_insert BEFORE INSERT ON a FOR EACH ROW SET NEW.note = 'x'",
            LARGE,
            "use pt-online-schema-change with --preserve-triggers, or gh-ost with "
            "--include-triggers; spirit refuses a for its triggers",
        ),
        ("DO 1", (1_000_000, 65_536, "about 1,000,000 rows, 1.0 GiB"), ""),
    ],
)
def test_copy_of_a_large_table_names_the_tools_that_can_take_it(
    run: Run, db: Connection, project: Path, tie: str, estimate: tuple[int, int, str], advice: str
) -> None:
    """By what the live table is bound to, whoever made it so."""
    rows, pages, told = estimate
    assert run("apply").code == 0
    db.execute("SET foreign_key_checks = 0")
    db.execute(tie)
    db.execute("ALTER TABLE a STATS_PERSISTENT = 1, STATS_AUTO_RECALC = 0")
    db.execute("INSERT INTO a VALUES (1, 'x')")
    db.execute(
        "UPDATE mysql.innodb_table_stats SET n_rows = %s, clustered_index_size = %s,"
        " sum_of_other_index_sizes = 0 WHERE database_name = DATABASE() AND table_name = 'a'",
        (rows, pages),
    )
    # The server reads its statistics when it opens the table anew.
    db.execute("FLUSH TABLES a")
    write(project, {THIRD: HEAD + COPY})
    refused = run("apply")
    assert refused.code == 7
    said = [line for line in refused.err.splitlines() if " for a large table " in line]
    assert said == ([f"  for a large table {advice}"] if advice else [])
    assert f"  a holds {told}\n" in refused.err


def test_run_that_failed_goes_on_with_the_tables_that_it_made(
    run: Run, db: Connection, project: Path
) -> None:
    """The same command again, without a hand: the rows are the migrations' own."""
    drop = "ALTER TABLE a DROP COLUMN note;\n"
    third = f"{HEAD}INSERT INTO a VALUES (1, 'x');\nALTER TABLE nowhere ADD x INT;\n"
    write(project, {THIRD: third, FOURTH: f"{LAST}{COPY}{drop}"})
    assert run("apply").code == 5
    assert db.value("SELECT COUNT(*) FROM a") == 1
    write(project, {THIRD: third.replace("nowhere", "b")})
    edited = write(project, {FOURTH: f"{LAST}{COPY.replace('300', '301')}{drop}"})
    refused = run("apply")
    assert (refused.code, f"{FOURTH}:2: refused as blocking" in refused.err) == (7, True)
    assert f"{FOURTH}:3" not in refused.err
    write(edited, {FOURTH: f"{LAST}{COPY}{drop}"})
    done = run("apply")
    assert done.code == 0, done.err


def test_what_was_let_pass_is_not_let_pass_twice(
    cli: CommandLine, at: tuple[object, ...], run: Run, db: Connection, project: Path
) -> None:
    """Undone and applied again, a migration is looked at as any other."""
    undo = {"migrations/0004_last.rollback.sql": "ALTER TABLE a MODIFY note VARCHAR(50) NULL;\n"}
    write(project, {THIRD: f"{HEAD}INSERT INTO a VALUES (1, 'x');\n", FOURTH: LAST + COPY, **undo})
    done = run("apply")
    assert done.code == 0, done.err
    assert db.value("SELECT COUNT(*) FROM _yoyo_log WHERE operation = 'cleared'") == 1
    assert cli("rollback", *at).code == 0
    refused = run("apply")
    assert (refused.code, f"{FOURTH}:2: refused as blocking" in refused.err) == (7, True)


def test_half_applied_migration_goes_on_with_the_tables_that_it_made(
    run: Run, db: Connection, project: Path
) -> None:
    """But not with others, which had rows before."""
    sql = "CREATE TABLE c (a INT);\nINSERT INTO c VALUES (1);\nALTER TABLE nowhere ADD x INT;\n"
    write(project, {THIRD: HEAD + sql})
    assert run("apply").code == 5
    db.execute("INSERT INTO a VALUES (1, 'x')")
    own = "ALTER TABLE c MODIFY a BIGINT;\nDELETE FROM c;\n"
    write(project, {THIRD: HEAD + sql.replace("ALTER TABLE nowhere ADD x INT;\n", own + COPY)})
    refused = run("apply")
    assert refused.code == 7
    assert refused.err.startswith(f"error: {THIRD}:6: refused as blocking: nobody can write to a ")
    assert "also" not in refused.err
    done = run("apply", "--allow-unsafe", "blocking")
    assert done.code == 0, done.err


def test_statement_that_fails_on_an_empty_database_is_taken_to_block(
    run: Run, db: Connection, project: Path
) -> None:
    """A table that no migration made: nobody can say what the server would do with it."""
    assert run("apply").code == 0
    db.execute("CREATE TABLE strange (id INT)")
    db.execute("INSERT INTO strange VALUES (1)")
    write(project, {THIRD: f"{HEAD}ALTER TABLE strange ADD x INT;\n",
                    FOURTH: f"{LAST}ALTER TABLE strange ADD y INT;\n"})  # fmt: skip
    refused = run("apply").err
    failed = f"on an empty database {THIRD}:2 fails: server error 1146 (42S02): Table 'strange'"
    assert f"  no server was asked which algorithm it takes: {failed}" in refused
    assert "asked which algorithm it takes: the migrations before it fail on an empty" in refused
    assert "  next: when writers can wait, clinic-db apply --allow-unsafe blocking\n" in refused


def test_server_of_the_live_database_is_not_asked(
    cli: CommandLine, at: tuple[object, ...], project: Path, empty: Schema, run: Run
) -> None:
    assert run("apply").code == 0
    write(project, {THIRD: HEAD + COPY})
    refused = cli("plan", *at, "--against", empty.url)
    assert (refused.code, refused.out) == (2, "")
    assert "--against: that is the server whose tables are to be changed" in refused.err
    gone = cli("plan", *at, CLINIC_DB_AGAINST_URL="mysql://root@127.0.0.1:1/x")
    assert gone.code == 3


def test_nothing_is_left_behind(
    cli: CommandLine,
    at: tuple[object, ...],
    db: Connection,
    project: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    other: Target,
) -> None:
    """No sandbox after the command, no database on a server that was named."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(CACHE))
    assert run("apply").code == 0
    # A text that the cache does not know yet.
    new = f"ALTER TABLE a ADD c INT COMMENT '{db.target.database} {os.getpid()}';\n"
    write(project, {THIRD: HEAD + new})
    databases = _databases(other)
    assert "  a      INSTANT    go on   " in cli("plan", *at).out
    mine = f"lint-{os.getpid()}-"
    assert not [box for box in sandbox.running() if box.name.startswith(mine)]
    write(project, {THIRD: HEAD + new.replace(" c ", " d ")})
    assert "  a      INSTANT    go on   " in run("plan").out
    assert _databases(other) == databases


def _databases(at: Target) -> list[dict[str, Any]]:
    with database.connect(at) as session:
        return session.rows("SHOW DATABASES")
