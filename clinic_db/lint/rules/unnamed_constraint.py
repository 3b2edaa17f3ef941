"""Keys, foreign keys and checks whose name is left to the server."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.ddl.model import AlterTable, Constraint, CreateTable
from clinic_db.lint.model import Kind
from clinic_db.lint.reading import Piece
from clinic_db.lint.rules.base import Context, found

NAME = "unnamed-constraint"
DESCRIPTION = "a key, foreign key or CHECK without a name"
REASON = (
    "the server then makes one up (t_chk_1, t_ibfk_2), which differs from one database to the "
    "next, so that no later migration can drop it by name"
)
SEVERITY = Severity.ERROR
ASKS = False
_KINDS = {"foreign": "foreign key", "check": "CHECK", "unique": "unique key"}


def check(context: Context) -> Iterator[Finding]:
    """Look at each constraint that is made."""
    for piece in context.reading.pieces_of(Kind.MIGRATION):
        for made in _made(piece):
            if not made.name:
                what = _KINDS.get(made.kind, "key")
                on = f" on ({', '.join(made.columns)})" if made.columns else ""
                message = f"the {what}{on} has no name, so each server makes up its own"
                yield found(piece.source, made.at, NAME, message, SEVERITY)


def _made(piece: Piece) -> list[Constraint]:
    change = piece.change
    if isinstance(change, CreateTable):
        return list(change.constraints)
    if not isinstance(change, AlterTable):
        return []
    made = [action.constraint for action in change.actions if action.constraint]
    return made + [c for a in change.actions if a.column for c in a.column.constraints]
