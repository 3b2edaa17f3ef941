"""What a migration does to tables with rows: plan tells it, apply refuses what does harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import CommandLine, Outcome, write

from clinic_db.database import Connection
from clinic_db.sandbox import lifecycle
from clinic_db.schema_pool import Schema

HEAD = "-- depends: 0002_create_b\n"
THIRD = "migrations/0003_more.sql"
FOURTH = "migrations/0004_last.sql"
ROWS = ("INSERT INTO a VALUES (1, 'one'), (2, 'two')", "ANALYZE TABLE a, b")
HARMLESS = "ALTER TABLE a ADD COLUMN c INT NULL;\n"
COPY = "ALTER TABLE a MODIFY note VARCHAR(300) NULL, ALGORITHM = COPY;\n"

Run = Callable[..., Outcome]


@pytest.fixture
def db(empty: Schema) -> Connection:
    return empty.connect()


@pytest.fixture
def filled(run: Run, db: Connection, project: Path) -> Callable[[str], None]:
    """`filled(sql)`: table a holds two rows, b none, and the third migration is to come."""

    def make(sql: str) -> None:
        assert run("apply").code == 0
        for statement in ROWS:
            db.execute(statement)
        write(project, {THIRD: HEAD + sql})

    return make


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sandbox may be started."""

    def start(*_: object, **__: object) -> None:
        pytest.fail("a sandbox was to be started")

    monkeypatch.setattr(lifecycle, "start", start)


EVERY_WAY = """\
ALTER TABLE a ADD COLUMN c INT NULL;
CREATE INDEX ix_note ON a (note);
ALTER TABLE a ADD FULLTEXT INDEX ft_note (note);
ALTER TABLE a
    MODIFY note VARCHAR(20) NOT NULL;
DELETE FROM a;
DROP TABLE b;
CREATE TABLE d (id INT PRIMARY KEY);
ALTER TABLE d MODIFY id BIGINT;
"""
STEPS = """\
action  kind       name       statements  why
──────  ─────────  ─────────  ──────────  ───
apply   migration  0003_more           8  new

"""
TOLD = """\
statement                   table  algorithm  writes  rebuilds  rows  size
──────────────────────────  ─────  ─────────  ──────  ────────  ────  ──────
migrations/0003_more.sql:2  a      INSTANT    go on   no           2  16 KiB
migrations/0003_more.sql:3  a      INPLACE    go on   no           2  16 KiB
migrations/0003_more.sql:4  a      INPLACE    wait    yes          2  16 KiB
migrations/0003_more.sql:5  a      COPY       wait    yes          2  16 KiB
migrations/0003_more.sql:7  a      -          -       -            2  16 KiB
migrations/0003_more.sql:8  b      -          -       -            0  16 KiB
"""
LOST = """\
migrations/0003_more.sql:5: a.note: VARCHAR(50) becomes VARCHAR(20); what does not fit is lost or \
stops it
migrations/0003_more.sql:7: DELETE without WHERE: every row of a goes
migrations/0003_more.sql:8: drops table b with every row in it
"""
NOTES = f"""\
note: apply asks for --allow-unsafe destructive: {THIRD}:5, {THIRD}:7
note: apply asks for --allow-unsafe blocking: {THIRD}:4, {THIRD}:5
"""


def test_plan_tells_the_way_and_the_size(run: Run, filled: Callable[[str], None]) -> None:
    """Of what the run makes itself it says nothing."""
    filled(EVERY_WAY)
    shown = run("plan")
    assert (shown.code, shown.out, shown.err) == (0, STEPS + TOLD + LOST, NOTES)
    allowed = run("plan", "--allow-unsafe", "destructive", "--allow-unsafe", "blocking")
    assert (allowed.out, allowed.err) == (shown.out, "")


def test_plan_tells_machines_the_same(run: Run, filled: Callable[[str], None]) -> None:
    filled(EVERY_WAY)
    changes = json.loads(run("plan", "--format", "json").out)["changes"]
    assert [change["line"] for change in changes] == [2, 3, 4, 5, 7, 8]
    assert changes[3] == {
        "migration": "0003_more",
        "file": THIRD,
        "line": 5,
        "table": "a",
        "rows": 2,
        "bytes": 16384,
        "algorithm": "COPY",
        "lock": "SHARED",
        "writes": False,
        "rebuilds": True,
        "why": "Need to rebuild the table to change column type",
        "not_asked": None,
        "loses": ["a.note: VARCHAR(50) becomes VARCHAR(20); what does not fit is lost or stops it"],
    }
    assert (changes[0]["algorithm"], changes[0]["writes"]) == ("INSTANT", True)
    assert (changes[4]["algorithm"], changes[4]["writes"]) == (None, None)


def test_plan_tells_it_above_the_sql(run: Run, filled: Callable[[str], None]) -> None:
    filled(EVERY_WAY)
    text = run("plan", "--sql").out
    assert (
        "-- apply migration 0003_more: new\n"
        f"-- {THIRD}\n"
        "-- line 2, a: INSTANT, writes go on; about 2 rows, 16 KiB\n"
        "-- line 3, a: INPLACE, writes go on; about 2 rows, 16 KiB\n"
        "-- line 4, a: INPLACE, writes blocked, rebuilds the table; about 2 rows, 16 KiB\n"
        "-- line 5, a: COPY, writes blocked; a.note: VARCHAR(50) becomes VARCHAR(20); what does "
        "not fit is lost or stops it; about 2 rows, 16 KiB\n"
        "-- line 7, a: DELETE without WHERE: every row of a goes; about 2 rows, 16 KiB\n"
        "-- line 8, b: drops table b with every row in it; about 0 rows, 16 KiB\n"
        "ALTER TABLE a ADD COLUMN c INT NULL;\n"
    ) in text


def test_plan_says_where_nobody_was_asked(
    cli: CommandLine,
    filled: Callable[[str], None],
    at: tuple[object, ...],
    no_server: None,
) -> None:
    assert no_server is None
    filled(HARMLESS)
    rows = "migrations/0003_more.sql:2  a      not asked  ?       ?            2  16 KiB\n"
    told = "no server was asked for the algorithm (--no-sandbox): apply takes it to block writes\n"
    assert cli("plan", "--no-sandbox", *at).out.endswith(rows + told)
    sql = cli("plan", "--no-sandbox", "--sql", *at).out
    assert "-- line 2, a: which algorithm was not asked (--no-sandbox); about 2 rows" in sql
    change = json.loads(cli("plan", "--no-sandbox", "--format", "json", *at).out)["changes"][0]
    assert (change["algorithm"], change["writes"], change["not_asked"]) == (
        None, None, "--no-sandbox"
    )  # fmt: skip


NOWHERE = "no throwaway server is to be had: no MySQL server for a sandbox"


def test_without_a_server_every_alter_is_taken_to_block(
    cli: CommandLine, filled: Callable[[str], None], at: tuple[object, ...], tmp_path: Path
) -> None:
    filled(HARMLESS)
    nothing = {"CLINIC_DB_SANDBOX": "local", "PATH": str(tmp_path)}
    assert f"no server was asked for the algorithm ({NOWHERE})" in cli("plan", *at, **nothing).out
    refused = cli("apply", *at)
    assert refused.code == 7
    assert refused.err == (
        f"error: {THIRD}:2: refused as blocking: nobody may be able to write to a until it is "
        "done\n"
        "  ALTER TABLE a ADD COLUMN c INT NULL\n"
        "  a holds about 2 rows, 16 KiB\n"
        f"  no server was asked which algorithm it takes: {NOWHERE}\n"
        "  nothing was changed\n"
        "  next: name a server that may be asked with --against URL; or, when writers can wait, "
        "clinic-db apply --allow-unsafe blocking\n"
    )
    left_out = cli("apply", "--no-sandbox", *at)
    assert left_out.code == 7
    assert "  next: leave --no-sandbox out, so that a server is asked; or, when" in left_out.err
    assert cli("apply", "--allow-unsafe", "blocking", *at).code == 0


REFUSED = {
    "DROP COLUMN": (
        "ALTER TABLE a DROP COLUMN note;\n",
        "destructive: drops column a.note with every value in it",
        "ALTER TABLE a DROP COLUMN note",
        ("the server takes INSTANT, writes go on",),
        "take a backup, then clinic-db apply --allow-unsafe destructive",
    ),
    "narrower": (
        "ALTER TABLE a\n    MODIFY note VARCHAR(40) NULL;\n",
        "destructive and blocking: a.note: VARCHAR(50) becomes VARCHAR(40); what does not fit is "
        "lost or stops it; nobody can write to a until it is done",
        "ALTER TABLE a MODIFY note VARCHAR(40) NULL",
        (
            "the server takes COPY, writes blocked (Need to rebuild the table to change column "
            "type)",
        ),
        "take a backup, and when writers can wait, clinic-db apply --allow-unsafe destructive "
        "--allow-unsafe blocking",
    ),
    "DROP TABLE": (
        "DROP TABLE b, a;\n",
        "destructive: drops table a with every row in it",
        "DROP TABLE b, a",
        (),
        "take a backup, then clinic-db apply --allow-unsafe destructive",
    ),
    "TRUNCATE": (
        "TRUNCATE a;\n",
        "destructive: TRUNCATE: every row of a goes",
        "TRUNCATE a",
        (),
        "take a backup, then clinic-db apply --allow-unsafe destructive",
    ),
    "renamed": (
        "RENAME TABLE a TO old_a;\nDELETE FROM old_a;\n",
        "destructive: DELETE without WHERE: every row of old_a goes",
        "DELETE FROM old_a",
        (),
        "take a backup, then clinic-db apply --allow-unsafe destructive",
    ),
    "COPY": (
        COPY,
        "blocking: nobody can write to a until it is done",
        "ALTER TABLE a MODIFY note VARCHAR(300) NULL, ALGORITHM = COPY",
        ("the server takes COPY, writes blocked",),
        "when writers can wait, clinic-db apply --allow-unsafe blocking",
    ),
    "FULLTEXT": (
        "CREATE FULLTEXT INDEX ft_note ON a (note);\n",
        "blocking: nobody can write to a until it is done",
        "CREATE FULLTEXT INDEX ft_note ON a (note)",
        (
            "the server takes INPLACE, writes blocked, rebuilds the table (Fulltext index creation "
            "requires a lock)",
        ),
        "when writers can wait, clinic-db apply --allow-unsafe blocking",
    ),
    "version comment": (
        "/*!80000 ALTER TABLE a DROP COLUMN note */;\n",
        "destructive: drops column a.note with every value in it",
        "/*!80000 ALTER TABLE a DROP COLUMN note */",
        ("the server takes INSTANT, writes go on",),
        "take a backup, then clinic-db apply --allow-unsafe destructive",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_harm_to_rows_is_refused_before_anything_is_changed(
    run: Run, filled: Callable[[str], None], db: Connection, case: str
) -> None:
    """Also the statements in front of it; and what silences lint does not silence apply."""
    sql, harm, shown, way, hint = REFUSED[case]
    allowed = "-- clinic-db: allow destructive because the case says so\n"
    allowed += "-- clinic-db: allow blocking because the case says so\n"
    filled(f"INSERT INTO b VALUES (1, 'x');\n{allowed}{sql}")
    refused = run("apply")
    # Below the statement on b and the two comments; the renamed one is the second of two.
    line = 6 if case == "renamed" else 5
    assert refused.code == 7
    assert refused.out == ""
    assert refused.err == (
        f"error: {THIRD}:{line}: refused as {harm}\n"
        + "".join(
            f"  {detail}\n"
            for detail in (shown, "a holds about 2 rows, 16 KiB", *way, "nothing was changed")
        )
        + f"  next: {hint}\n"
    )
    assert db.rows("SELECT id FROM b") == []
    assert len(db.rows("SELECT note FROM a")) == 2


def test_each_rule_is_allowed_by_its_own_name(run: Run, filled: Callable[[str], None]) -> None:
    filled("ALTER TABLE a MODIFY note VARCHAR(40) NULL;\n")
    one = run("apply", "--allow-unsafe", "destructive")
    assert (one.code, "refused as blocking: nobody can write to a" in one.err) == (7, True)
    assert one.err.endswith("--allow-unsafe destructive --allow-unsafe blocking\n")
    two = run("apply", "--allow-unsafe", "blocking", "--allow-unsafe", "not-empty")
    assert (two.code, "refused as destructive: a.note: VARCHAR(50)" in two.err) == (7, True)
    assert "server takes" not in two.err, "nobody need be asked"
    unknown = run("apply", "--allow-unsafe", "all")
    assert unknown.code == 2
    both = run("apply", "--allow-unsafe", "destructive", "--allow-unsafe", "blocking")
    assert both.code == 0, both.err


def test_every_statement_is_named_with_what_allows_all(
    run: Run, filled: Callable[[str], None], project: Path
) -> None:
    filled(COPY)
    drops = "".join(f"DELETE FROM a; -- {n}\n" for n in range(11))
    write(project, {FOURTH: f"-- depends: 0003_more\n{drops}"})
    refused = run("apply").err.splitlines()
    assert refused[0].startswith(f"error: {THIRD}:2: refused as blocking: ")
    assert refused[4:7] == [
        f"  also {FOURTH}:2: refused as destructive: DELETE without WHERE: every row of a goes",
        "    DELETE FROM a",
        "    a holds about 2 rows, 16 KiB",
    ]
    assert refused[-3:] == [
        "  and 2 more statements, which clinic-db plan shows",
        "  nothing was changed",
        "  next: take a backup, and when writers can wait, clinic-db apply --allow-unsafe "
        "destructive --allow-unsafe blocking",
    ]


@pytest.mark.parametrize("sql", ["ALTER TABLE b DROP COLUMN note;\n", COPY.replace(" a ", " b "),
                                 "DROP TABLE b;\n", "DELETE FROM b;\n"])  # fmt: skip
def test_empty_table_is_no_reason_to_refuse_or_to_ask(
    cli: CommandLine,
    filled: Callable[[str], None],
    at: tuple[object, ...],
    no_server: None,
    sql: str,
) -> None:
    assert no_server is None
    filled(sql)
    done = cli("apply", *at)
    assert done.code == 0, done.err


def test_instant_and_online_changes_go_through(run: Run, filled: Callable[[str], None]) -> None:
    filled(f"{HARMLESS}CREATE INDEX ix_note ON a (note);\nALTER TABLE a FORCE;\n")
    done = run("apply")
    assert (done.code, done.err) == (0, "")


def test_nothing_is_asked_of_what_the_run_makes_itself(
    cli: CommandLine, at: tuple[object, ...], project: Path, no_server: None
) -> None:
    """Nor of a table that is put in another's place."""
    assert no_server is None
    sql = f"INSERT INTO a VALUES (1, 'x');\n{COPY}DROP TABLE b;\nCREATE TABLE b LIKE a;\n"
    write(project, {THIRD: f"{HEAD}{sql}INSERT INTO b VALUES (1, 'x');\nTRUNCATE b;\n"})
    assert "table " not in cli("plan", *at).out
    done = cli("apply", *at)
    assert done.code == 0, done.err
    assert cli("plan", *at).out.endswith("nothing to do\n")
