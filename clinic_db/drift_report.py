"""Drift as text for people and JSON for machines. Pure: gives strings, prints nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice
from typing import Any

from clinic_db.differences import Difference
from clinic_db.drift import Drift, Finding
from clinic_db.rights import Unseen

# What says most about a thing that only one side has.
_GIST = {"column": "type", "index": "parts", "check": "expression", "foreign key": "parts",
         "partition": "description", "trigger": "table_name"}  # fmt: skip
_NOTHING = "(none)"


def text(drift: Drift) -> str:
    """Every difference, from the files' - to the server's +, and what to do about it."""
    lines = [f"{drift.address} (MySQL {drift.version}), files built on MySQL "
             f"{drift.reference_version}"]  # fmt: skip
    lines += [f"warning: {warning}" for warning in drift.warnings]
    lines += [f"not compared: {line}" for line in _unseen(drift)]
    was_block = True
    for finding in drift.findings:
        block = list(_difference(finding.difference))
        # What is changed stands apart; what is missing or extra is a list.
        lines += ["", *block] if was_block or len(block) > 1 else block
        was_block = len(block) > 1
    return "\n".join([*lines, "", *_closing(drift)])


def as_json(drift: Drift) -> str:
    """The same as one JSON document."""
    document = {
        "command": "drift",
        "database": drift.address,
        "server": drift.version,
        "built_on": drift.reference_version,
        "drift": bool(drift.findings),
        "complete": not drift.unseen,
        "differences": [_finding(finding) for finding in drift.findings],
        "not_compared": [
            {"kind": item.kind, "names": list(item.names) or None, "needs": item.needs}
            for item in drift.unseen
        ],
        "warnings": list(drift.warnings),
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _finding(finding: Finding) -> dict[str, Any]:
    found = finding.difference
    return {
        "kind": found.kind,
        "name": found.name,
        "what": found.what,
        "attributes": {
            name: {
                "expected": None if found.what == "extra" else expected,
                "actual": None if found.what == "missing" else actual,
            }
            for name, (expected, actual) in found.attributes.items()
        },
        "next": list(finding.remedies),
    }


def _unseen(drift: Drift) -> Iterator[str]:
    by_right: dict[str, list[Unseen]] = {}
    for item in drift.unseen:
        by_right.setdefault(item.needs, []).append(item)
    for needs, items in by_right.items():
        what = ", ".join(
            f"text of {item.kind} {', '.join(item.names)}" if item.names else f"every {item.kind}"
            for item in items
        )
        yield f"{what}; this account needs {needs}"


def _difference(found: Difference) -> Iterator[str]:
    head = f"{found.what:<8} {found.kind} {found.name}"
    if found.what != "changed":
        gist = "".join(found.attributes.get(_GIST.get(found.kind, ""), ()))
        yield f"{head}  ({gist})" if gist else head
        return
    yield head
    for name, (expected, actual) in found.attributes.items():
        yield f"  {name}:"
        if "\n" in expected + actual:
            yield from (f"    {line}".rstrip() for line in _lines(expected, actual))
        else:
            yield f"    - {expected or _NOTHING}"
            yield f"    + {actual or _NOTHING}"


def _lines(expected: str, actual: str) -> Iterator[str]:
    """The lines that differ, with those around them."""
    pair = expected.splitlines(), actual.splitlines()
    # The first two lines name files.
    yield from islice(unified_diff(*pair, lineterm=""), 2, None)


def _closing(drift: Drift) -> Iterator[str]:
    """The count, and each remedy with what it is for."""
    if drift.is_clean:
        yield "no drift"
        return
    if not drift.findings:
        yield "no drift in what could be compared"
        return
    counts = Counter(finding.difference.what for finding in drift.findings)
    parts = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
    total = len(drift.findings)
    yield f"{total} difference{'s' * (total > 1)} ({parts}); - the files, + the server"
    uses: dict[str, list[str]] = {}
    for finding in drift.findings:
        for remedy in finding.remedies:
            name = f"{finding.difference.kind} {finding.difference.name}"
            uses.setdefault(remedy, []).append(name)
    for remedy, names in uses.items():
        yield f"next: {remedy}{_or_else(remedy)}"
        yield f"  for {', '.join(names)}"


def _or_else(remedy: str) -> str:
    is_migration = remedy.startswith("clinic-db new ")
    return "  (to keep what was done; or undo it on the server)" if is_migration else ""
