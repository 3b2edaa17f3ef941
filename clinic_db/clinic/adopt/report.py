"""An adoption as text for people and JSON for machines. Pure: gives strings, prints nothing."""

from __future__ import annotations

import json
from dataclasses import asdict

from clinic_db.clinic.adopt.defects import DEFECTS
from clinic_db.clinic.adopt.model import Outcome
from clinic_db.report import table

HEADS = {
    "clean": "nothing breaks a rule; clinic-db adopt takes it over",
    "unfinished": "an adoption has stopped half-way; run clinic-db adopt again, which goes on",
    "already adopted": "adopted already, nothing to do",
    "adopted": "adopted",
}


def text(outcome: Outcome) -> str:
    """Tables of what was found, or of what became of the rows."""
    lines = []
    if outcome.findings:
        rows = [[f.table, f.key, f.defect, f.detail, DEFECTS[f.defect].repair]
                for f in outcome.findings]  # fmt: skip
        lines += [table(["table", "key", "defect", "what", "--fix"], rows), ""]
    elif outcome.tables:
        counts = [[name, n["before"], n["adopted"], n["moved"]]
                  for name, n in outcome.tables.items()]  # fmt: skip
        lines += [table(["table", "rows", "adopted", "quarantined"], counts), ""]
    lines += [f"note: {note}" for note in outcome.notes]
    number = len(outcome.findings)
    found = f"{number} finding(s), nothing was changed; repair them, or run clinic-db adopt --fix"
    return "\n".join([*lines, f"{outcome.address}: {HEADS.get(outcome.state, found)}"])


def as_json(outcome: Outcome) -> str:
    """The same as one JSON document."""
    findings = [
        {**asdict(f), "rule": DEFECTS[f.defect].rule, "action": DEFECTS[f.defect].action,
         "repair": DEFECTS[f.defect].repair}
        for f in outcome.findings
    ]  # fmt: skip
    document = {
        "command": "adopt",
        "database": outcome.address,
        "state": outcome.state,
        "findings": findings,
        "notes": list(outcome.notes),
        "tables": outcome.tables,
    }
    return json.dumps(document, indent=2, ensure_ascii=False)
