"""Migrations that fail. By trying them on a server."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.model import Kind
from clinic_db.lint.rules.base import Context, found

NAME = "server-refuses"
DESCRIPTION = "a migration that the server refuses even on empty tables"
REASON = "it stops every run half-way, and those behind it could not be looked at"
SEVERITY = Severity.ERROR
ASKS = True


def check(context: Context) -> Iterator[Finding]:
    """Look at how each migration ended in the sandbox."""
    for source, trial in context.trials_of(Kind.MIGRATION):
        if trial.failed and not (context.syntax or {}).get(source.shown):
            yield found(source, trial.failed.line, NAME, trial.failed.text, SEVERITY)
