"""GitLab's code quality report: the file that `artifacts: reports: codequality` names."""

from __future__ import annotations

import json

from clinic_db.findings.fingerprint import fingerprints
from clinic_db.findings.model import Report, Severity

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(report: Report) -> str:
    """A list with an entry for each finding."""
    entries = [
        {
            "description": finding.message,
            "check_name": finding.rule,
            "fingerprint": fingerprint,
            "severity": _SEVERITY[finding.severity],
            "location": {
                "path": finding.path,
                "lines": {"begin": finding.line},
            },
        }
        for finding, fingerprint in fingerprints(report)
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False)
