"""SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from clinic_db.findings.fingerprint import fingerprints
from clinic_db.findings.model import Finding, Report

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report) -> str:
    """One run with its rules, results and notes."""
    names = sorted(report.rules)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": f"clinic-db {report.command}",
                "version": metadata.version("clinic-db"),
                "rules": [_rule(name, report.rules[name]) for name in names],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(report, finding, fingerprint, names.index(finding.rule))
            for finding, fingerprint in fingerprints(report)
        ],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": note}} for note in report.notes
                ],
            }
        ],
    }
    if report.stages:
        run["properties"] = {"stages": [asdict(stage) for stage in report.stages]}
    document = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False)


def _rule(name: str, description: str) -> dict[str, Any]:
    return {"id": name, "shortDescription": {"text": description}}


def _result(report: Report, finding: Finding, fingerprint: str, rule: int) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": finding.line, "startColumn": finding.column}
    if text := report.line_of(finding):
        region["snippet"] = {"text": text}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(finding.path)},
                    "region": region,
                }
            }
        ],
        "partialFingerprints": {"clinicDb/v1": fingerprint},
    }


def _uri(path: str) -> str:
    """A path as a URI: relative to where the command ran, or absolute."""
    from urllib.parse import quote

    return Path(path).as_uri() if Path(path).is_absolute() else quote(path)
