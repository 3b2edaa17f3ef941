"""Every format says the same things, each in its own standard."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import sarif_schema

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.model import Altered, Report
from clinic_db.lint.output import FORMATS, render

REPORT = Report(
    findings=(
        Finding("migrations/0002 a,b.sql", 3, 5, "destructive", "drops 100% of:\nthat, all"),
        Finding("migrations/0002 a,b.sql", 9, 1, "LT05", "too long", Severity.WARNING),
        Finding("migrations/0002 a,b.sql", 10, 1, "LT05", "too long", Severity.WARNING),
        Finding("/abs/x.sql", 1, 1, "syntax", 'near "x"'),
    ),
    notes=("said once: 5%",),
    altered=(
        Altered("migrations/0002 a,b.sql", 3, "notes", "COPY", "SHARED", True, False, 1200, 65536),
        Altered("migrations/0002 a,b.sql", 4, "drafts", "INSTANT", "NONE", False, True),
    ),
    files=7,
    lines={"migrations/0002 a,b.sql": ("", "", "\tAb 表 DROP", *[""] * 5, "x" * 400, "x" * 400)},
    rules={"destructive": "what is lost", "LT05": "layout.long_lines", "syntax": "unreadable"},
)
CLEAN = Report(findings=(), files=3)


@pytest.mark.parametrize("report", [REPORT, CLEAN], ids=["findings", "clean"])
def test_sarif_is_valid(report: Report) -> None:
    document = json.loads(render(report, "sarif"))
    sarif_schema.validate(document)
    results = document["runs"][0]["results"]
    assert len(results) == len(report.findings)


def test_the_schema_would_refuse_what_is_not_sarif() -> None:
    """Guards the test above."""
    document = json.loads(render(REPORT, "sarif"))
    del document["runs"][0]["results"][0]["message"]
    with pytest.raises(jsonschema.ValidationError, match="'message' is a required property"):
        sarif_schema.validate(document)


def test_sarif_says_where_and_what() -> None:
    run = json.loads(render(REPORT, "sarif"))["runs"][0]
    first, *_, last = run["results"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "migrations/0002%20a%2Cb.sql"
    assert place["region"] == {
        "startLine": 3, "startColumn": 5, "snippet": {"text": "\tAb 表 DROP"}
    }  # fmt: skip
    assert first["level"] == "error"
    assert (
        last["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///abs/x.sql"
    )
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == ["said once: 5%"]
    prints = [result["partialFingerprints"]["clinicDb/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_text_shows_the_line_and_marks_the_column() -> None:
    lines = render(REPORT, "text").split("\n")
    head = "migrations/0002 a,b.sql:3:5: error: drops 100% of:"
    assert lines[0] == head
    assert "    \tAb 表 DROP" in lines
    # In front of the mark stand a tab, as in the line, and three characters.
    assert lines[lines.index("    \tAb 表 DROP") + 1] == "    \t   ^"
    assert max(len(line) for line in lines) < 200
    assert "note: said once: 5%" in lines
    assert lines[-1] == "4 findings in 2 of 7 files"
    table = [line.split() for line in lines if line.startswith("migrations/0002 a,b.sql:3 ")]
    assert table == [["migrations/0002", "a,b.sql:3", "notes", "COPY", "wait", "yes", "1200",
                      "65536"]]  # fmt: skip
    assert "drafts" not in render(REPORT, "text")
    assert render(CLEAN, "text") == "3 files: nothing to correct"


def test_json_has_everything() -> None:
    document = json.loads(render(REPORT, "json"))
    assert document["findings"][0] == {
        "rule": "destructive",
        "severity": "error",
        "file": "migrations/0002 a,b.sql",
        "line": 3,
        "column": 5,
        "message": "drops 100% of:\nthat, all",
        "text": "\tAb 表 DROP",
    }
    assert document["files"] == 7
    assert document["notes"] == ["said once: 5%"]
    assert [(a["table"], a["algorithm"], a["writes"]) for a in document["altered"]] == [
        ("notes", "COPY", False),
        ("drafts", "INSTANT", True),
    ]


def test_github_annotations_are_one_line_each_and_escaped() -> None:
    """GitHub reads to the end of the line, and `,` and `:` end a property."""
    lines = render(REPORT, "github").split("\n")
    assert lines[0] == (
        "::error file=migrations/0002 a%2Cb.sql,line=3,col=5,title=clinic-db lint%3A destructive"
        "::drops 100%25 of:%0Athat, all"
    )
    assert lines[-1] == "::notice title=clinic-db lint::said once: 5%25"
    assert all(re.match(r"::(error|warning|notice) [^\r\n]*::.+", line) for line in lines)
    assert render(CLEAN, "github") == ""


def test_gitlab_has_what_its_report_needs() -> None:
    entries = json.loads(render(REPORT, "gitlab"))
    assert len({entry["fingerprint"] for entry in entries}) == len(REPORT.findings)
    for entry, finding in zip(entries, REPORT.findings, strict=True):
        assert entry["description"] == finding.message
        assert entry["check_name"] == finding.rule
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"]["path"] == finding.path
        assert entry["location"]["lines"]["begin"] == finding.line
    assert json.loads(render(CLEAN, "gitlab")) == []


def test_a_fingerprint_stays_when_lines_above_come() -> None:
    """Else every finding below an edit would count as new."""
    moved = Report(
        findings=(Finding("a.sql", 8, 1, "syntax", "near"),),
        lines={"a.sql": ("",) * 7 + ("SELEC",)},
    )
    before = Report(
        findings=(Finding("a.sql", 1, 1, "syntax", "near"),), lines={"a.sql": ("SELEC",)}
    )
    one, two = (json.loads(render(r, "gitlab"))[0]["fingerprint"] for r in (moved, before))
    assert one == two


def test_every_format_is_tested_here() -> None:
    tests = Path(__file__).read_text(encoding="utf-8")
    for form in FORMATS:
        assert f'"{form}")' in tests
