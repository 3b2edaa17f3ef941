"""Files that break other linters: sqlfluff goes through, and the server has the last word."""

from __future__ import annotations

from pathlib import Path

import pytest
from lint.conftest import Lint

from clinic_db.lint import style
from clinic_db.lint.style import Job

FOLDER = Path(__file__).parent / "hard"
FILES = sorted(FOLDER.glob("*.sql"))
# What the server cannot parse, with the lines that it names.
BROKEN = {
    "SELECT 1;\nSELEC 2;\n\nSELECT 3 FRM t\nWHERE x;\n": [2, 4],
    "DELIMITER //\nCREATE PROCEDURE p ()\nBEGIN\n    SELECT 1;\n    SELEC 2;\nEND//\n": [5],
    "CREATE TABLE t (a INT,\n    b INTT,\n    c INT);\n": [2],
    "UPDATE t SET a = 1 WHERE WHERE b = 2;\n": [1],
    "INSERT INTO t VALUES (1),\n    (2),\n    (3;\n": [3],
}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, style.Outcome]:
    return {
        path.name: style.check(Job(str(path), path.read_text("utf-8"), "script", str(FOLDER)))
        for path in FILES
    }


def test_there_are_enough_of_them_and_sqlfluff_stumbles(
    outcomes: dict[str, style.Outcome],
) -> None:
    """Guards the test below against files that are too easy."""
    assert len(FILES) >= 30
    unparsed = [n for n, o in outcomes.items() if any(s.code == "PRS" for s in o.spots)]
    assert len(unparsed) >= 12, unparsed


def test_sqlfluff_comes_to_an_end_with_each(outcomes: dict[str, style.Outcome]) -> None:
    assert {name: o.failure for name, o in outcomes.items() if o.failure} == {}


def test_no_parse_error_that_the_server_does_not_share(lint: Lint) -> None:
    """One note says which places sqlfluff cannot read; none of them is a finding."""
    report = lint(FOLDER, rules=("syntax", "style"), paths=(FOLDER,))
    assert [f for f in report.findings if f.rule in ("syntax", "style", "PRS", "LXR")] == []
    assert report.files == len(FILES)
    notes = [note for note in report.notes if note.startswith("sqlfluff cannot parse")]
    assert len(notes) == 1
    assert notes[0].endswith("the server can, so they are no findings")


@pytest.mark.parametrize(("text", "lines"), BROKEN.items())
def test_a_real_parse_error_is_told_in_the_servers_words(
    text: str, lines: list[int], lint: Lint, tmp_path: Path
) -> None:
    path = tmp_path / "broken.sql"
    path.write_text(text, encoding="utf-8")
    report = lint(tmp_path, rules=("syntax",), paths=(path,))
    assert [f.line for f in report.findings] == lines
    assert all(f.message.startswith("the server cannot parse this: near '") for f in
               report.findings)  # fmt: skip
    assert report.notes == ()
