"""Foreign keys for which the server makes an index of its own."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.ddl.model import AlterTable, Constraint, CreateTable
from clinic_db.lint.model import Kind
from clinic_db.lint.reading import Piece
from clinic_db.lint.rules.base import Context, found

NAME = "foreign-key-index"
DESCRIPTION = "a foreign key whose columns no index of the same table begins with"
REASON = (
    "the server then makes one that no file speaks of, and drops it without a word when another "
    "index can serve; which plans there are is left to chance"
)
SEVERITY = Severity.WARNING
ASKS = False


def check(context: Context) -> Iterator[Finding]:
    """Look at each new foreign key, with the indexes that are there when its migration is done."""
    for piece in context.reading.pieces_of(Kind.MIGRATION):
        table = context.reading.after[piece.source.shown].table(_table(piece))
        for made in _made(piece):
            if table is not None and not table.has_index_on(made.columns):
                message = (
                    f"the foreign key on ({', '.join(made.columns)}) has no index of its own: "
                    f"write KEY ix_{table.name}_{made.columns[0]} ({', '.join(made.columns)})"
                )
                yield found(piece.source, made.at, NAME, message, SEVERITY)


def _table(piece: Piece) -> str:
    return piece.change.name if isinstance(piece.change, (CreateTable, AlterTable)) else ""


def _made(piece: Piece) -> Iterator[Constraint]:
    """The foreign keys that a statement adds."""
    change = piece.change
    if isinstance(change, CreateTable):
        made = list(change.constraints)
    elif isinstance(change, AlterTable):
        made = [a.constraint for a in change.actions if a.constraint]
        made += [c for a in change.actions if a.column for c in a.column.constraints]
    else:
        made = []
    yield from (one for one in made if one.kind == "foreign" and one.columns)
