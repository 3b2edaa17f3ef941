"""The currency of the toolkit: frozen records that every module passes on. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
        repeatable: the file says that what cannot be judged after a crash may be repeated.
    """

    path: Path
    statements: tuple[Statement, ...]
    sha256: str
    repeatable: bool = False


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

    @property
    def statement(self) -> Statement:
        """The object's CREATE."""
        return self.script.statements[0]


@dataclass(frozen=True, slots=True)
class Applied:
    """What the history knows of one migration.

    Attributes:
        finished: True when yoyo's history lists it.
        applied_at: UTC, None where it is not finished.
        done: statements of the apply that are done, by the journal; 0 for one that yoyo applied.
        hashes: the done statements' digests, in order.
        running: ordinal of a statement that was started and whose end nobody recorded, 0 for none.
        expected: what tells whether that statement happened (see `judge`), None where nothing does.
        variables: JSON of the user variables as the done statements left them, '' for none.
        undone, undo_hashes, undo_running, undo_expected, undo_variables: the same for the rollback.
    """

    id: str
    finished: bool = False
    applied_at: datetime | None = None
    done: int = 0
    hashes: tuple[str, ...] = ()
    running: int = 0
    expected: str | None = None
    variables: str = ""
    undone: int = 0
    undo_hashes: tuple[str, ...] = ()
    undo_running: int = 0
    undo_expected: str | None = None
    undo_variables: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A repeatable object as it was last applied: its file's digest, its live one, the server."""

    sha256: str
    live: str
    server: str


@dataclass(frozen=True, slots=True)
class History:
    """Everything the bookkeeping tables hold.

    Attributes:
        exists: False before the first run.
        at_work: the other run that works on what is unfinished in here, '' where none does.
    """

    exists: bool
    migrations: Mapping[str, Applied]
    objects: Mapping[tuple[str, str], Recorded]
    at_work: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """One privilege on one object of the connected database, or on one of its columns."""

    kind: str
    name: str
    privilege: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Live:
    """What a plan needs to know of the server.

    Attributes:
        version: as the server greets, '9.7.4'.
        objects: (kind, name) → digest of the live definition.
        grants: role → what it may do in this database; None where this account may not read it.
        tables: trigger → the table that it stands on.
    """

    version: str
    objects: Mapping[tuple[str, str], str]
    grants: Mapping[str, frozenset[Grant]] | None = None
    tables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of planned work.

    Attributes:
        action: 'apply', 'rollback', 'create', 'replace' or 'drop'.
        kind: 'migration' or an object's kind.
        name: the migration's id or the object's name.
        path: the file that it comes from, for messages.
        statements: what is sent, in order; for a migration all of them, done ones included.
        first: ordinal of the first statement still to run (after 1: the migration is resumed).
        why: the reason, for people: 'new', 'file changed', 'changed on the server', …
        sha256: the object's file digest, '' for a migration.
        repeatable: what cannot be judged after a crash may be repeated.
        variables: JSON of the user variables that the statements before `first` left, or ''.
    """

    action: str
    kind: str
    name: str
    path: Path
    statements: tuple[Statement, ...]
    first: int = 1
    why: str = ""
    sha256: str = ""
    repeatable: bool = False
    variables: str = ""

    @property
    def pending(self) -> tuple[Statement, ...]:
        """The statements still to run."""
        return self.statements[self.first - 1 :]


@dataclass(frozen=True, slots=True)
class TableChange:
    """What a pending statement does to a table that the server holds already.

    Attributes:
        migration: the id of the migration that the statement belongs to.
        path, line: its file and line.
        sql: the statement.
        table: as the server names it now.
        rows, bytes: how large the table is, as the server estimates.
        algorithm: 'INSTANT', 'INPLACE' or 'COPY'; '' where the statement leaves no choice (DROP
            TABLE, DELETE, …), or where no server was asked.
        lock: 'NONE', 'SHARED' or 'EXCLUSIVE', what others may not do meanwhile; '' likewise.
        rebuilds: all of the table is written anew.
        why: the server's words on why no cheaper way can be had.
        not_asked: why no server was asked, '' where one was or there is nothing to ask.
        losses: what it takes away, in words.
    """

    migration: str
    path: Path
    line: int
    sql: str
    table: str
    rows: int
    bytes: int
    algorithm: str = ""
    lock: str = ""
    rebuilds: bool = False
    why: str = ""
    not_asked: str = ""
    losses: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """`file:line`."""
        return f"{self.path}:{self.line}"

    @property
    def is_blocking(self) -> bool:
        """Whether others may have to wait before they can write to the table."""
        return bool(self.not_asked) or self.algorithm == "COPY" or self.lock not in ("", "NONE")


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did.

    Attributes:
        command: 'apply', 'rollback' or 'plan'.
        address: the database, without its password.
        steps: in the order in which they ran (or would run).
        statements: how many statements of the project's files were run.
        changes: of a plan, what its statements do to tables that are there.
    """

    command: str
    address: str
    steps: tuple[Step, ...]
    statements: int
    changes: tuple[TableChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that files, history and server do not agree on.

    Attributes:
        what: 'edited', 'no file', 'out of order', 'cut short', 'half applied', 'half rolled back',
            'changed', 'missing' or 'not recorded' (the last three are objects on the server).
        name: the migration's id, or an object's kind and name.
        where: `file:line`, the file, or '' where there is none.
        text: what is wrong, one sentence without a full stop at the end.
        hint: the next command to type, or the change to make.
        detail: further facts, one per line.
    """

    what: str
    name: str
    where: str
    text: str
    hint: str
    detail: tuple[str, ...] = ()
