"""What a finding is known by from one run to the next: it stays when lines above it come or go."""

from __future__ import annotations

import hashlib
from collections import Counter

from clinic_db.findings.model import Finding, Report


def fingerprints(report: Report) -> list[tuple[Finding, str]]:
    """Each finding with its fingerprint; no two are alike."""
    seen: Counter[str] = Counter()
    found = []
    for finding in report.findings:
        text = report.line_of(finding).strip()
        what = "\0".join((finding.rule, finding.path, finding.message, text))
        seen[what] += 1
        digest = hashlib.sha256(f"{what}\0{seen[what]}".encode()).hexdigest()
        found.append((finding, digest))
    return found
