"""What an `-- expect:` line promises, and whether a plan keeps it. Pure.

    p ref ix_patients_phone, rows <= 10     table p, how it is accessed, by which index, how many
    p range ix_payments_day covering        … and without reading the row
    no filesort, no temporary, no full scan
    reads <= 100                            rows read in all; measured, so only with --analyze

The words for the access are those of EXPLAIN's `type` column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from clinic_db.errors import ProjectError
from clinic_db.explain.plans import Access, Plan

ACCESS = ("system", "const", "eq_ref", "ref", "fulltext", "ref_or_null", "index_merge",
          "unique_subquery", "index_subquery", "range", "index", "ALL")  # fmt: skip
_TABLE = re.compile(
    rf"(?P<table>[\w$<>]+)\s+(?P<access>{'|'.join(ACCESS)})(?:\s+(?P<key>(?!covering\b)[\w$]+))?"
    r"(?P<covering>\s+covering)?$"
)
_ROWS = re.compile(r"rows\s*<=\s*(\d+)$")
_READS = re.compile(r"reads\s*<=\s*(\d+)$")
_ABSENT: dict[str, Callable[[Plan], bool]] = {
    "no filesort": lambda plan: plan.filesort,
    "no temporary": lambda plan: plan.temporary,
    "no full scan": lambda plan: any(a.access in ("ALL", "index") for a in plan.tables),
}
FORM = "TABLE ACCESS [KEY] [covering] | rows <= N | no filesort | no temporary | no full scan | " \
       "reads <= N"  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """One promise.

    Attributes:
        text: as it is written.
        line: where.
        table: the alias it is about, '' for the whole plan.
    """

    text: str
    line: int
    table: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a promise was kept; `found` says what the plan has, `kept` is None if not asked."""

    claim: Claim
    kept: bool | None
    found: str


def parse(text: str, file: str, line: int) -> list[Claim]:
    """The claims of one `expect:` line.

    Raises:
        ProjectError: a claim that is not of the form, with its place.
    """
    table = ""
    found = []
    for part in (" ".join(part.split()) for part in text.split(",")):
        about = _TABLE.match(part)
        if about:
            table = about["table"]
        elif part in _ABSENT or _READS.match(part):
            table = ""
        elif not (_ROWS.match(part) and table):
            raise ProjectError(
                f"cannot read the promise {part!r}", where=f"{file}:{line}", hint=f"write {FORM}"
            )
        found.append(Claim(part, line, table))
    return found


def judge(claim: Claim, plan: Plan, reads: int | None) -> Verdict:
    """Whether the plan keeps the promise.

    Args:
        reads: rows that the server read when the query ran, None where it did not run.
    """
    if limit := _READS.match(claim.text):
        kept = None if reads is None else reads <= int(limit[1])
        return Verdict(claim, kept, "not measured" if reads is None else f"reads {reads}")
    if claim.text in _ABSENT:
        has = _ABSENT[claim.text](plan)
        return Verdict(claim, not has, claim.text.removeprefix("no ") if has else claim.text)
    accesses = [access for access in plan.tables if access.table == claim.table]
    if not accesses:
        why = f" ({plan.message})" if plan.message else ""
        return Verdict(claim, False, f"no table {claim.table} in the plan{why}")
    return Verdict(
        claim,
        all(_holds(claim.text, access) for access in accesses),
        "; ".join(access.text for access in dict.fromkeys(accesses)),
    )


def _holds(text: str, access: Access) -> bool:
    if limit := _ROWS.match(text):
        return access.rows <= int(limit[1])
    wanted = _TABLE.match(text)
    assert wanted is not None, "parse() has seen to it"
    return (
        access.access == wanted["access"]
        and wanted["key"] in (None, access.key)
        and (access.covering or not wanted["covering"])
    )
