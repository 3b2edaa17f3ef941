"""The currency of lint: a file to look at, and what was found in it. Frozen, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How bad a finding is; each of them makes lint exit with 1."""

    ERROR = "error"
    WARNING = "warning"


class Kind(StrEnum):
    """What a file holds, told from its folder and name."""

    MIGRATION = "migration"
    ROLLBACK = "rollback"
    FUNCTION = "function"
    VIEW = "view"
    PROCEDURE = "procedure"
    TRIGGER = "trigger"
    ROLE = "role"
    SEED = "seed"
    SCRIPT = "script"


# One bare CREATE per file.
OBJECTS = frozenset({Kind.FUNCTION, Kind.VIEW, Kind.PROCEDURE, Kind.TRIGGER})


@dataclass(frozen=True, slots=True)
class Source:
    """A file of SQL.

    Attributes:
        path: absolute.
        shown: as people and machines are to see it: below the current folder where it is there.
        text: its content with LF for line ends and no byte order mark.
    """

    path: Path
    shown: str
    kind: Kind
    text: str

    @property
    def name(self) -> str:
        """The migration's id or the object's name."""
        return self.path.name.removesuffix(".sql").removesuffix(".rollback")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to correct.

    Attributes:
        path: the file as `Source.shown` has it.
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
class Altered:
    """What the server does with one statement that changes a table.

    Attributes:
        path, line: where the statement is.
        table: its table.
        algorithm: 'INSTANT', 'INPLACE' or 'COPY'.
        lock: 'NONE', 'SHARED' or 'EXCLUSIVE'; what other sessions may not do meanwhile.
        rebuilds: the whole table is written anew.
        is_new: the table was made by the same file, so nothing can wait for it.
        rows, bytes: of that table in the database that was named, None without one.
    """

    path: str
    line: int
    table: str
    algorithm: str
    lock: str
    rebuilds: bool
    is_new: bool = False
    rows: int | None = None
    bytes: int | None = None

    @property
    def writes(self) -> bool:
        """Whether other sessions can write to the table meanwhile."""
        return self.lock == "NONE"


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
    """What lint, or check, has to say.

    Attributes:
        findings: in order of file, line and column.
        notes: facts that are no findings, each said once.
        altered: the statements that change tables, as the server answered.
        fixed: the files that `--fix` has changed.
        files: how many files were looked at.
        lines: file → its lines, for those that have findings.
        rules: rule → one sentence on it, for those that have findings.
        command: 'lint' or 'check'.
        stages: what check did; none of lint.
    """

    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    altered: tuple[Altered, ...] = ()
    fixed: tuple[str, ...] = ()
    files: int = 0
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    command: str = "lint"
    stages: tuple[Stage, ...] = ()

    def line_of(self, finding: Finding) -> str:
        """The text of the line that the finding is about, '' where the file has none such."""
        lines = self.lines.get(finding.path, ())
        return lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""
