"""GitHub's workflow commands: a job that prints them annotates the lines of a pull request."""

from __future__ import annotations

from clinic_db.lint.model import Finding, Report


def render(report: Report) -> str:
    """A line for each finding, then the notes."""
    lines = [_finding(finding) for finding in report.findings]
    lines += [f"::notice title=clinic-db lint::{_data(note)}" for note in report.notes]
    return "\n".join(lines)


def _finding(finding: Finding) -> str:
    properties = {
        "file": finding.path,
        "line": str(finding.line),
        "col": str(finding.column),
        "title": f"clinic-db lint: {finding.rule}",
    }
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{finding.severity} {given}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
