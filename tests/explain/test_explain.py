"""A query promises a plan; the server's plan is judged, and a broken promise is named."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sarif_schema
from projects import ROOT, CommandLine, write

from clinic_db import findings
from clinic_db.database import Connection
from clinic_db.explain import run
from clinic_db.schema_pool import Schema

ROWS = 2000
FORMATS = ("text", "json", *findings.FORMATS)
GOOD = """\
SET @code = 'c7';

-- Query: by_code
--
-- What the counter types.
-- expect: t ref ix_things_code, rows <= 40
-- expect: no filesort, no temporary, no full scan
-- expect: reads <= 40
SELECT t.note FROM things AS t WHERE t.code = @code;

-- Query: by_key
--
-- One row.
-- expect: t const PRIMARY, rows <= 1
SELECT t.code FROM things AS t WHERE t.id = 5;

-- Query: codes_only
--
-- The index is enough.
-- expect: t range ix_things_code covering
SELECT t.code FROM things AS t WHERE t.code BETWEEN 'c1' AND 'c2' ORDER BY t.code;
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "p", {"sql/query_optimization.sql": GOOD})


@pytest.fixture
def arguments(clinic_db_empty: Schema, project: Path) -> tuple[object, ...]:
    """A table with enough rows for an index to win, and the command line for it."""
    with clinic_db_empty.connect() as db:
        db.execute(
            "CREATE TABLE things (id INT PRIMARY KEY AUTO_INCREMENT, code VARCHAR(10) NOT NULL, "
            "note CHAR(50) NOT NULL DEFAULT 'x', KEY ix_things_code (code))"
        )
        db.set_session({"cte_max_recursion_depth": ROWS})
        db.execute(
            "INSERT INTO things (code) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 "
            "FROM n WHERE i < %s) SELECT concat('c', mod(i, 100)) FROM n",
            (ROWS,),
        )
        db.execute("ANALYZE TABLE things")
    return ("explain", "--project", project, "--database", clinic_db_empty.url)


def test_kept_promises_are_exit_0(cli: CommandLine, arguments: tuple[object, ...]) -> None:
    found = cli(*arguments)
    assert (found.code, found.err) == (0, "")
    assert found.out.endswith("3 queries, 9 promises, 0 broken, 1 not checked without --analyze\n")
    assert "by_code  (sql/query_optimization.sql:9)\n  Index lookup on t using ix" in found.out
    assert "Index lookup" not in cli(*arguments, "--no-trees").out
    assert "\n1 query, " in cli(*arguments, "--query", "by_code").out


def test_a_dropped_index_is_a_broken_promise(
    cli: CommandLine, arguments: tuple[object, ...], clinic_db_empty: Schema
) -> None:
    with clinic_db_empty.connect() as db:
        db.execute("ALTER TABLE things DROP KEY ix_things_code")
    found = cli(*arguments, "--no-trees")
    assert found.code == 1
    lines = [line for line in found.out.splitlines() if line.startswith("sql/")]
    where = "sql/query_optimization.sql"
    promise = "by_code promises 't ref ix_things_code', found: t ALL, rows"
    assert lines[0].startswith(f"{where}:6: {promise}")
    assert lines[1].startswith(f"{where}:6: by_code promises 't: rows <= 40', found: t ALL")
    assert lines[2] == f"{where}:7: by_code promises 'no full scan', found: full scan"
    assert lines[3].startswith(f"{where}:20: codes_only promises 't range ix_things_code covering'")
    assert len(lines) == 4


@pytest.mark.parametrize("form", FORMATS)
def test_a_broken_promise_is_told_in_every_format(
    cli: CommandLine,
    arguments: tuple[object, ...],
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
) -> None:
    """At the line and the column of the promise, with what was found; exit 1.

    Machines know the file from the folder that the command ran in, here the one above the project.
    """
    monkeypatch.chdir(project.parent)
    broken = GOOD.replace("t const PRIMARY, rows <= 1", "t ref PRIMARY, rows <= 1")
    write(project, {"sql/query_optimization.sql": broken})
    found = cli(*arguments, "--no-trees", "--format", form)
    assert (found.code, found.err) == (1, "")
    file, line = f"{project.name}/sql/query_optimization.sql", 14
    message = "by_key promises 't ref PRIMARY', found: t const PRIMARY, rows 1"
    if form == "text":
        assert f"\nsql/query_optimization.sql:{line}: {message}\n" in found.out
        assert found.out.endswith(", 1 broken, 1 not checked without --analyze\n")
    elif form == "json":
        told = [(p["line"], p["text"], p["found"]) for q in json.loads(found.out)
                for p in q["promises"] if p["kept"] is False]  # fmt: skip
        assert told == [(line, "t ref PRIMARY", "t const PRIMARY, rows 1")]
    elif form == "github":
        title = "title=clinic-db explain"
        assert found.out.splitlines() == [
            f"::error file={file},line={line},col=12,{title}%3A promise::{message}",
            f"::notice {title}::promises not checked without --analyze: 1",
        ]
    elif form == "gitlab":
        (entry,) = json.loads(found.out)
        assert entry["description"] == message
        assert entry["check_name"] == "promise"
        assert entry["location"] == {"path": file, "lines": {"begin": line}}
    else:
        document = json.loads(found.out)
        sarif_schema.validate(document)
        run = document["runs"][0]
        assert run["tool"]["driver"]["name"] == "clinic-db explain"
        assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["promise"]
        (result,) = run["results"]
        assert result["message"]["text"] == message
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == file
        assert place["region"] == {
            "startLine": line, "startColumn": 12,
            "snippet": {"text": "-- expect: t ref PRIMARY, rows <= 1"},
        }  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_kept_promises_are_a_valid_document_in_every_format(
    cli: CommandLine, arguments: tuple[object, ...], form: str
) -> None:
    found = cli(*arguments, "--analyze", "--no-trees", "--format", form)
    assert (found.code, found.err) == (0, "")
    if form == "text":
        assert found.out.endswith("\n3 queries, 9 promises, 0 broken\n")
    elif form == "json":
        assert all(p["kept"] for query in json.loads(found.out) for p in query["promises"])
    elif form == "github":
        assert found.out == "\n"
    elif form == "gitlab":
        assert json.loads(found.out) == []
    else:
        document = json.loads(found.out)
        sarif_schema.validate(document)
        assert document["runs"][0]["results"] == []


def test_a_broken_promise_of_a_file_elsewhere_names_the_whole_path(
    cli: CommandLine, arguments: tuple[object, ...], tmp_path: Path
) -> None:
    """Only below the current folder a short path would be found again."""
    own = tmp_path / "mine.sql"
    own.write_text("-- Query: q\n-- expect: t ref\nSELECT t.id FROM things AS t;\n")
    found = cli(*arguments, own, "--format", "gitlab")
    assert found.code == 1
    (entry,) = json.loads(found.out)
    assert entry["location"] == {"path": str(own), "lines": {"begin": 2}}


def test_what_is_read_is_counted_only_where_it_is_run(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    by_code = ("--query", "by_code", "--format", "json")
    (planned,) = json.loads(cli(*arguments, *by_code).out)
    assert planned["measured"] is None
    assert [p["kept"] for p in planned["promises"]] == [True] * 5 + [None]
    (ran,) = json.loads(cli(*arguments, *by_code, "--analyze").out)
    assert [p["kept"] for p in ran["promises"]] == [True] * 6
    # The rows of one code, and the step that finds the end of them.
    assert ran["measured"]["rows"] == ROWS / 100
    assert ran["measured"]["reads"] == ROWS / 100 + 1
    write(project, {"sql/query_optimization.sql": GOOD.replace("reads <= 40", "reads <= 20")})
    found = cli(*arguments, "--query", "by_code", "--analyze")
    assert found.code == 1
    assert "promises 'reads <= 20', found: reads 21" in found.out
    assert "got 20" in found.out


def test_files_of_ones_own(cli: CommandLine, arguments: tuple[object, ...], tmp_path: Path) -> None:
    own = tmp_path / "mine.sql"
    own.write_text(
        "-- Query: grouped\n--\n-- Sums.\n-- expect: no temporary, no filesort\n"
        "SELECT note, count(*) FROM things GROUP BY note;\n"
    )
    found = cli(*arguments, own)
    assert found.code == 1
    assert f"{own}:4: grouped promises 'no temporary', found: temporary" in found.out


def test_a_plan_without_a_table_says_why(
    cli: CommandLine, arguments: tuple[object, ...], tmp_path: Path
) -> None:
    """A key that no row has is a value to choose otherwise, not a wrong alias."""
    own = tmp_path / "mine.sql"
    own.write_text(
        "-- Query: q\n-- expect: t const PRIMARY\nSELECT t.code FROM things AS t WHERE t.id = -1;\n"
    )
    found = cli(*arguments, own)
    assert found.code == 1
    assert "found: no table t in the plan (no matching row in const table)" in found.out


def test_nothing_can_be_written(
    cli: CommandLine, arguments: tuple[object, ...], tmp_path: Path, clinic_db_empty: Schema
) -> None:
    """A function that writes is refused by the server: the transaction reads only."""
    with clinic_db_empty.connect() as db:
        db.execute(
            "CREATE FUNCTION sneak () RETURNS INT DETERMINISTIC MODIFIES SQL DATA "
            "BEGIN DELETE FROM things; RETURN 1; END"
        )
        own = tmp_path / "mine.sql"
        own.write_text("-- Query: q\n-- expect: no filesort\nSELECT sneak() AS s;\n")
        found = cli(*arguments, own, "--analyze")
        assert found.code == 5
        assert f"error: {own}:3: the server refused q\n  server error 1792" in found.err
        assert db.value("SELECT count(*) FROM things") == ROWS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("DELETE FROM things;\n", "mine.sql:1: DELETE in a catalogue of queries"),
        ("SELECT 1;\n", "mine.sql:1: the query has no `-- Query: name` line above it"),
        ("-- Query: q\nSELECT 1;\n", "mine.sql:2: the query has no `-- expect:` line above it"),
        (
            "-- Query: q\n-- expect: no filesort, fast\nSELECT 1;\n",
            "mine.sql:2: cannot read the promise 'fast'",
        ),
        (
            "-- Query: q\n-- expect: rows <= 5\nSELECT 1;\n",
            "mine.sql:2: cannot read the promise 'rows <= 5'",
        ),
        (
            "-- Query: q\n-- expect: no filesort\nSELECT 1;\n\n"
            "-- Query: q\n-- expect: no filesort\nSELECT 2;\n",
            "mine.sql:7: two queries are called 'q', the other is at line 3",
        ),
        ("-- nothing\n", "mine.sql: the file holds no query"),
        ("\nSET GLOBAL flush_time = 1;\n", "mine.sql:2: the statement reaches beyond"),
        ("SET @a = 1, PERSIST flush_time = 1;\n", "mine.sql:1: the statement reaches beyond"),
        ("SET @a = 1, GLOBAL`flush_time` = 1;\n", "mine.sql:1: the statement reaches beyond"),
        ("SET @@global.flush_time := 1;\n", "mine.sql:1: the statement reaches beyond"),
        ("SET PASSWORD = 'x';\n", "mine.sql:1: the statement reaches beyond"),
        ("SET /* his */ DEFAULT ROLE NONE TO x;\n", "mine.sql:1: the statement reaches beyond"),
        ("SET autocommit = 0;\n", "mine.sql:1: the statement reaches beyond"),
        (
            "-- Query: q\n-- expect: no filesort\nSELECT 1 INTO OUTFILE '/nowhere/x';\n",
            "mine.sql:3: the statement reaches beyond",
        ),
    ],
)
def test_a_catalogue_that_is_none_is_refused(
    cli: CommandLine, arguments: tuple[object, ...], tmp_path: Path, text: str, message: str
) -> None:
    own = tmp_path / "mine.sql"
    own.write_text(text)
    found = cli(*arguments, own)
    assert found.code == 8
    assert message in found.err


def test_a_set_may_choose_by_what_is_set_for_everybody(
    cli: CommandLine, arguments: tuple[object, ...], tmp_path: Path
) -> None:
    """Reading such a variable, or naming one in a text, sets nothing."""
    own = tmp_path / "mine.sql"
    own.write_text(
        "SET @far = @@GLOBAL.long_query_time, @text = ', GLOBAL x = 1';\n"
        "SET @was = @@autocommit, @autocommit = 1;\n"
        "-- Query: q\n-- expect: no filesort\nSELECT @far, 'INTO OUTFILE';\n"
    )
    assert cli(*arguments, own).code == 0


def test_mistakes_of_the_command_line(
    cli: CommandLine, arguments: tuple[object, ...], tmp_path: Path
) -> None:
    assert cli(*arguments, tmp_path / "none.sql").code == 2
    found = cli(*arguments, "--query", "nobody")
    assert found.code == 2
    assert "no query is called 'nobody'" in found.err
    assert "known: by_code, by_key, codes_only" in found.err


def test_an_account_that_may_not_see_a_plan(
    cli: CommandLine, arguments: tuple[object, ...], tmp_path: Path, clinic_db_empty: Schema
) -> None:
    """Reading a view is one right, its plan needs those on the tables: nothing is wrong with the
    file."""
    own = tmp_path / "mine.sql"
    own.write_text("-- Query: q\n-- expect: no filesort\nSELECT code FROM codes;\n")
    name = f"{clinic_db_empty.name}_views"
    url = f"mysql://{name}@{clinic_db_empty.url.rpartition('@')[2]}"
    with clinic_db_empty.connect() as root:
        root.execute("CREATE VIEW codes AS SELECT code FROM things")
        root.execute(f"CREATE USER {name}@'%'")
        try:
            root.execute(f"GRANT SELECT, SHOW VIEW ON codes TO {name}@'%'")
            found = cli(*arguments[:-1], url, own)
        finally:
            root.execute(f"DROP USER {name}@'%'")
    assert found.code == 5
    assert "server error 1345" in found.err
    assert "next: grant the account what it lacks" in found.err


def test_a_query_that_the_server_refuses(
    cli: CommandLine, arguments: tuple[object, ...], tmp_path: Path
) -> None:
    own = tmp_path / "mine.sql"
    own.write_text("-- Query: q\n-- expect: no filesort\nSELECT nothing FROM things;\n")
    found = cli(*arguments, own)
    assert found.code == 5
    assert f"{own}:3: the server refused q" in found.err
    assert "server error 1054 (42S22): Unknown column 'nothing'" in found.err


def test_ctrl_c_ends_the_query_on_the_server_too(
    arguments: tuple[object, ...], tmp_path: Path, clinic_db_empty: Schema
) -> None:
    """Nobody waits for it any more, and the database has other work."""
    own = _endless(tmp_path)
    command = [sys.executable, "-m", "clinic_db", *map(str, arguments), str(own), "--analyze"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(command, env=environ, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    with clinic_db_empty.connect() as db:
        pause = threading.Event()
        while not _running(db):
            assert child.poll() is None, "it ended too early"
            pause.wait(0.05)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=60)
        assert child.returncode == 130
        assert "interrupted by SIGINT; the server has stopped too" in said
        assert _running(db) == 0


def test_a_query_that_takes_too_long_is_given_up(
    cli: CommandLine,
    arguments: tuple[object, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "LONGEST", 100)
    found = cli(*arguments, _endless(tmp_path), "--analyze")
    assert found.code == 5
    assert "server error 3024" in found.err
    assert "s are the most; without --analyze it is planned and not run" in found.err


def _endless(folder: Path) -> Path:
    """A catalogue with a query that nobody can wait for."""
    own = folder / "mine.sql"
    own.write_text(
        "-- Query: endless\n-- expect: no filesort\n"
        "SELECT count(*) FROM things AS a, things AS b, things AS c, things AS d\n"
        "WHERE a.note <> b.code AND c.note <> d.code;\n"
    )
    return own


def _running(db: Connection) -> int:
    """Sessions on the database, other than the test's own, that run the endless query."""
    sql = (
        "SELECT count(*) FROM information_schema.processlist WHERE db = database()"
        " AND id <> connection_id() AND info LIKE 'EXPLAIN ANALYZE%'"
    )
    return int(db.value(sql))
