"""Lint as a whole: what it looks at, what may be allowed, what it remembers, what it corrects."""

from __future__ import annotations

from pathlib import Path

import pytest
from lint.cases import BASE, CHANGE, tag, write
from lint.conftest import Lint
from projects import ROOT

from clinic_db import database
from clinic_db.errors import SandboxError, UsageError
from clinic_db.lint import chain, rules, run, scratch
from clinic_db.lint.cache import Cache
from clinic_db.lint.model import Report
from clinic_db.lint.run import Wanted
from clinic_db.model import Migration
from clinic_db.project import Project
from clinic_db.target import Target

HEAD = "-- Migration: 0002_change_notes\n--\n-- Because the case needs it.\n"
DROP = "ALTER TABLE notes DROP COLUMN body;\n"
UNDO = CHANGE.replace(".sql", ".rollback.sql")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one migration, and the current folder in it."""
    root = tmp_path / "project"
    write(root, BASE)
    monkeypatch.chdir(root)
    return root


def places(report: Report) -> list[str]:
    return [f"{f.rule} {f.path}:{f.line}" for f in report.findings]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("-- clinic-db: allow destructive because it is empty\n\n{0}", 0),
        ("-- Title\n# clinic-db: allow destructive because it is empty\n\n{0}{0}", 0),
        ("-- Title\n\n-- clinic-db: allow destructive because it is empty\n{0}", 0),
        ("-- Title\n\n-- clinic-db: allow destructive because it is empty\n\n-- more\n{0}", 0),
        # What stands above one statement counts for that one alone.
        ("-- Title\n\n-- clinic-db: allow destructive because it is empty\n{0}{0}", 5),
        ("-- Title\n\n{0}-- clinic-db: allow destructive because it is empty\n{0}", 3),
        # Without a reason, or in another word, it counts for nothing.
        ("-- clinic-db: allow destructive\n\n{0}", 3),
        ("-- clinic-db: allow charset because it is empty\n\n{0}", 3),
        ("-- clinic-db allow destructive because it is empty\n\n{0}", 3),
    ],
)
def test_what_an_allowance_counts_for(text: str, line: int, lint: Lint, project: Path) -> None:
    write(project, {CHANGE: text.format(DROP)})
    report = lint(project, rules=("destructive",), asks=False)
    assert [f.line for f in report.findings] == ([line] if line else [])


def test_an_allowance_inside_a_statement_counts_for_the_next_line(
    lint: Lint, project: Path
) -> None:
    text = (
        f"{HEAD}\nALTER TABLE notes\n    -- clinic-db: allow destructive because it is empty\n"
        "    DROP COLUMN body,\n    DROP COLUMN price;\n"
    )
    write(project, {CHANGE: text})
    assert [f.line for f in lint(project, rules=("destructive",), asks=False).findings] == [8]


def test_style_may_be_allowed_by_its_code(lint: Lint, project: Path) -> None:
    """In a routine too, where the comment is part of the statement."""
    text = (
        "-- Procedure: p\nCREATE PROCEDURE p ()\nBEGIN\n"
        "    -- clinic-db: allow CP01 because it shows what is wrong\n    select 1;\nEND;\n"
    )
    write(project, {"procedures/p.sql": text})
    assert places(lint(project, rules=("style", "allow"))) == []
    write(project, {"procedures/p.sql": text.replace("select", "SELECT")})
    assert places(lint(project, rules=("style", "allow"))) == ["allow procedures/p.sql:4"]


def test_an_allowance_silences_lint_and_nothing_else(lint: Lint, project: Path) -> None:
    """It is of no use to the runner, whose refusals are about rows that are there."""
    sources = [*(ROOT / "clinic_db").glob("*.py"), *(ROOT / "clinic_db" / "clinic").rglob("*.py")]
    assert not [path for path in sources if "lint.allow" in path.read_text(encoding="utf-8")]
    write(project, {CHANGE: f"-- clinic-db: allow destructive because\n{DROP}"})
    assert places(lint(project, rules=("destructive",), asks=False)) == [f"destructive {CHANGE}:2"]


def test_naming_one_file_lints_it_and_its_pair_alone(lint: Lint, project: Path) -> None:
    """The others are still what it builds on."""
    undo = "-- Rollback: 0002_change_notes\n\nALTER TABLE notes ADD COLUMN body INT NULL;\n"
    write(project, {CHANGE: HEAD + DROP, UNDO: undo, "migrations/0003_more.sql": DROP})
    for path in (CHANGE, UNDO):
        report = lint(project, rules=("destructive", "rollback-differs"), paths=(Path(path),))
        assert places(report) == [f"rollback-differs {UNDO}:3", f"destructive {CHANGE}:4"]
        assert report.files == 2


def test_a_path_that_is_not_there_or_holds_nothing_is_refused(lint: Lint, project: Path) -> None:
    (project / "empty").mkdir()
    with pytest.raises(UsageError, match="no such file or folder"):
        lint(project, paths=(Path("nowhere"),))
    with pytest.raises(UsageError, match="no SQL file"):
        lint(project, paths=(Path("empty"),))


def test_a_file_outside_of_the_project_is_a_script(lint: Lint, project: Path) -> None:
    write(project.parent, {"else/a.sql": "DROP TABLE notes;\n"})
    report = lint(project, paths=(Path("../else/a.sql"),), rules=("destructive", "syntax"))
    assert (report.findings, report.files) == ((), 1)


def test_without_a_server_the_rest_is_linted_and_what_is_left_out_is_said(
    lint: Lint, project: Path
) -> None:
    """sqlfluff's parse errors are no findings then: nobody can say whose mistake they are."""
    write(project, {CHANGE: f"{HEAD}\n{DROP}", "sql/a.sql": "LOCK TABLES notes WRITE;\n"})
    report = lint(project, asks=False, rules=("style", "destructive", "syntax", "blocking"))
    assert places(report) == [f"destructive {CHANGE}:5"]
    assert report.notes == (
        "sqlfluff cannot parse 1 place(s) (sql/a.sql:1); no server was asked",
        "no server was asked, so these rules were left out: blocking, syntax",
    )
    assert report.altered == ()


def test_where_no_server_is_to_be_had_the_way_out_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is silently left out."""
    monkeypatch.setenv("CLINIC_DB_SANDBOX", "local")
    monkeypatch.setenv("PATH", str(project))
    with pytest.raises(SandboxError) as caught:
        run.lint(Project(project), Wanted(rules=("syntax",)), Cache(is_used=False))
    assert caught.value.exit_code == 9
    assert "--no-sandbox" in caught.value.hint


def test_a_second_run_on_unchanged_files_asks_nobody(
    lint: Lint, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither sqlfluff nor a server; and it says the same."""
    write(project, {CHANGE: f"{HEAD}\n{DROP}", UNDO: "SELECT 1;\n", "sql/a.sql": "select 1;\n"})
    first = lint(project)
    assert {f.rule for f in first.findings} >= {"destructive", "rollback-differs", "CP01", "header"}

    def refused(*_: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr("clinic_db.lint.style.check", refused)
    monkeypatch.setattr(scratch.Scratch, "connection", refused)
    assert lint(project) == first


def test_one_changed_migration_is_tried_again_and_those_behind_it(
    lint: Lint, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those before it are what they were."""
    names = [f"migrations/000{n}_add.sql" for n in (2, 3, 4)]
    adds = [f"ALTER TABLE notes ADD COLUMN x{n} INT NULL;\n" for n in range(3)]
    write(project, dict(zip(names, adds, strict=True)))
    tried: list[str] = []
    whole = chain._Walk.tried

    def counted(self: chain._Walk, migration: Migration) -> chain.Trial:
        tried.append(migration.id)
        return whole(self, migration)

    monkeypatch.setattr(chain._Walk, "tried", counted)
    lint(project, rules=("blocking",))
    assert tried == ["0001_create_notes", "0002_add", "0003_add", "0004_add"]
    tried.clear()
    write(project, {names[1]: adds[1].replace("INT", "BIGINT")})
    lint(project, rules=("blocking",))
    assert tried == ["0003_add", "0004_add"]


def test_what_comes_after_a_migration_that_fails_is_said_to_be_untried(
    lint: Lint, project: Path
) -> None:
    write(project, {CHANGE: "DROP TABLE nope;\n", "migrations/0003_more.sql": DROP})
    report = lint(project, rules=("server-refuses", "blocking"))
    assert places(report) == [f"server-refuses {CHANGE}:1"]
    assert report.notes == ("not tried on a server, because one before failed: 0003_more",)


def test_every_alter_is_told_with_its_algorithm_and_the_tables_size(
    lint: Lint, project: Path
) -> None:
    text = (
        "ALTER TABLE notes ADD COLUMN a INT NULL;\nALTER TABLE notes MODIFY a BIGINT NULL;\n"
        "CREATE TABLE drafts (a INT NOT NULL);\nCREATE INDEX ix ON drafts (a);\n"
    )
    write(project, {CHANGE: text})
    report = lint(project, rules=("blocking",), sizes={"notes": (12, 4096)})
    told = [(a.line, a.table, a.algorithm, a.writes, a.rebuilds, a.is_new, a.rows, a.bytes)
            for a in report.altered]  # fmt: skip
    assert told == [
        (1, "notes", "INSTANT", True, False, False, 12, 4096),
        (2, "notes", "COPY", False, True, False, 12, 4096),
        (4, "drafts", "INPLACE", True, False, True, None, None),
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "each of them can"),
        (
            "CREATE TABLE drafts (note_id BIGINT NOT NULL, CONSTRAINT fk FOREIGN KEY (note_id)"
            " REFERENCES notes (note_id));\n",
            "pt-online-schema-change with --alter-foreign-keys-method; gh-ost and spirit refuse "
            "notes for its foreign keys (from drafts)",
        ),
        (
            "CREATE TRIGGER x BEFORE INSERT ON notes FOR EACH ROW SET NEW.price = 1;\n",
            "pt-online-schema-change with --preserve-triggers, or gh-ost with --include-triggers; "
            "spirit refuses notes for its triggers",
        ),
    ],
)
def test_a_copy_names_the_tools_that_can_take_the_table(
    more: str, said: str, lint: Lint, project: Path
) -> None:
    write(project, {CHANGE: f"{more}ALTER TABLE notes MODIFY price DECIMAL(14, 3) NULL;\n"})
    (finding,) = lint(project, rules=("blocking",)).findings
    assert "ALGORITHM=COPY, LOCK=SHARED" in finding.message
    assert said in finding.message


def test_fix_corrects_style_keeps_line_ends_and_says_what_it_changed(
    lint: Lint, project: Path
) -> None:
    (project / "sql").mkdir()
    (project / "sql" / "a.sql").write_bytes(b"\xef\xbb\xbf-- Text\r\nselect 1;\r\n")
    write(project, {"sql/b.sql": "SELECT 1;\n", "sql/c.sql": "lock tables notes write;\n"})
    report = lint(project, fix=True, rules=("style",))
    assert report.fixed == ("sql/a.sql",)
    assert (project / "sql" / "a.sql").read_bytes() == b"\xef\xbb\xbf-- Text\r\nSELECT 1;\r\n"
    assert [p for p in places(report) if "a.sql" in p] == []
    assert (project / "sql" / "c.sql").read_text() == "lock tables notes write;\n"


def test_fix_without_style_makes_no_sense(lint: Lint, project: Path) -> None:
    with pytest.raises(UsageError, match="style, which is left out"):
        lint(project, fix=True, rules=("destructive",))


def test_fix_leaves_released_migrations_alone(lint: Lint, project: Path) -> None:
    """Another layout is another statement to the runner, which refuses it."""
    write(project, {CHANGE: "alter table notes add column a int null;\n"})
    tag(project, "v0.1.0")
    write(project, {"migrations/0003_more.sql": "alter table notes add column b int null;\n"})
    report = lint(project, fix=True, rules=("style",))
    assert report.fixed == ("migrations/0003_more.sql",)
    assert {f.path for f in report.findings} == {CHANGE}


def test_a_release_without_its_tag_is_said(lint: Lint, project: Path) -> None:
    """A shallow clone in CI has no tags; then nothing was compared."""
    tag(project, "v0.1.0")
    write(project, {"CHANGELOG.md": "## [0.2.0] - 2026-01-01\n"})
    (note,) = lint(project, rules=("edited-after-release",)).notes
    assert "0.2.0 is released, but git has no tag" in note
    assert "git fetch --tags" in note


def test_nothing_is_left_on_the_server(lint: Lint, project: Path, server: Target) -> None:
    """Neither after a run that went well nor after one whose rollback had to be undone."""
    write(project, {CHANGE: DROP, UNDO: "SELECT 1;\n"})
    with database.connect(server) as connection:
        before = connection.rows("SHOW DATABASES")
        assert places(lint(project, rules=("rollback-differs",))) == [f"rollback-differs {UNDO}:1"]
        assert connection.rows("SHOW DATABASES") == before


def test_the_house_is_clean(server: Target) -> None:
    """All of the project's own SQL, with every rule; what is known from `make lint` is used."""
    wanted = Wanted(server=server, also=("clinic_db/queries",))
    report = run.lint(Project(ROOT), wanted, Cache())
    assert report.findings == ()
    # What sqlfluff cannot read, the server can.
    assert all(note.startswith("sqlfluff cannot parse") for note in report.notes)
    assert report.files > 200
    assert set(wanted.rules) == {rules.STYLE, *rules.RULES}
