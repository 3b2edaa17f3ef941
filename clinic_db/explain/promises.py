"""What is said of promises: in words, and as findings that stand in the catalogue's lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from clinic_db.explain.catalogue import Query
from clinic_db.explain.claims import Claim, Verdict
from clinic_db.explain.run import Explained
from clinic_db.findings import files
from clinic_db.findings.model import Finding, Report

RULE = "promise"
DESCRIPTION = "the server plans or reads otherwise than the query promises"


def words(claim: Claim) -> str:
    """The claim by itself, with the table that it is about."""
    is_said = not claim.table or claim.text.startswith(f"{claim.table} ")
    return claim.text if is_said else f"{claim.table}: {claim.text}"


def sentence(query: Query, verdict: Verdict) -> str:
    """What is wrong: the query, its promise, and what was found."""
    return f"{query.name} promises {words(verdict.claim)!r}, found: {verdict.found}"


def summary(found: Sequence[Explained]) -> str:
    """The last line: how many promises there are, and what became of them."""
    count = sum(len(item.verdicts) for item in found)
    broken = sum(len(item.broken) for item in found)
    queries = "1 query" if len(found) == 1 else f"{len(found)} queries"
    text = f"{queries}, {count} promise{'s' * (count != 1)}, {broken} broken"
    return f"{text}, {left} not checked without --analyze" if (left := _left(found)) else text


def report(found: Sequence[Explained], root: Path) -> Report:
    """Each broken promise at the line of its claim.

    Args:
        root: the folder that the names of the files are below, where they are not absolute.
    """
    shown = {item.query.file: files.show(root / item.query.file) for item in found if item.broken}
    lines = files.lines(shown.values())
    every = tuple(sorted(_findings(found, shown, lines)))
    note = f"promises not checked without --analyze: {left}" if (left := _left(found)) else ""
    return Report(
        findings=every,
        notes=(note,) if note else (),
        lines=lines,
        rules={RULE: DESCRIPTION} if every else {},
        command="explain",
    )


def _findings(
    found: Sequence[Explained], shown: dict[str, str], lines: dict[str, tuple[str, ...]]
) -> Iterator[Finding]:
    for item in found:
        for verdict in item.broken:
            path, claim = shown[item.query.file], verdict.claim
            column = max(lines[path][claim.line - 1].find(claim.text), 0) + 1
            yield Finding(path, claim.line, column, RULE, sentence(item.query, verdict))


def _left(found: Sequence[Explained]) -> int:
    return sum(verdict.kept is None for item in found for verdict in item.verdicts)
