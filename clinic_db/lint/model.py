"""The currency of lint: a file to look at, and what is told of it. Frozen, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from clinic_db.findings import model as findings


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
class Report(findings.Report):
    """What lint, or check, has to say.

    Attributes:
        altered: the statements that change tables, as the server answered.
        fixed: the files that `--fix` has changed.
        files: how many files were looked at.
    """

    altered: tuple[Altered, ...] = ()
    fixed: tuple[str, ...] = ()
    files: int = 0
