"""GitHub's workflow commands: a job that prints them annotates the lines of a pull request."""

from __future__ import annotations

from clinic_db.findings.model import Finding, Report, Stage


def render(report: Report) -> str:
    """A line for each finding, then the notes, then the stages."""
    title = f"clinic-db {report.command}"
    lines = [_finding(finding, title) for finding in report.findings]
    notes = [*report.notes, *(_stage(stage) for stage in report.stages)]
    lines += [f"::notice title={title}::{_data(note)}" for note in notes]
    return "\n".join(lines)


def _finding(finding: Finding, title: str) -> str:
    properties = {
        "file": finding.path,
        "line": str(finding.line),
        "col": str(finding.column),
        "title": f"{title}: {finding.rule}",
    }
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{finding.severity} {given}::{_data(finding.message)}"


def _stage(stage: Stage) -> str:
    remark = f" ({stage.remark})" if stage.remark else ""
    findings = f"{stage.findings} finding" + ("s" if stage.findings != 1 else "")
    return f"{stage.name}: {stage.result}, {findings}, {stage.seconds:.1f} s{remark}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
