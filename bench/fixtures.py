"""What a fresh, migrated clinic schema costs a test; the goal is 100 ms at the median.

.venv/bin/python bench/fixtures.py
"""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path
from time import perf_counter

import side

from clinic_db import sandbox, target
from clinic_db.schema_pool import SchemaPool
from clinic_db.testing import build

GOAL_MS = 100.0
TURNS = 30
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Build one schema, then dirty it and take it again, many times; 1 where that is too slow."""
    box = sandbox.start(f"bench-{os.getpid()}", parent=os.getpid())
    try:
        pool = SchemaPool(target.parse(box.url, "sandbox"), lambda aim: build(aim, ROOT), "bench")
        costs = []
        for _ in range(TURNS + 1):
            began = perf_counter()
            schema = pool.acquire()
            costs.append((perf_counter() - began) * 1000)
            with schema.connect() as db:
                db.execute(
                    "INSERT INTO patients (full_name, date_of_birth, gender)"
                    " VALUES ('Siti', '1990-01-01', 'Female')"
                )
            pool.release(schema)
        built, reset = costs[0], costs[1:]
        median = statistics.median(reset)
        print(f"server            MySQL {box.version} ({box.kind})")
        print(f"built once        {built:8.1f} ms")
        print(f"fresh, slowest    {max(reset):8.1f} ms of {TURNS}")
        print(f"rebuilt           {pool.rebuilt:6d}")
        return int(not side.met("fresh, median", median, "ms", most=GOAL_MS))
    finally:
        sandbox.stop(box.name)


if __name__ == "__main__":
    sys.exit(main())
