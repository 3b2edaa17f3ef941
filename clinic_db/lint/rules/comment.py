"""Tables, columns and routines without a COMMENT."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.ddl.model import AlterTable, CreateTable
from clinic_db.lint.ddl.tokens import Token
from clinic_db.lint.model import Kind
from clinic_db.lint.reading import Piece
from clinic_db.lint.rules.base import LASTING, Context, found

NAME = "comment"
DESCRIPTION = "a table, column, procedure or function without a COMMENT, or a change that drops it"
REASON = "a DBA looks at the server, not at the files: what is not said there is guessed"
SEVERITY = Severity.WARNING
ASKS = False


def check(context: Context) -> Iterator[Finding]:
    """Look at everything that can carry a COMMENT."""
    for piece in context.reading.pieces_of(*LASTING):
        for at, message in _problems(piece):
            yield found(piece.source, at, NAME, message, SEVERITY)


def _problems(piece: Piece) -> Iterator[tuple[Token, str]]:
    routine, change = piece.routine, piece.change
    if routine and routine.kind in ("procedure", "function") and not routine.comment:
        yield routine.named_at, f"{routine.kind} {routine.name} has no COMMENT"
    if isinstance(change, CreateTable) and not change.temporary and not change.like:
        comment = change.options.get("COMMENT")
        if comment is None or not comment.value:
            yield change.at, f"table {change.name} has no COMMENT"
        for column in change.columns:
            if not column.comment:
                yield column.at, f"column {column.name} has no COMMENT"
    if isinstance(change, AlterTable) and piece.source.kind is Kind.MIGRATION:
        yield from _altered(piece, change)


def _altered(piece: Piece, change: AlterTable) -> Iterator[tuple[Token, str]]:
    table = piece.before.table(change.name)
    for action in change.actions:
        if action.column is None or action.column.comment:
            continue
        old = table.column(action.name) if table else None
        if action.verb == "add column":
            yield action.column.at, f"column {action.name} has no COMMENT"
        elif old is not None and old.comment:
            yield (
                action.column.at,
                f"column {action.name} loses its COMMENT: MODIFY and CHANGE keep only what they "
                "repeat",
            )
