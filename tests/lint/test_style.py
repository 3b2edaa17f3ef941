"""sqlfluff runs with the house's settings, a project's own win, and lines and columns are right."""

from __future__ import annotations

import codecs
from importlib import metadata
from pathlib import Path

import pytest
from lint.cases import write
from lint.conftest import Lint
from projects import ROOT

from clinic_db.errors import MissingExtraError, UsageError
from clinic_db.lint import pool, style
from clinic_db.lint.cache import Cache
from clinic_db.lint.style import Job, Outcome

# A keyword in lower case, which is CP01.
WRONG = "select 1;"


def check(root: Path, name: str, text: str, kind: str = "script", *, fix: bool = False) -> Outcome:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return style.check(Job(str(path), text, kind, str(root), fix))


def places(outcome: Outcome, code: str = "CP01") -> list[tuple[int, int]]:
    return [(spot.line, spot.column) for spot in outcome.spots if spot.code == code]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (WRONG, (1, 1)),
        (f"-- schlüssel 表 😀\n\n{WRONG}\n", (3, 1)),
        (f"SELECT '表😀' AS a; {WRONG}\n", (1, 19)),
        (f"SELECT 'two\nlines' AS a;\n{WRONG}\n", (3, 1)),
        (f"/* a\n * comment\n */\n{WRONG}\n", (4, 1)),
        (f"DELIMITER //\nCREATE PROCEDURE p ()\nBEGIN\n    {WRONG}\nEND//\nDELIMITER ;\n", (4, 5)),
        (f"CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW\nBEGIN\n    {WRONG}\nEND;\n", (3, 5)),
        (f"/*!80000 SELECT 1 */;\n{WRONG}\n", (2, 1)),
    ],
)
def test_line_and_column(text: str, place: tuple[int, int], tmp_path: Path) -> None:
    assert places(check(tmp_path, "a.sql", text)) == [place]


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_line_ends_and_marks_move_no_line(
    mark: bytes, end: bytes, lint: Lint, tmp_path: Path
) -> None:
    text = mark + end.join([b"-- Two lines", b"", b"SELECT 1;", WRONG.encode(), b""])
    (tmp_path / "a.sql").write_bytes(text)
    found = lint(tmp_path, rules=("style",), paths=(tmp_path / "a.sql",)).findings
    assert [(f.rule, f.line, f.column) for f in found] == [("CP01", 4, 1)]


def test_placeholders_are_filled_in_and_move_no_column(tmp_path: Path) -> None:
    """A folder may choose its own templater, which sqlfluff by itself does not take."""
    config = "[sqlfluff]\ntemplater = placeholder\n\n[sqlfluff:templater:placeholder]\n"
    config += "param_style = percent\ns = 1\n"
    write(tmp_path, {"queries/.sqlfluff": config})
    text = f"SELECT a FROM t WHERE id = %s;\nSELECT %s;{WRONG}\n"
    outcome = check(tmp_path, "queries/a.sql", text)
    assert places(outcome) == [(2, 11)]
    assert outcome.rendered is not None
    assert "%s" not in outcome.rendered
    assert check(tmp_path, "a.sql", "SELECT 1;\n").rendered is None


def test_the_house_style_ships_with_the_package(tmp_path: Path) -> None:
    long = f"SELECT '{'x' * 100}';\n"
    assert places(check(tmp_path, "a.sql", long), "LT05") == [(1, 1)]
    assert places(check(tmp_path, "a.sql", "SELECT COUNT(*) FROM t;\n"), "CP03") == [(1, 8)]


def test_a_kind_is_spared_what_the_one_configuration_says(tmp_path: Path) -> None:
    text = "CREATE TABLE t (\n    a INT NOT NULL\n        COMMENT 'A'\n);\n"
    assert places(check(tmp_path, "a.sql", text), "LT02") == [(3, 1)]
    assert check(tmp_path, "migrations/a.sql", text, "migration").spots == ()
    # What a file of this kind is not spared is still found there.
    assert places(check(tmp_path, "migrations/a.sql", WRONG, "migration")) == [(1, 1)]


def test_a_projects_own_settings_win_the_innermost_last(tmp_path: Path) -> None:
    house = "[sqlfluff:rules:capitalisation.keywords]\ncapitalisation_policy = {}\n"
    write(tmp_path, {".sqlfluff": house.format("lower"), "in/.sqlfluff": house.format("upper")})
    assert places(check(tmp_path, "a.sql", "SELECT 1;\n")) == [(1, 1)]
    assert places(check(tmp_path, "in/a.sql", "SELECT 1;\n")) == []
    assert places(check(tmp_path, "in/b.sql", WRONG)) == [(1, 1)]


def test_settings_of_the_home_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file has the same findings on every machine."""
    write(tmp_path / "home", {".sqlfluff": "[sqlfluff]\nexclude_rules = CP01\n"})
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert places(check(tmp_path / "project", "a.sql", WRONG)) == [(1, 1)]


def test_settings_that_make_no_sense_are_told_with_their_place(tmp_path: Path) -> None:
    write(tmp_path, {".sqlfluff": "[sqlfluff]\ndialect = nonsense\n"})
    with pytest.raises(UsageError, match="refuses its settings") as caught:
        check(tmp_path, "a.sql", WRONG)
    assert caught.value.where == str(tmp_path)


def test_ignored_files_are_not_linted_for_style(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"sql/a.sql": WRONG, "sql/b.sql": WRONG, "sql/.sqlfluffignore": "b.sql\n"})
    found = lint(tmp_path, rules=("style",)).findings
    assert {f.path for f in found} == {str(tmp_path / "sql" / "a.sql")}


def test_a_file_that_sqlfluff_cannot_cope_with_is_a_finding(
    lint: Lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are linted all the same."""
    write(tmp_path, {"sql/a.sql": "SELECT 1;\n", "sql/b.sql": WRONG})
    whole = style._check

    def fails(job: Job) -> Outcome:
        if job.path.endswith("a.sql"):
            raise RecursionError("maximum recursion depth exceeded")
        return whole(job)

    monkeypatch.setattr(style, "_check", fails)
    found = lint(tmp_path, rules=("style",)).findings
    assert [(Path(f.path).name, f.rule) for f in found][:2] == [
        ("a.sql", "style"),
        ("b.sql", "CP01"),
    ]
    assert "RecursionError: maximum recursion" in found[0].message


def test_what_is_known_is_not_linted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text, kind, settings: whatever of them changes, sqlfluff looks again."""
    looked: list[str] = []
    whole = style.check

    def counted(job: Job) -> Outcome:
        looked.append(job.kind)
        return whole(job)

    monkeypatch.setattr(style, "check", counted)
    cache = Cache(tmp_path / "cache")
    root = tmp_path / "project"

    def again(text: str = WRONG, kind: str = "script") -> list[Outcome]:
        with pool.run([Job(str(root / "a.sql"), text, kind, str(root))], cache, 1) as running:
            return running.outcomes()

    first = again()
    assert again() == first
    assert len(looked) == 1
    again(text=f"{WRONG} -- more")
    again(kind="seed")
    assert len(looked) == 3
    root = tmp_path / "other"
    assert again() == first
    assert len(looked) == 3
    write(root, {".sqlfluff": "[sqlfluff]\nexclude_rules = CP01\n"})
    assert places(again()[0]) == []
    assert len(looked) == 4


def test_several_processes_find_what_one_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "WORTH_A_PROCESS", 1)
    jobs = [
        Job(str(tmp_path / f"{n}.sql"), f"{WRONG * n}\n", "script", str(tmp_path))
        for n in range(1, 5)
    ]
    with pool.run(jobs, Cache(is_used=False), 2) as running:
        several = running.outcomes()
    with pool.run(jobs, Cache(is_used=False), 1) as running:
        assert running.outcomes() == several
    assert [len(places(outcome)) for outcome in several] == [1, 2, 3, 4]


def test_fix_corrects_and_leaves_what_it_cannot_read(tmp_path: Path) -> None:
    assert check(tmp_path, "a.sql", f"{WRONG}\n", fix=True).fixed == "SELECT 1;\n"
    assert check(tmp_path, "a.sql", "SELECT 1;\n", fix=True).fixed is None
    assert check(tmp_path, "a.sql", "select 1 frm from where;\n", fix=True).fixed is None


def test_without_sqlfluff_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(MissingExtraError, match=r"extra 'lint'") as caught:
        style.versions()
    assert caught.value.exit_code == 2


def test_sqlfluff_is_imported_in_one_module() -> None:
    modules = (ROOT / "clinic_db").rglob("*.py")
    found = [path.name for path in modules if "from sqlfluff" in path.read_text(encoding="utf-8")]
    assert found == ["style.py"]
