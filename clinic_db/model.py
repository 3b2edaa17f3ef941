"""The currency of the toolkit: frozen records that every module passes on. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement as the `mysql` client would send it.

    Attributes:
        sql: the exact text for the server: no delimiter, no comment in front.
        line: the line of the file on which `sql` begins, counted from 1.
    """

    sql: str
    line: int


@dataclass(frozen=True, slots=True)
class Script:
    """The statements of one file.

    Attributes:
        path: the file, relative to the project root where it is inside.
        statements: in file order.
        sha256: hex digest of the content, line endings and byte order mark normalised.
    """

    path: Path
    statements: tuple[Statement, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Migration:
    """A versioned change: `NAME.sql`, with `NAME.rollback.sql` unless it is irreversible.

    Attributes:
        id: the file's stem, which is also yoyo's migration id.
        apply: the file's statements.
        rollback: the rollback file's statements, None where there is none.
        depends: ids named by `-- depends:`.
        irreversible: the reason given by `-- irreversible:`, '' where there is none.
    """

    id: str
    apply: Script
    rollback: Script | None
    depends: tuple[str, ...] = ()
    irreversible: str = ""


@dataclass(frozen=True, slots=True)
class SqlObject:
    """A repeatable object: one file that creates one function, view, procedure, trigger or role.

    Attributes:
        kind: 'function', 'view', 'procedure', 'trigger' or 'role'.
        name: the object's name, equal to the file's stem.
        script: the file; exactly one statement, except for a role (CREATE ROLE and its grants).
        table: the table that a trigger belongs to, '' for other kinds.
    """

    kind: str
    name: str
    script: Script
    table: str = ""
    references: frozenset[str] = field(default_factory=frozenset)
