"""Migrations that cannot be undone and do not say so."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.model import Kind
from clinic_db.lint.rules.base import Context, found

NAME = "irreversible-unsaid"
DESCRIPTION = "a migration with neither a rollback file nor `-- irreversible: reason`"
REASON = "whoever has to go back finds out in the middle of the night"
SEVERITY = Severity.ERROR
ASKS = False


def check(context: Context) -> Iterator[Finding]:
    """Look for the pair of each migration."""
    linted = {source.name: source for source in context.reading.of(Kind.MIGRATION)}
    for migration in context.reading.chain:
        source = linted.get(migration.id)
        if source and migration.rollback is None and not migration.irreversible:
            message = (
                f"there is no {migration.id}.rollback.sql: write it, or say "
                "`-- irreversible: reason` above the first statement"
            )
            yield found(source, 1, NAME, message, SEVERITY)
