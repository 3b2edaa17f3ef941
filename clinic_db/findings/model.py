"""The currency of whatever finds something in a file. Frozen, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is; each of them makes the command exit with 1."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to correct.

    Attributes:
        path: the file as `files.show` has it.
        line, column: counted from 1, in characters.
        rule: the rule's name, or sqlfluff's code.
        message: what is wrong and why it matters, one sentence without a full stop at the end.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str = field(compare=False)
    severity: Severity = field(compare=False, default=Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the things that `check` does.

    Attributes:
        result: 'ok', 'failed' or 'not run'.
        findings: how many it has.
        seconds: how long it took.
        remark: why it was not run, or what was left out; '' for nothing.
    """

    name: str
    result: str
    findings: int
    seconds: float
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a command has found.

    Attributes:
        findings: in order of file, line and column.
        notes: facts that are no findings, each said once.
        lines: file → its lines, for those that have findings.
        rules: rule → one sentence on it, for those that have findings.
        command: 'lint', 'check', 'explain'.
        stages: what check did; none of the others.
    """

    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    command: str = "lint"
    stages: tuple[Stage, ...] = ()

    def line_of(self, finding: Finding) -> str:
        """The text of the line that the finding is about, '' where the file has none such."""
        lines = self.lines.get(finding.path, ())
        return lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""
