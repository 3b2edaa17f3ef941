"""What is printed at the end: a table for people, one document for machines."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

from clinic_db.clinic import invariants
from clinic_db.clinic.stress.figures import Figures, figures, per_second
from clinic_db.clinic.stress.run import Outcome
from clinic_db.report import table

HEADINGS = (
    "operation",
    "calls",
    "per second",
    "refused",
    "errors",
    "p50",
    "p95",
    "p99",
    "max (ms)",
)
# How many rows that break one rule are named; the document has all of them.
NAMED = 3


def document(outcome: Outcome) -> str:
    """All figures as JSON."""
    rows, wish = _rows(outcome), outcome.wish
    return json.dumps(
        {
            "database": outcome.address,
            "asked": asdict(wish),
            "workers": outcome.workers,
            "elapsed": round(outcome.elapsed, 3),
            "interrupted": outcome.interrupted,
            "calls": _calls(rows),
            "per_second": round(per_second(_calls(rows), outcome.elapsed), 1),
            "refused": sum(row.refused for row in rows),
            "errors": outcome.errors,
            "operations": [_as_json(row) for row in rows],
            "refusals": _refusals(outcome),
            "faults": _faults(outcome),
            "rules": len(invariants.RULES),
            "unasked": outcome.unasked,
            "broken": None
            if outcome.broken is None
            else [asdict(breach) for breach in outcome.broken],
        }
    )


def text(outcome: Outcome) -> str:
    """The figures, what was refused, what went wrong, and the rules."""
    rows = _rows(outcome)
    lines = [table(HEADINGS, [_cells(row) for row in rows]), ""] if rows else []
    lines += [
        f"refused  {each['count']:,} times {each['operation']}: {each['text']}"
        for each in _refusals(outcome)
    ]
    lines += [
        f"error    {each['count']:,} times {each['operation']}: server error {each['errno']}: "
        f"{each['text']}"
        for each in _faults(outcome)
    ]
    return "\n".join([*lines, _throughput(outcome, rows), *_rules(outcome)])


def _throughput(outcome: Outcome, rows: list[Figures]) -> str:
    calls = _calls(rows)
    ended = " (interrupted)" if outcome.interrupted else ""
    return (
        f"{outcome.address}: {calls:,} operations by {outcome.wish.clients} client(s) "
        f"in {outcome.elapsed:.1f} s{ended}, {per_second(calls, outcome.elapsed):,.0f} per second; "
        f"{sum(row.refused for row in rows):,} refused, {outcome.errors:,} error(s)"
    )


def _rules(outcome: Outcome) -> list[str]:
    if outcome.broken is None:
        return [f"the clinic's rules were not checked: {outcome.unasked}"]
    if not outcome.broken:
        return [f"all {len(invariants.RULES)} rules of the clinic hold"]
    lines = []
    counts = Counter(breach.rule for breach in outcome.broken)
    for rule, count in counts.items():
        some = [f"{each.table} {each.key}" for each in outcome.broken if each.rule == rule]
        more = f" and {count - NAMED:,} more" if count > NAMED else ""
        lines.append(f"broken   {rule}: {', '.join(some[:NAMED])}{more}")
    return [*lines, f"{len(counts)} of {len(invariants.RULES)} rules of the clinic are broken"]


def _rows(outcome: Outcome) -> list[Figures]:
    return [
        figures(name, record, outcome.elapsed)
        for name, record in outcome.met.items()
        if record.seconds
    ]


def _calls(rows: list[Figures]) -> int:
    return sum(row.calls for row in rows)


def _cells(row: Figures) -> list[str]:
    counts = [f"{each:,}" for each in (row.refused, row.errors)]
    times = [f"{each:,.1f}" for each in (row.p50, row.p95, row.p99, row.longest)]
    return [row.operation, f"{row.calls:,}", f"{row.per_second:,.1f}", *counts, *times]


def _as_json(row: Figures) -> dict[str, object]:
    return {
        "operation": row.operation,
        "calls": row.calls,
        "per_second": round(row.per_second, 2),
        "refused": row.refused,
        "errors": row.errors,
        "p50_ms": round(row.p50, 3),
        "p95_ms": round(row.p95, 3),
        "p99_ms": round(row.p99, 3),
        "max_ms": round(row.longest, 3),
    }


def _refusals(outcome: Outcome) -> list[dict[str, object]]:
    return [
        {"operation": name, "text": words, "count": count}
        for name, record in outcome.met.items()
        for words, count in record.refused.most_common()
    ]


def _faults(outcome: Outcome) -> list[dict[str, object]]:
    return [
        {"operation": name, "errno": fault.errno, "text": record.texts[fault], "count": count}
        for name, record in outcome.met.items()
        for fault, count in record.faults.most_common()
    ]
