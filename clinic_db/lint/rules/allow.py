"""Comments that allow a finding: without a reason, of no rule, or of no use."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint import allow
from clinic_db.lint.rules.base import Context

NAME = allow.RULE
DESCRIPTION = "`-- clinic-db: allow …` without a reason, of an unknown rule, or that finds nothing"
REASON = "an exception that nobody can explain, or that is no longer needed, hides the next mistake"
SEVERITY = Severity.ERROR
ASKS = False


def check(_: Context) -> Iterator[Finding]:
    """Nothing yet: allowances are judged by `lint.allow` once all findings are there."""
    return iter(())
