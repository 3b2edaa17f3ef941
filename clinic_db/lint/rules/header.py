"""Files that do not say what they are and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.model import Kind, Source
from clinic_db.lint.rules.base import LASTING, Context, found
from clinic_db.scaffold import PLACEHOLDER

NAME = "header"
DESCRIPTION = (
    "a migration, rollback or object that does not begin with `-- Kind: name` and, but for a "
    "rollback, a sentence on why it is there"
)
REASON = "the SQL says what happens; only its author can say why, and only there it is found"
SEVERITY = Severity.WARNING
ASKS = False
_DIRECTIVE = re.compile(r"(depends|transactional|irreversible|clinic-db)\s*:", re.I)
# Fewer words are no sentence.
_WORDS = 3


def check(context: Context) -> Iterator[Finding]:
    """Look at the comment that each file begins with."""
    for source in context.reading.of(*LASTING, Kind.ROLLBACK):
        if message := _problem(source):
            yield found(source, 1, NAME, message, SEVERITY)


def _problem(source: Source) -> str:
    lines = []
    for line in source.text.split("\n"):
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    title = f"{source.kind.value.capitalize()}: {source.name}"
    if not lines or re.search(rf"(?<![\w]){re.escape(source.name)}(?![\w])", lines[0]) is None:
        return f"the file does not begin with `-- {title}`"
    prose = [line for line in lines[1:] if line and not _DIRECTIVE.match(line)]
    if PLACEHOLDER in prose:
        return f"the header still says {PLACEHOLDER!r}: say why this change is needed"
    if source.kind is not Kind.ROLLBACK and len(" ".join(prose).split()) < _WORDS:
        return "the header does not say why: add a sentence below the title"
    return ""
