"""`-- clinic-db: allow RULE because …`: findings that the file itself answers for.

In the block of comments that a file begins with, it counts for the whole file; elsewhere for the
statement that follows, or, inside a statement, for the next line of SQL.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.model import Source
from clinic_db.model import Statement

RULE = "allow"
_ALLOW = re.compile(r"\s*(?:--|#)\s*clinic-db\s*:\s*allow\b[ \t]*(?P<said>.*)", re.I)
_SAID = re.compile(r"(?P<rule>[\w-]+)(?:\s+because\s+(?P<reason>\S.*))?$", re.I)
_STYLE = re.compile(r"[A-Z]{2}\d{2}")
_COMMENT = re.compile(r"\s*(?:--(?:\s|$)|#)")


@dataclass(frozen=True, slots=True)
class Allow:
    """One such comment.

    Attributes:
        rule: what it allows, as it is written.
        reason: '' where none is given.
        line, column: where it stands.
        first, last: the lines it counts for.
    """

    rule: str
    reason: str
    line: int
    column: int
    first: int
    last: int

    def covers(self, finding: Finding) -> bool:
        """Whether it answers for a finding in its file."""
        return self.rule == finding.rule and self.first <= finding.line <= self.last


def read(source: Source, statements: Sequence[Statement]) -> list[Allow]:
    """The allowances of a file, in order."""
    lines = source.text.split("\n")
    head = next((at for at, line in enumerate(lines) if not _COMMENT.match(line)), len(lines))
    found = []
    for number, line in enumerate(lines, 1):
        match = _ALLOW.match(line)
        if match is None:
            continue
        first, last = (1, len(lines)) if number <= head else _scope(number, lines, statements)
        said = _SAID.match(match["said"].strip())
        rule, reason = (said["rule"], said["reason"] or "") if said else (match["said"], "")
        column = len(line) - len(line.lstrip()) + 1
        found.append(Allow(rule, reason, number, column, first, last))
    return found


def apply(
    findings: Iterable[Finding],
    sources: Iterable[tuple[Source, Sequence[Statement]]],
    known: Collection[str],
    ran: Collection[str],
) -> list[Finding]:
    """Take away the findings that are allowed; add those about the allowances themselves.

    Args:
        known: every rule there is.
        ran: the rules that were looked at; only of these can an allowance be called unused.
    """
    allowed = {source.shown: read(source, found) for source, found in sources}
    left: list[Finding] = []
    used: set[tuple[str, int]] = set()
    for finding in findings:
        covering = [allow for allow in allowed.get(finding.path, ()) if allow.covers(finding)]
        used.update((finding.path, allow.line) for allow in covering)
        if not any(allow.reason for allow in covering):
            left.append(finding)
    for path, allows in allowed.items():
        for allow in allows:
            problem = _problem(allow, known, ran, is_used=(path, allow.line) in used)
            if problem:
                left.append(Finding(path, allow.line, allow.column, RULE, problem, Severity.ERROR))
    return left


def _problem(allow: Allow, known: Collection[str], ran: Collection[str], *, is_used: bool) -> str:
    is_style = _STYLE.fullmatch(allow.rule) is not None
    if not is_style and allow.rule not in known:
        return f"there is no rule {allow.rule!r} to allow: write `allow RULE because …`"
    if not allow.reason:
        return f"allows {allow.rule} without a reason, so it counts for nothing: add `because …`"
    if not is_used and ("style" in ran if is_style else allow.rule in ran):
        return f"allows {allow.rule}, which finds nothing here: remove it"
    return ""


def _scope(number: int, lines: Sequence[str], statements: Sequence[Statement]) -> tuple[int, int]:
    """The lines that an allowance on line `number` is about."""
    ends = [(found.line, found.line + found.sql.count("\n")) for found in statements]
    if any(first < number <= last for first, last in ends):
        following = number
        while following < len(lines) and _is_quiet(lines[following]):
            following += 1
        return number, following + 1
    return next(((number, last) for first, last in ends if first > number), (number, number))


def _is_quiet(line: str) -> bool:
    return not line.strip() or _COMMENT.match(line) is not None
