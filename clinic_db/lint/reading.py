"""Read a project for the rules: every statement with its tokens, every table as it stood then.

What the runner would refuse to read is a finding here, and the rest is read all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from clinic_db import migrations, objects, seeds, statements
from clinic_db.errors import ProjectError
from clinic_db.findings.model import Finding
from clinic_db.kinds import first_words
from clinic_db.lint.ddl.model import Change
from clinic_db.lint.ddl.parse import parse
from clinic_db.lint.ddl.reader import Reader
from clinic_db.lint.ddl.routine import Routine, routine
from clinic_db.lint.ddl.schema import Schema
from clinic_db.lint.ddl.tokens import Token, tokens
from clinic_db.lint.model import OBJECTS, Kind, Source
from clinic_db.lint.sources import refusal
from clinic_db.model import Migration, Statement
from clinic_db.project import ROLLBACK, Project

_T = TypeVar("_T")
_CHANGES = ("CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "DELETE")


@dataclass(frozen=True)
class Piece:
    """One statement of a file.

    Attributes:
        column: where its line begins with it.
        before: the tables as the statement finds them; empty outside of migrations.
    """

    source: Source
    statement: Statement
    column: int
    before: Schema

    @cached_property
    def words(self) -> str:
        """Its first two words in upper case."""
        return first_words(self.statement.sql)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tokens(self.statement.sql, self.statement.line, self.column)

    @cached_property
    def change(self) -> Change | None:
        """What it does to tables, None where it does nothing to any."""
        # Rows can be many: a long INSERT is not taken apart for nothing.
        return parse(self.tokens) if self.words.partition(" ")[0] in _CHANGES else None

    @cached_property
    def routine(self) -> Routine | None:
        """The stored object that it creates, None where it creates none."""
        return routine(self.tokens) if self.words.startswith("CREATE") else None

    def is_new(self, table: str) -> bool:
        """Whether the same file has made the table, so that it holds no rows."""
        found = self.before.table(table)
        return found is not None and found.made_in == self.source.shown


@dataclass(frozen=True)
class Reading:
    """What a project's files say.

    Attributes:
        pieces: the statements of each file, by `Source.shown`.
        after: the tables once a migration has run, by `Source.shown`.
        chain: the migrations in order, also those that were not to be linted.
        refused: what the runner would refuse to read.
    """

    project: Project
    sources: tuple[Source, ...]
    pieces: dict[str, tuple[Piece, ...]]
    after: dict[str, Schema]
    chain: tuple[Migration, ...]
    refused: tuple[Finding, ...]

    def of(self, *kinds: Kind) -> list[Source]:
        """The linted files of these kinds."""
        return [source for source in self.sources if source.kind in kinds]

    def triggers_of(self, table: str) -> int:
        """How many triggers the project has on a table."""
        pieces = (piece for found in self.pieces.values() for piece in found)
        return sum(_trigger_table(piece).lower() == table.lower() for piece in pieces)

    def pieces_of(self, *kinds: Kind) -> list[Piece]:
        """Every statement in the linted files of these kinds."""
        return [piece for source in self.of(*kinds) for piece in self.pieces[source.shown]]


def _trigger_table(piece: Piece) -> str:
    """The table of a CREATE TRIGGER, '' for anything else: `… BEFORE INSERT ON table`."""
    made = piece.routine
    if made is None or made.kind != "trigger":
        return ""
    reader = Reader(made.body[2:])
    return reader.name() if reader.take("ON") else ""


def read(project: Project, wanted: Sequence[Source], every: Sequence[Source]) -> Reading:
    """Read the files to lint, and all migrations, because one builds on the other.

    Args:
        wanted: the files to lint.
        every: these and all other migrations, rollbacks and triggers of the project.
    """
    refused: list[Finding] = []
    found = {source.shown: _statements(source, refused) for source in every}
    chain = _chain(project, every, refused)
    _check(project, wanted, refused)
    pieces: dict[str, tuple[Piece, ...]] = {}
    after: dict[str, Schema] = {}
    schema = Schema()
    by_path = {source.path: source for source in every}
    for migration in chain:
        source = by_path.get(project.root / migration.apply.path)
        if source is not None:
            pieces[source.shown], schema = _walked(source, found[source.shown], schema)
            after[source.shown] = schema
    for source in every:
        if source.shown not in pieces:
            pieces[source.shown], _ = _walked(source, found[source.shown], Schema())
    names = {source.shown for source in wanted}
    return Reading(
        project,
        tuple(wanted),
        pieces,
        after,
        tuple(chain),
        tuple(sorted({finding for finding in refused if finding.path in names})),
    )


def _walked(
    source: Source, found: Iterable[Statement], schema: Schema
) -> tuple[tuple[Piece, ...], Schema]:
    lines, pieces = source.text.split("\n"), []
    for statement in found:
        begins = statement.sql.split("\n", 1)[0]
        column = max(lines[statement.line - 1].find(begins), 0) + 1
        piece = Piece(source, statement, column, schema)
        pieces.append(piece)
        schema = schema.after(piece.change, source.shown)
    return tuple(pieces), schema


def _statements(source: Source, refused: list[Finding]) -> tuple[Statement, ...]:
    try:
        if source.kind in OBJECTS:
            return (statements.single(source.text, source.shown),)
        return statements.split(source.text, source.shown)
    except ProjectError as error:
        if source.kind is not Kind.SCRIPT:
            # The runner reads no scripts; the client may know what to do with it.
            refused.append(refusal(error, source.shown))
        return ()


def _chain(project: Project, every: Sequence[Source], refused: list[Finding]) -> list[Migration]:
    """The migrations in the order in which they run, as far as they can be read."""
    files = [source for source in every if source.kind is Kind.MIGRATION]
    read = [_tried(partial(migrations.read_one, s.path, project), s, refused) for s in files]
    found = sorted((m for m in read if m is not None), key=lambda migration: migration.id)
    try:
        return migrations.in_order(found)
    except ProjectError as error:
        shown = {source.name: source.shown for source in files}
        name = Path(error.where).name.removesuffix(".sql")
        refused.append(refusal(error, shown.get(name, error.where)))
        return found


def _check(project: Project, wanted: Sequence[Source], refused: list[Finding]) -> None:
    """Read objects, seeds and rollbacks as the runner does."""
    for source in wanted:
        if source.kind in OBJECTS or source.kind is Kind.ROLE:
            kind = source.kind.value
            _tried(partial(objects.read_one, kind, source.path, project), source, refused)
        elif source.kind is Kind.SEED:
            _tried(partial(seeds.read_one, project, source.path), source, refused)
        elif source.kind is Kind.ROLLBACK:
            apply = source.path.with_name(source.path.name.removesuffix(ROLLBACK) + ".sql")
            if not apply.is_file():
                message = f"a rollback file without its migration {apply.name}"
                refused.append(Finding(source.shown, 1, 1, "refused", message))


def _tried(read_it: Callable[[], _T], source: Source, refused: list[Finding]) -> _T | None:
    """What `read_it` gives; what it refuses is a finding in the file that the error names."""
    try:
        return read_it()
    except ProjectError as error:
        shown = source.shown
        if source.kind is Kind.MIGRATION and f"{source.name}{ROLLBACK}" in error.where:
            shown = shown.removesuffix(".sql") + ROLLBACK
        refused.append(refusal(error, shown))
        return None
