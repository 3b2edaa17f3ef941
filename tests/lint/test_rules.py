"""Every rule finds what it is for, at the right place, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from lint.cases import Case, cases
from lint.conftest import Lint
from projects import ROOT

from clinic_db import queries
from clinic_db.errors import UsageError
from clinic_db.lint import rules
from clinic_db.lint.rules.reserved_word import words
from clinic_db.schema_pool import Schema

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, lint: Lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = case.build(tmp_path / "project")
    monkeypatch.chdir(root)
    report = lint(root, rules=(case.rule, "allow"), asks=rules.load(case.rule).ASKS)
    found = [f"{f.path}:{f.line}:{f.column}" for f in report.findings]
    assert {f.rule for f in report.findings} <= {case.rule}, report.findings
    assert found == case.places(), report.findings
    assert bool(found) == case.fails


@pytest.mark.parametrize("name", rules.RULES)
def test_rule_has_cases_and_says_what_it_is(name: str) -> None:
    rule = rules.load(name)
    assert name == rule.NAME
    assert {case.fails for case in CASES if case.rule == name} == {True, False}
    page = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    assert f"| `{name}` | {rule.SEVERITY} | {rule.DESCRIPTION} | {rule.REASON} |" in page


def test_every_module_and_every_case_belongs_to_a_rule() -> None:
    folder = ROOT / "clinic_db" / "lint" / "rules"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}
    assert modules == set(rules.RULES.values())
    assert {case.rule for case in CASES} == set(rules.RULES)


def test_unknown_rule_is_refused_and_none_left_too() -> None:
    with pytest.raises(UsageError, match="there is no rule 'nope'"):
        rules.chosen(["nope"], [])
    with pytest.raises(UsageError, match="no rule is left"):
        rules.chosen(["charset"], ["charset"])
    assert rules.chosen([], ["style"]) == list(rules.RULES)


def test_the_list_of_reserved_words_is_the_servers(clinic_db_empty: Schema) -> None:
    """The list is of 9.7; an older server reserves no word that it lacks."""
    with clinic_db_empty.connect() as connection:
        theirs = {row["name"] for row in connection.rows(queries.get("lint/reserved_words"))}
        is_newest = connection.version.startswith("9.7")
    assert theirs <= words()
    assert not is_newest or theirs == words()
