"""Fail when a test run skipped anything, or ran nothing.

Usage: python .ci/no_skips.py JUNIT_XML
A run without a database must not look like a good one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree


def skipped(report: Path) -> list[str]:
    """Return one line per test that was skipped, with its reason."""
    cases = list(ElementTree.parse(report).iter("testcase"))
    if not cases:
        return ["no test ran"]
    return [
        f"{case.get('classname')}.{case.get('name')}: {reason.get('message')}"
        for case in cases
        for reason in case.iter("skipped")
        if reason.get("type") != "pytest.xfail"
    ]


def main() -> None:
    """Print what was skipped; exit with 1 if anything was."""
    found = skipped(Path(sys.argv[1]))
    for line in found:
        print(f"skipped: {line}", file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
