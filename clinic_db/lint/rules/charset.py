"""Text in another character set or collation than the house's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.ddl.model import AlterTable, Column, CreateTable
from clinic_db.lint.ddl.tokens import Token
from clinic_db.lint.model import Kind
from clinic_db.lint.reading import Piece
from clinic_db.lint.rules.base import Context, found
from clinic_db.pins import CHARSET, COLLATION

NAME = "charset"
DESCRIPTION = (
    f"a table or column whose character set is not {CHARSET} or whose collation is not "
    f"{COLLATION}, or a new table that says neither"
)
REASON = (
    "other sets lose characters; comparing two collations fails (error 1267) or leaves an index "
    "aside; what is not said depends on where the migration runs"
)
SEVERITY = Severity.WARNING
ASKS = False
_HOUSE = {"CHARSET": CHARSET, "COLLATE": COLLATION}


def check(context: Context) -> Iterator[Finding]:
    """Look at every table option and column in the migrations."""
    for piece in context.reading.pieces_of(Kind.MIGRATION):
        for at, message in _problems(piece):
            yield found(piece.source, at, NAME, message, SEVERITY)


def _problems(piece: Piece) -> Iterator[tuple[Token, str]]:
    change = piece.change
    if isinstance(change, CreateTable) and not change.temporary:
        yield from _options(change.options, change.name)
        for column in change.columns:
            yield from _column(column)
        if not change.like and not {"CHARSET", "COLLATE"} & change.options.keys():
            yield (
                change.at,
                f"{change.name} says neither character set nor collation, so both depend on the "
                f"database it is made in: add DEFAULT CHARACTER SET = {CHARSET} "
                f"COLLATE = {COLLATION}",
            )
    elif isinstance(change, AlterTable):
        for action in change.actions:
            yield from _options(action.options, change.name)
            if action.column:
                yield from _column(action.column)


def _options(options: Mapping[str, Token], table: str) -> Iterator[tuple[Token, str]]:
    given = {name: options[name] for name in ("CHARSET", "COLLATE") if name in options}
    others = [token.value for name, token in given.items() if token.value.lower() != _HOUSE[name]]
    if others:
        yield next(iter(given.values())), _message(table, others)


def _column(column: Column) -> Iterator[tuple[Token, str]]:
    given = {"CHARSET": column.charset, "COLLATE": column.collation}
    others = [value for name, value in given.items() if value and value.lower() != _HOUSE[name]]
    if others:
        yield column.at, _message(column.name, others)


def _message(name: str, others: Sequence[str]) -> str:
    return (
        f"{name} is in {' with '.join(others)}, not in {CHARSET} with {COLLATION}: other sets lack "
        "characters, and comparing it with the others fails or leaves an index aside"
    )
