"""What the server cannot parse. By asking it, for every statement of every file."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.rules.base import Context, found

NAME = "syntax"
DESCRIPTION = "a statement that the server cannot parse; the server says where"
REASON = "sqlfluff knows less of MySQL's grammar than MySQL: what it cannot read is put to a server"
SEVERITY = Severity.ERROR
ASKS = True


def check(context: Context) -> Iterator[Finding]:
    """What the server said of each file."""
    sources = {source.shown: source for source in context.reading.sources}
    for shown, problems in (context.syntax or {}).items():
        for line, words in problems:
            message = f"the server cannot parse this: {words}"
            yield found(sources[shown], line, NAME, message, SEVERITY)
