"""One JSON document with everything that lint knows."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from clinic_db.lint.model import Report


def render(report: Report) -> str:
    """Findings, the ALTERs, files that were fixed, notes."""
    findings = [
        {
            "rule": finding.rule,
            "severity": finding.severity.value,
            "file": finding.path,
            "line": finding.line,
            "column": finding.column,
            "message": finding.message,
            "text": report.line_of(finding),
        }
        for finding in report.findings
    ]
    altered = [
        {"file": fields.pop("path"), **fields, "writes": one.writes}
        for one in report.altered
        for fields in [asdict(one)]
    ]
    document: dict[str, Any] = {
        "files": report.files,
        "findings": findings,
        "altered": altered,
        "fixed": report.fixed,
        "notes": report.notes,
    }
    if report.stages:
        document["stages"] = [asdict(stage) for stage in report.stages]
    return json.dumps(document, indent=2, ensure_ascii=False)
