"""What the runner would refuse to read."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.rules.base import Context

NAME = "refused"
DESCRIPTION = (
    "a file that apply or seed would refuse: an open quote, not UTF-8, a wrong name, a cycle, "
    "START TRANSACTION in a migration, …"
)
REASON = "it stops every run with exit 8 before anything is applied"
SEVERITY = Severity.ERROR
ASKS = False


def check(context: Context) -> Iterator[Finding]:
    """What reading the files has turned up."""
    yield from context.reading.refused
