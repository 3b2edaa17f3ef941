"""Names that MySQL keeps for itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.ddl.model import AlterTable, CreateTable, RenameTable
from clinic_db.lint.ddl.tokens import Token
from clinic_db.lint.reading import Piece
from clinic_db.lint.rules.base import LASTING, Context, found

NAME = "reserved-word"
DESCRIPTION = "a table, column, key, routine or parameter whose name is a reserved word of MySQL"
REASON = (
    "every statement that names it needs backquotes, and the first that forgets them is a syntax "
    "error, often only after an upgrade has reserved the word"
)
SEVERITY = Severity.WARNING
ASKS = False


def check(context: Context) -> Iterator[Finding]:
    """Look at each name that is given."""
    for piece in context.reading.pieces_of(*LASTING):
        for at, name in _names(piece):
            if name.upper() in words():
                message = f"{name} is a reserved word: choose another name"
                yield found(piece.source, at, NAME, message, SEVERITY)


@cache
def words() -> frozenset[str]:
    """The words that the newest MySQL reserves, in upper case."""
    path = Path(__file__).parent.with_name("reserved_words.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _names(piece: Piece) -> Iterator[tuple[Token, str]]:
    routine, change = piece.routine, piece.change
    if routine is not None:
        yield routine.named_at, routine.name
        yield from ((token, token.value) for token in routine.parameters)
    if isinstance(change, CreateTable):
        yield change.at, change.name
        yield from ((column.at, column.name) for column in change.columns)
        # PRIMARY is the server's own name for it.
        yield from ((c.at, c.name) for c in change.constraints if c.kind != "primary")
    elif isinstance(change, AlterTable):
        for action in change.actions:
            if action.column is not None:
                yield action.column.at, action.column.name
            elif action.constraint is not None and action.constraint.kind != "primary":
                yield action.at, action.constraint.name
            elif action.verb in ("rename column", "rename index"):
                yield action.at, action.new_name
            elif action.verb == "rename":
                yield action.at, action.name
    elif isinstance(change, RenameTable):
        yield from ((change.at, new) for _, new in change.pairs)
