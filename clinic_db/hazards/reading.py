"""Pending statements that change, empty or drop tables, read as lint reads them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic_db.lint.alters import order_of
from clinic_db.lint.ddl.model import (
    AlterTable,
    Change,
    CreateTable,
    DropTable,
    Emptied,
    RenameTable,
)
from clinic_db.lint.ddl.schema import Schema
from clinic_db.lint.model import Kind, Source
from clinic_db.lint.reading import Piece, Reading
from clinic_db.lint.rules import destructive
from clinic_db.lint.rules.base import Context
from clinic_db.model import Migration, Statement, Step
from clinic_db.project import Project


@dataclass(frozen=True, slots=True)
class Touch:
    """What one pending statement does to one table.

    Attributes:
        migration: the id of the migration that the statement belongs to.
        path: its file.
        table: as the server names it now; as the statement does where the table is new.
        made_in: the migration that makes the table in this run, '' for one that is there already.
        number: which of the migration's statements that leave the server a choice it is, counted
            from 0; None for one that leaves it none.
        losses: what it takes away, in words.
    """

    migration: str
    path: Path
    statement: Statement
    table: str
    made_in: str
    number: int | None
    losses: tuple[str, ...]


def read(
    migrations: Sequence[Migration], steps: Sequence[Step], present: Mapping[str, str]
) -> list[Touch]:
    """Every table that a pending statement changes, empties or drops, in the order of the run.

    Args:
        migrations: all of the project, in order.
        steps: those of them that are pending.
        present: the server's tables, each name under its lower case.
    """
    pending = {step.name: step for step in steps if step.kind == "migration"}
    walk = _Walk(present)
    return [touch for m in migrations for touch in walk.through(m, pending.get(m.id))]


class _Walk:
    """The tables as the statements so far leave them, and what they are called on the server."""

    def __init__(self, present: Mapping[str, str]) -> None:
        # Name in lower case → the server's name now, or the migration that makes it in this run.
        self._there = dict(present)
        self._made: dict[str, str] = {}
        self._schema = Schema()

    def through(self, migration: Migration, step: Step | None) -> Iterator[Touch]:
        """Go through a migration; gives what its pending statements do."""
        first = step.first if step else len(migration.apply.statements) + 1
        number = 0
        for ordinal, statement in enumerate(migration.apply.statements, 1):
            piece = self._piece(migration, statement)
            choice = number if order_of(statement.sql) else None
            number += choice is not None
            if ordinal >= first:
                yield from self._touches(migration, piece, choice)
            if step is not None:
                # What a half-applied migration has made itself holds no rows but its own.
                self._follow(piece, migration.id, is_done=ordinal < first)
            self._schema = self._schema.after(piece.change, piece.source.shown)

    def _piece(self, migration: Migration, statement: Statement) -> Piece:
        path = migration.apply.path
        source = Source(path, str(path), Kind.MIGRATION, statement.sql)
        return Piece(source, statement, 1, self._schema)

    def _touches(self, migration: Migration, piece: Piece, choice: int | None) -> Iterator[Touch]:
        losses = _losses(piece, list(self._there.values()))
        tables = dict.fromkeys([*losses, *([_altered(piece)] if choice is not None else [])])
        for table in tables:
            key = table.lower()
            made_in = self._made.get(key, "")
            if made_in or key in self._there:
                yield Touch(
                    migration.id,
                    migration.apply.path,
                    piece.statement,
                    table if made_in else self._there[key],
                    made_in,
                    choice,
                    tuple(losses.get(table, ())),
                )

    def _follow(self, piece: Piece, migration: str, *, is_done: bool) -> None:
        """Keep track of what is made, renamed and dropped; what is done shows on the server."""
        change = piece.change
        maps = [self._made] if is_done else [self._made, self._there]
        if isinstance(change, CreateTable):
            key = change.name.lower()
            was_there = piece.before.table(key) is not None if is_done else key in self._there
            if not (change.if_absent and was_there):
                self._made[key] = migration
        elif isinstance(change, DropTable):
            for name in change.names:
                for known in maps:
                    known.pop(name.lower(), None)
        for old, new in _renames(change):
            for known in maps:
                if (held := known.pop(old.lower(), None)) is not None:
                    known[new.lower()] = held


def _losses(piece: Piece, every: Sequence[str]) -> dict[str, list[str]]:
    """Table → what the statement takes from it, in the words of lint's rule `destructive`."""
    shown = piece.source.shown
    reading = Reading(Project(Path()), (piece.source,), {shown: (piece,)}, {}, (), ())
    messages = [found.message for found in destructive.check(Context(reading))]
    change = piece.change
    if isinstance(change, DropTable):
        # One for each table that the same file has not made.
        names = [name for name in change.names if not piece.is_new(name)]
        return {name: [text] for name, text in zip(names, messages, strict=True)}
    if isinstance(change, AlterTable | Emptied):
        return {change.name: messages} if messages else {}
    # A whole database goes.
    return {name: list(messages) for name in every} if messages else {}


def _altered(piece: Piece) -> str:
    order = order_of(piece.statement.sql)
    assert order is not None
    return order.table


def _renames(change: Change | None) -> Sequence[tuple[str, str]]:
    if isinstance(change, RenameTable):
        return change.pairs
    if isinstance(change, AlterTable):
        return [(change.name, action.name) for action in change.actions if action.verb == "rename"]
    return ()
