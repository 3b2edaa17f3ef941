"""Migrations that change both the schema and rows."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.kinds import Kind as Effect
from clinic_db.kinds import first_words, kind_of
from clinic_db.lint.model import Kind
from clinic_db.lint.rules.base import Context, found

NAME = "mixed-ddl-dml"
DESCRIPTION = "schema and rows changed in one file"
REASON = (
    "each DDL statement commits by itself, so when a later one fails the rows before it are "
    "changed already and cannot be taken back together"
)
SEVERITY = Severity.WARNING
ASKS = False


def check(context: Context) -> Iterator[Finding]:
    """Look for the first statement of the second sort."""
    for source in context.reading.of(Kind.MIGRATION):
        first = None
        for piece in context.reading.pieces[source.shown]:
            effect = kind_of(piece.statement.sql)
            if effect not in (Effect.DDL, Effect.DML):
                continue
            first = first or effect
            if effect is not first:
                what = "rows" if effect is Effect.DML else "the schema"
                message = (
                    f"{first_words(piece.statement.sql, 1)} changes {what}, the statements before "
                    f"it {'the schema' if effect is Effect.DML else 'rows'}: write two migrations"
                )
                yield found(source, piece.tokens[0], NAME, message, SEVERITY)
                break
