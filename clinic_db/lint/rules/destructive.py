"""Changes that take rows or values away."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint import narrowing
from clinic_db.lint.ddl.model import Action, AlterTable, DropTable, Emptied
from clinic_db.lint.ddl.tokens import Token
from clinic_db.lint.model import Kind
from clinic_db.lint.reading import Piece
from clinic_db.lint.rules.base import Context, found

NAME = "destructive"
DESCRIPTION = (
    "a table, column, partition or database dropped, a narrower type, an ENUM or SET value "
    "removed, TRUNCATE, DELETE without WHERE"
)
REASON = (
    "no rollback brings the rows back, and an application that is still running the last version "
    "breaks at once"
)
SEVERITY = Severity.ERROR
ASKS = False
# Every character that the house's set has, these have too.
_WIDE = ("utf8mb4",)


def check(context: Context) -> Iterator[Finding]:
    """Look at what each migration does to tables that were there before it."""
    for piece in context.reading.pieces_of(Kind.MIGRATION):
        for at, message in _losses(piece):
            yield found(piece.source, at, NAME, message, SEVERITY)


def _losses(piece: Piece) -> Iterator[tuple[Token, str]]:
    change = piece.change
    if piece.words in ("DROP DATABASE", "DROP SCHEMA"):
        yield piece.tokens[0], "drops a whole database"
    elif isinstance(change, DropTable):
        for name in change.names:
            if not piece.is_new(name):
                yield change.at, f"drops table {name} with every row in it"
    elif isinstance(change, Emptied) and not piece.is_new(change.name):
        yield change.at, f"{change.how}: every row of {change.name} goes"
    elif isinstance(change, AlterTable) and not piece.is_new(change.name):
        for action in change.actions:
            if message := _altered(piece, change, action):
                yield action.at, message


def _altered(piece: Piece, change: AlterTable, action: Action) -> str:
    if action.verb == "drop column":
        return f"drops column {change.name}.{action.name} with every value in it"
    if action.verb in ("drop partition", "truncate partition", "discard partition"):
        return f"{action.verb.upper()}: every row in that part of {change.name} goes"
    if action.verb == "discard":
        return f"DISCARD TABLESPACE: every row of {change.name} goes"
    if action.verb == "convert":
        charset = action.options.get("CHARSET")
        if charset is not None and charset.value.lower() not in _WIDE:
            return f"converts {change.name} to {charset.value}, which lacks characters"
    if action.verb == "modify column" and action.column:
        table = piece.before.table(change.name)
        old = table.column(action.name) if table else None
        loss = narrowing.loss(old, action.column) if old else ""
        if loss:
            return f"{change.name}.{action.name}: {loss}; what does not fit is lost or stops it"
    return ""
