"""Rollbacks that do not give back what was there. By trying them on a server."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.model import Kind
from clinic_db.lint.rules.base import Context, found

NAME = "rollback-differs"
DESCRIPTION = "a rollback that fails, or after which the schema is not what it was before"
REASON = "the way back is needed when something went wrong already; then it has to work"
SEVERITY = Severity.ERROR
ASKS = True


def check(context: Context) -> Iterator[Finding]:
    """Look at how each rollback ended in the sandbox."""
    for source, trial in context.trials_of(Kind.ROLLBACK):
        if trial.undo_failed:
            message = f"the rollback fails: {trial.undo_failed.text}"
            yield found(source, trial.undo_failed.line, NAME, message, SEVERITY)
        elif trial.left:
            message = f"apply and rollback do not give back the schema: {'; '.join(trial.left)}"
            line = context.reading.pieces[source.shown][0].statement.line
            yield found(source, line, NAME, message, SEVERITY)
