"""A no-op `clinic-db status` against a bare Python process that connects and asks one question.

    .venv/bin/python bench/status.py

The goal is a ratio of at most 2, whole processes, in turn, in one run.
"""

from __future__ import annotations

import sys

import side

from clinic_db import target, testing

GOAL = 2.0
TURNS = 15


def main() -> int:
    """Time the two in turn, print medians and ratio; 1 where it misses its goal."""
    with side.server() as box:
        testing.build(target.parse(box.url, "sandbox"), side.ROOT)
        environ = side.environment(box, box.database)
        status = [side.CLINIC_DB, "status"]
        pairs = side.in_turn(status, [side.PYTHON, "-c", side.ASKS], environ, TURNS)
    return int(not side.report("clinic-db status", pairs, GOAL))


if __name__ == "__main__":
    sys.exit(main())
