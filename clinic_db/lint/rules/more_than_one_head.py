"""Two migrations that both come last."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db import migrations
from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.model import Kind
from clinic_db.lint.rules.base import Context, found

NAME = "more-than-one-head"
DESCRIPTION = "two or more migrations that no other one depends on"
REASON = (
    "they were written side by side, each without the other in view; in which order they run is "
    "nobody's decision, and apply refuses them with exit 8"
)
SEVERITY = Severity.ERROR
ASKS = False


def check(context: Context) -> Iterator[Finding]:
    """Look at who depends on whom."""
    heads = migrations.heads(context.reading.chain)
    linted = {source.name: source for source in context.reading.of(Kind.MIGRATION)}
    for head in heads[1:]:
        source = linted.get(head.id)
        if source is not None:
            message = (
                f"{head.id} and {heads[0].id} both come last: let this one say "
                f"`-- depends: {heads[0].id}`"
            )
            yield found(source, _line(source.text), NAME, message, SEVERITY)


def _line(text: str) -> int:
    """Where the file says what it depends on."""
    lines = text.split("\n")
    return next((at for at, line in enumerate(lines, 1) if "depends:" in line), 1)
