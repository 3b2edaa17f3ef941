"""For people: each finding with its line, then what the server does with each ALTER."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clinic_db.findings.model import Finding, Stage
from clinic_db.lint.model import Altered, Report
from clinic_db.report import table

_INDENT = "    "
_LONGEST_LINE = 160


def render(report: Report) -> str:
    """The whole report; check's stages stand below it, and the last line counts."""
    lines = [line for finding in report.findings for line in _finding(report, finding)]
    found = [one for one in report.altered if not one.is_new]
    if found:
        lines += [*_altered(found), ""]
    lines += [f"fixed: {path}" for path in report.fixed]
    lines += [f"note: {note}" for note in report.notes]
    if report.stages:
        lines += [*([""] if lines and lines[-1] else []), *_stages(report.stages), ""]
    return "\n".join([*lines, _summary(report)])


def _finding(report: Report, finding: Finding) -> Iterator[str]:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    yield f"{place}: {finding.severity}: {finding.message} [{finding.rule}]"
    text = report.line_of(finding)
    if text.strip():
        # A tab is as wide as a tab is; the mark below has the same one.
        before = "".join(c if c == "\t" else " " for c in text[: finding.column - 1])
        yield _INDENT + text[:_LONGEST_LINE]
        if len(before) < _LONGEST_LINE:
            yield f"{_INDENT}{before}^"
    yield ""


def _altered(found: Sequence[Altered]) -> list[str]:
    has_size = any(one.rows is not None for one in found)
    headings = ["statement", "table", "algorithm", "writes", "rebuilds"]
    rows: list[list[object]] = [
        [
            f"{one.path}:{one.line}",
            one.table,
            one.algorithm,
            "go on" if one.writes else "wait",
            "yes" if one.rebuilds else "no",
            *([one.rows, one.bytes] if has_size else []),
        ]
        for one in found
    ]
    return table([*headings, *(["rows", "bytes"] if has_size else [])], rows).split("\n")


def _stages(stages: Sequence[Stage]) -> list[str]:
    rows = [[s.name, s.result, s.findings, f"{s.seconds:.1f}", s.remark] for s in stages]
    return table(["stage", "result", "findings", "seconds", ""], rows).split("\n")


def _summary(report: Report) -> str:
    files = f"{report.files} file" + ("s" if report.files != 1 else "")
    if not report.findings:
        return f"{files}: nothing to correct"
    count = len(report.findings)
    if report.stages:
        failed = ", ".join(stage.name for stage in report.stages if stage.result == "failed")
        return f"{count} finding{'s' if count != 1 else ''}; failed: {failed}"
    touched = len({finding.path for finding in report.findings})
    findings = f"{count} finding" + ("s" if count != 1 else "")
    return f"{findings} in {touched} of {files}"
