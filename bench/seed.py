"""How fast a clinic is generated, beside the limit and beside what people do instead.

.venv/bin/python bench/seed.py [VISITS] [STREAMS] [TURNS]

In one run, on one durable server, foreign key checks on, the same tables and indexes:

- limit: the same rows ready-made in memory, sent by LOAD DATA with as many streams, no triggers;
- seed: `clinic-db seed` from its start to its summary, guards, triggers and statistics included;
- Faker + executemany: rows made by Faker one by one, in batches of 1,000;
- single INSERTs: ready-made rows, autocommitted one by one.

The last two go into the clinic as it is, as an application's rows do, and for comparison once more
into one without triggers, which nobody but seed gets around safely. They are measured on fewer
visits; all are compared by rows a second.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from loading import ways
from loading.memory import Memory
from loading.ways import ROOT, Speed

from clinic_db import sandbox, target
from clinic_db.clinic.seeding import profile
from clinic_db.schema_pool import SchemaPool
from clinic_db.testing import build

VISITS, TURNS = 100_000, 5
FAKED_VISITS, SINGLE_VISITS = 2_000, 1_000
GOAL_LIMIT, GOAL_LIMIT_FOUR_CORES = 0.6, 0.8
GOAL_FAKER, GOAL_SINGLE, GOAL_MB = 4.0, 50.0, 400
SEED = "clinic-db seed"

Turn = Sequence[Speed]


def main() -> int:
    """Measure all of them, print them and their ratios; 1 where a goal is missed."""
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else VISITS
    streams = int(sys.argv[2]) if len(sys.argv) > 2 else min(os.cpu_count() or 1, 16)
    turns = int(sys.argv[3]) if len(sys.argv) > 3 else TURNS
    options = ("--innodb-buffer-pool-size=1G", "--innodb-redo-log-capacity=1G")
    box = sandbox.start(f"bench-{os.getpid()}", parent=os.getpid(), durable=True, options=options)
    try:
        aim = replace(target.parse(box.url, "sandbox"), ssl_mode="disabled")
        pool = SchemaPool(aim, lambda at: build(at, ROOT), "bench")
        print(f"MySQL {box.version}, {visits:,} visits, {streams} stream(s), {turns} turn(s)")
        wish = profile.of_options(None, {"appointments": visits, "years": 3})
        # Before this process holds ready-made rows.
        with Memory() as memory:
            first = ways.seed(SEED, pool, wish, streams)
        measured = [[first, *_others(pool, wish, streams)]]
        for _ in range(turns - 1):
            again = ways.seed(SEED, pool, wish, streams)
            measured.append([again, *_others(pool, wish, streams)])
    finally:
        sandbox.stop(box.name)
    return _report(measured, memory.peak, streams)


def _others(pool: SchemaPool, wish: profile.Profile, streams: int) -> Iterator[Speed]:
    """All right after the seeding: the machine's mood changes from one minute to the next."""
    single = profile.of_options(None, {"appointments": SINGLE_VISITS})
    yield ways.limit("LOAD DATA, ready-made", pool, wish, streams)
    faked = profile.of_options(None, {"appointments": FAKED_VISITS})
    yield ways.faked("Faker + executemany", pool, faked, triggers=True)
    yield ways.single("single INSERTs", pool, single, triggers=True)
    yield ways.faked("Faker, no triggers", pool, faked, triggers=False)
    yield ways.single("single, no triggers", pool, single, triggers=False)


def _report(measured: Sequence[Turn], peak: int, streams: int) -> int:
    """Print the last turn and the medians of the ratios; 1 where one misses its goal."""
    for speed in measured[-1]:
        print(f"{speed.name:<22}{speed.rows:>12,} rows{speed.seconds:>10.2f} s"
              f"{speed.rate:>12,.0f} rows/s")  # fmt: skip
    print(f"{'largest process':<22}{peak:>12,} MB (goal {GOAL_MB} or less)")
    goals = (GOAL_LIMIT if streams < 4 else GOAL_LIMIT_FOUR_CORES, GOAL_FAKER, GOAL_SINGLE)
    met = [peak <= GOAL_MB]
    for index, goal in enumerate((*goals, None, None), 1):
        ratio = median(turn[0].rate / turn[index].rate for turn in measured)
        aim = "for comparison" if goal is None else f"goal {goal:g}"
        met.append(goal is None or ratio >= goal)
        missed = "" if met[-1] else "  MISSED"
        print(f"{f'seed / {measured[0][index].name}':<30}{ratio:>8.2f} ({aim}){missed}")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
