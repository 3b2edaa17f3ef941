"""clinic-db check: what it runs, what it finds at each stage, how it says so and exits."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sarif_schema
from lint.cases import BASE, CHANGE, write
from projects import CommandLine, Outcome

from clinic_db import database, runner, sandbox
from clinic_db.lint.output import FORMATS
from clinic_db.sandbox import lifecycle
from clinic_db.sandbox.paths import cache_dir
from clinic_db.schema_pool import Schema
from clinic_db.target import Target
from clinic_db.testing import configuration

BACK = CHANGE.replace(".sql", ".rollback.sql")
HEAD = """\
-- Migration: 0002_change_notes
--
-- Because the case needs it.
-- depends: 0001_create_notes

"""
UNDO = "-- Rollback: 0002_change_notes\n\n"
GOOD = {
    CHANGE: f"{HEAD}ALTER TABLE notes ADD COLUMN place VARCHAR(50) NULL COMMENT 'Where';\n",
    BACK: f"{UNDO}ALTER TABLE notes DROP COLUMN place;\n",
    "sql/views/ideas.sql": """\
-- View: ideas
--
-- What people think of, and nothing else.
CREATE SQL SECURITY INVOKER VIEW ideas AS
SELECT n.note_id
FROM notes AS n
WHERE n.kind = 'Idea';
""",
    "sql/roles/check_reader.sql": """\
-- Role: check_reader
--
-- Who may read the ideas.
CREATE ROLE IF NOT EXISTS check_reader;
GRANT SELECT ON ideas TO check_reader;
""",
}
PASSED = """\
statement                           table  algorithm  writes  rebuilds
──────────────────────────────────  ─────  ─────────  ──────  ────────
migrations/0002_change_notes.sql:6  notes  INSTANT    go on   no

stage       result   findings  seconds
──────────  ───────  ────────  ───────  ─────────────────
lint        ok              0      S.S
verify      not run         0      S.S  no database given
apply       ok              0      S.S
round trip  ok              0      S.S
drift       ok              0      S.S

6 files: nothing to correct
"""
# The machine's own, where the server's download is, seen before a test gets a home of its own.
CACHE = cache_dir().parent
_SECONDS = re.compile(r"(?<= )\d\.\d\b")
_STAGE = re.compile(
    r"^(lint|verify|apply|round trip|drift) +(ok|failed|not run) +(\d+) +[\d.]+ *(.*)$", re.M
)

Check = Callable[..., Outcome]
Stages = dict[str, tuple[str, int, str]]


@pytest.fixture
def project(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without a fault, and the current folder in it; `cli` is asked for to come first."""
    assert cli is not None
    root = tmp_path / "project"
    write(root, BASE | GOOD)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def check(cli: CommandLine, project: Path, other: Target) -> Check:
    """`check("--format", "json")`, on a server that runs already."""
    assert project.is_dir()
    return lambda *words: cli("check", "--against", replace(other, database="any").url(), *words)


def _stages(text: str) -> Stages:
    """Stage → result, number of findings, remark."""
    found = _STAGE.findall(text)
    return {name: (result, int(count), remark) for name, result, count, remark in found}


def test_sound_project_passes_and_leaves_nothing_behind(check: Check, other: Target) -> None:
    """Every database that was made is gone, and so is the project's role."""
    asked = "SELECT user FROM mysql.user"
    with database.connect(other) as root:
        before = root.rows("SHOW DATABASES"), root.rows(asked)
        done = check()
        assert (done.code, _SECONDS.sub("S.S", done.out), done.err) == (0, PASSED, "")
        assert (root.rows("SHOW DATABASES"), root.rows(asked)) == before


NOT_FAILED = {"verify": ("not run", 0, "no database given")}
FAULTS: dict[str, tuple[dict[str, str], Stages, list[str]]] = {
    # Stage → what is wrong with the project, how the stages end, what is said.
    "lint": (
        {CHANGE: GOOD[CHANGE].replace(" COMMENT 'Where'", "")},
        {
            "lint": ("failed", 1, ""),
            "apply": ("ok", 0, ""),
            "round trip": ("ok", 0, ""),
            "drift": ("ok", 0, ""),
        },
        [f"{CHANGE}:6:30: warning: column place has no COMMENT"],
    ),
    "apply": (
        {CHANGE: GOOD[CHANGE].replace("TABLE notes", "TABLE nowhere"), BACK: f"{UNDO}SELECT 1;\n"},
        {
            "lint": ("ok", 0, ""),
            "apply": ("failed", 1, ""),
            "round trip": ("ok", 0, "each migration by itself, not all together: apply failed"),
            "drift": ("not run", 0, "apply failed"),
        },
        [
            f"{CHANGE}:6:1: error: statement 1 of 1 failed (server error 1146 (42S02): ",
            "committed: nothing of 0002_change_notes",
            "next: correct the file",
        ],
    ),
    "round trip, one": (
        {BACK: f"{UNDO}ALTER TABLE notes DROP COLUMN body;\n"},
        {
            "lint": ("ok", 0, ""),
            "apply": ("ok", 0, ""),
            "round trip": (
                "failed",
                1,
                "each migration by itself, not all together: one of them fails",
            ),
            "drift": ("not run", 0, "there was no whole round trip"),
        },
        [f"{BACK}:3:1: error: apply and rollback do not give back the schema: "],
    ),
    # What one by itself does not show: who is made stays where the database goes.
    "round trip, all": (
        {CHANGE: f"{HEAD}CREATE USER check_somebody;\n", BACK: f"{UNDO}DO 0;\n"},
        {
            "lint": ("ok", 0, ""),
            "apply": ("ok", 0, ""),
            "round trip": ("failed", 1, ""),
            "drift": ("not run", 0, "there was no whole round trip"),
        },
        [f"{CHANGE}:6:1: error: statement 1 of 1 failed (server error 1396 (HY000): "],
    ),
    # Allowed for one by itself, the difference is there in the end.
    "drift": (
        {
            CHANGE: f"{HEAD}CREATE TABLE IF NOT EXISTS kept (\n"
            "    kept_id BIGINT NOT NULL COMMENT 'Key',\n"
            "    CONSTRAINT pk_kept PRIMARY KEY (kept_id)\n)\nENGINE = InnoDB\n"
            "DEFAULT CHARACTER SET = utf8mb4\nCOLLATE = utf8mb4_0900_ai_ci\n"
            "COMMENT = 'What outlives a rollback';\n",
            BACK: "-- Rollback: 0002_change_notes\n"
            "-- clinic-db: allow rollback-differs because the rows are to outlive it\n\n"
            "ALTER TABLE kept COMMENT = 'Rolled back';\n",
        },
        {
            "lint": ("ok", 0, ""),
            "apply": ("ok", 0, ""),
            "round trip": ("ok", 0, ""),
            "drift": ("failed", 1, ""),
        },
        [
            f"{BACK.replace('.rollback', '')}:6:1: error: table kept is changed: comment is "
            "'Rolled back', the files say 'What outlives a rollback' [drift]",
        ],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_stage_fails_by_itself_and_stops_no_other(
    check: Check, project: Path, fault: str
) -> None:
    files, stages, said = FAULTS[fault]
    write(project, files)
    done = check("--ignore", "style,mixed-ddl-dml")
    assert done.code == 1, done.out
    assert _stages(done.out) == NOT_FAILED | stages, done.out
    for line in said:
        assert line in done.out
    failed = [name for name, (result, *_) in stages.items() if result == "failed"]
    assert done.out.endswith(f"\n1 finding; failed: {failed[0]}\n")


def test_named_database_is_verified(check: Check, project: Path, clinic_db_empty: Schema) -> None:
    """An edit after it was applied, an object changed by hand; and lint tells the tables' sizes."""
    runner.apply(configuration(clinic_db_empty.target, project), runner.SILENT)
    assert _stages(check("--database", clinic_db_empty.url).out)["verify"] == ("ok", 0, "")
    with clinic_db_empty.connect() as db:
        db.execute("CREATE OR REPLACE VIEW ideas AS SELECT 1")
    path = project / CHANGE
    path.write_text(path.read_text().replace("50", "60"))
    done = check("--database", clinic_db_empty.url)
    assert done.code == 1
    assert _stages(done.out)["verify"] == ("failed", 2, "")
    assert f"{CHANGE}:6:1: error: 0002_change_notes: edited after it was applied: " in done.out
    assert "sql/views/ideas.sql:1:1: error: view ideas: the server holds something else" in done.out
    assert "notes  INSTANT    go on   no           0  " in done.out
    assert _stages(done.out)["drift"] == ("ok", 0, "")


def test_database_that_does_not_answer_is_said_before_anything_is_started(
    cli: CommandLine, project: Path, check: Check
) -> None:
    nowhere = ("--database", "mysql://root@127.0.0.1:1/x?connect_timeout=1")
    assert project.is_dir()
    for failed in (check(*nowhere), cli("check", *nowhere, PATH="", CLINIC_DB_SANDBOX="local")):
        assert (failed.code, failed.out) == (3, "")
        assert "root@127.0.0.1:1/x: no server answers" in failed.err


def test_irreversible_migration_is_where_the_way_back_ends(check: Check, project: Path) -> None:
    """Nor do its rows keep what comes after it from being applied again."""
    (project / BACK).unlink()
    text = GOOD[CHANGE].replace("-- depends", "-- irreversible: nobody wants it back\n-- depends")
    third = "migrations/0003_add_place.sql"
    text += "INSERT INTO notes (author_id) VALUES (1);\n"
    write(project, {
        CHANGE: text,
        third: HEAD.replace("0002_change_notes", "0003_add_place")
        .replace("0001_create_notes", "0002_change_notes")
        + "ALTER TABLE notes\n"
        "    ADD COLUMN town VARCHAR(50) NULL COMMENT 'Where', ALGORITHM = COPY;\n",
        third.replace(".sql", ".rollback.sql"): "-- Rollback: 0003_add_place\n\n"
        "ALTER TABLE notes DROP COLUMN town;\n",
    })  # fmt: skip
    done = check("--ignore", "blocking,mixed-ddl-dml")
    assert done.code == 0, done.out
    remark = "not back beyond 0002_change_notes, which is irreversible"
    assert _stages(done.out)["round trip"] == ("ok", 0, remark)


def test_what_is_ignored_is_left_out(check: Check, project: Path) -> None:
    write(project, {BACK: "ALTER TABLE notes DROP COLUMN body;\n", "sql/a.sql": "select 1;\n"})
    done = check("--ignore", "style,header", "--ignore", "rollback-differs")
    assert done.code == 0, done.out
    assert _stages(done.out) == {
        "lint": ("ok", 0, ""),
        "verify": ("not run", 0, "no database given"),
        "apply": ("ok", 0, ""),
        "round trip": ("not run", 0, "--ignore rollback-differs"),
        "drift": ("not run", 0, "there was no whole round trip"),
    }
    unknown = check("--ignore", "nope")
    assert (unknown.code, "there is no rule 'nope'" in unknown.err) == (2, True)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_findings_and_stages(check: Check, project: Path, form: str) -> None:
    """One fault of the files, which apply meets."""
    files, _, _ = FAULTS["apply"]
    write(project, files)
    done = check("--format", form)
    assert done.code == 1
    message = "statement 1 of 1 failed"
    if form == "text":
        assert "\n    ALTER TABLE nowhere ADD COLUMN place" in done.out
        assert "[apply]" in done.out
    elif form == "json":
        document = json.loads(done.out)
        (finding,) = document["findings"]
        assert (finding["rule"], finding["file"], finding["line"]) == ("apply", CHANGE, 6)
        assert finding["text"].startswith("ALTER TABLE nowhere")
        assert [(s["name"], s["result"], s["findings"]) for s in document["stages"]] == [
            ("lint", "ok", 0),
            ("verify", "not run", 0),
            ("apply", "failed", 1),
            ("round trip", "ok", 0),
            ("drift", "not run", 0),
        ]
        assert all(isinstance(stage["seconds"], float) for stage in document["stages"])
    elif form == "github":
        lines = done.out.splitlines()
        assert lines[0].startswith(
            f"::error file={CHANGE},line=6,col=1,title=clinic-db check%3A apply::{message}"
        )
        told = _SECONDS.sub("S.S", "\n".join(lines[-5:]))
        assert told == (
            "::notice title=clinic-db check::lint: ok, 0 findings, S.S s\n"
            "::notice title=clinic-db check::verify: not run, 0 findings, S.S s (no database "
            "given)\n"
            "::notice title=clinic-db check::apply: failed, 1 finding, S.S s\n"
            "::notice title=clinic-db check::round trip: ok, 0 findings, S.S s (each migration by "
            "itself, not all together: apply failed)\n"
            "::notice title=clinic-db check::drift: not run, 0 findings, S.S s (apply failed)"
        )
    elif form == "gitlab":
        (entry,) = json.loads(done.out)
        assert (entry["check_name"], entry["location"]["path"]) == ("apply", CHANGE)
        assert entry["description"].startswith(message)
    else:
        document = json.loads(done.out)
        sarif_schema.validate(document)
        run = document["runs"][0]
        assert run["tool"]["driver"]["name"] == "clinic-db check"
        assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["apply"]
        assert run["results"][0]["message"]["text"].startswith(message)
        assert [stage["name"] for stage in run["properties"]["stages"]][2] == "apply"


def test_server_that_is_verified_is_not_written_to(
    cli: CommandLine, project: Path, clinic_db_empty: Schema
) -> None:
    assert project.is_dir()
    refused = cli("check", "--database", clinic_db_empty.url, "--against", clinic_db_empty.url)
    assert (refused.code, refused.out) == (2, "")
    assert "--against: that is the server of --database, and nothing is tried there" in refused.err


def test_one_sandbox_serves_every_stage_and_is_gone_with_them(
    cli: CommandLine, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project.is_dir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(CACHE))
    begun: list[str] = []
    genuine = lifecycle.start

    def start(name: str, **options: object) -> sandbox.Sandbox:
        begun.append(name)
        return genuine(name, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(lifecycle, "start", start)
    done = cli("check", "--ignore", "style")
    assert done.code == 0, done.out + done.err
    assert len(begun) == 1
    assert begun[0] not in {box.name for box in sandbox.running()}


def test_without_a_server_there_is_nothing_to_check(
    cli: CommandLine, project: Path, tmp_path: Path
) -> None:
    assert project.is_dir()
    refused = cli("check", CLINIC_DB_SANDBOX="local", PATH=str(tmp_path))
    assert (refused.code, refused.out) == (9, "")
    assert "no MySQL server for a sandbox" in refused.err


def test_progress_is_for_a_terminal(project: Path, other: Target) -> None:
    """Each stage as it begins and ends, on standard error, and only where somebody looks."""
    screen, side = pty.openpty()
    command = [sys.executable, "-m", "clinic_db", "check", "--ignore", "style", "--against",
               other.url()]  # fmt: skip
    done = subprocess.run(
        command, cwd=project, stderr=side, stdout=subprocess.PIPE, text=True, timeout=60, check=True
    )
    os.close(side)
    shown = os.read(screen, 1 << 16).decode()
    os.close(screen)
    assert "check:" not in done.stdout
    told = [_SECONDS.sub("S.S", line) for line in shown.splitlines()]
    assert told[:4] == ["check: lint …", "check: lint: ok, S.S s", "check: verify …",
                        "check: verify: not run, S.S s"]  # fmt: skip
    assert len(told) == 10
