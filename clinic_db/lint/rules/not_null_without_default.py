"""Columns that must have a value, on tables whose rows have none."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.ddl.model import Action, AlterTable
from clinic_db.lint.model import Kind
from clinic_db.lint.reading import Piece
from clinic_db.lint.rules.base import Context, found

NAME = "not-null-without-default"
DESCRIPTION = "a NOT NULL column without DEFAULT added to a table that is there already"
REASON = (
    "the rows that are there silently get '' or 0, which nobody entered (a date makes the "
    "statement fail), and INSERTs of the last version's application fail"
)
SEVERITY = Severity.ERROR
ASKS = False


def check(context: Context) -> Iterator[Finding]:
    """Look at each column that is added, or made NOT NULL."""
    for piece in context.reading.pieces_of(Kind.MIGRATION):
        change = piece.change
        if not isinstance(change, AlterTable) or piece.is_new(change.name):
            continue
        for action in change.actions:
            if message := _problem(piece, change.name, action):
                at = action.column.at if action.column else action.at
                yield found(piece.source, at, NAME, message, SEVERITY)


def _problem(piece: Piece, name: str, action: Action) -> str:
    column = action.column
    if column is None or not column.is_required:
        return ""
    if action.verb == "add column" and not column.default:
        return (
            f"{column.name} is NOT NULL without DEFAULT, so the rows of {name} get a value that "
            "nobody entered: give a DEFAULT, or add it NULL, fill it, then make it NOT NULL"
        )
    table = piece.before.table(name)
    old = table.column(action.name) if table else None
    if action.verb == "modify column" and old is not None and not old.is_required:
        return (
            f"{column.name} becomes NOT NULL: the statement fails on the first row of {name} "
            "that holds NULL: fill those in a migration before this one"
        )
    return ""
