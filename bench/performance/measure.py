"""Make clinics of several sizes on one durable server and run the catalogue on each."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

from clinic_db import database, sandbox, target
from clinic_db.clinic.seeding import profile
from clinic_db.clinic.seeding import run as seeding
from clinic_db.explain import catalogue, promises, run
from clinic_db.explain.command import DEFAULT
from clinic_db.explain.run import Explained
from clinic_db.schema_pool import SchemaPool
from clinic_db.target import Target
from clinic_db.testing import build, configuration
from performance.figures import Growth, Machine, Query, Size

ROOT = Path(__file__).resolve().parents[2]
FACTS = Path(__file__).with_name("facts.sql")
# Everything happens before this day, whenever it is measured.
TODAY = date(2026, 6, 15)
YEARS, SEED = 3, 1
OPTIONS = ("--innodb-buffer-pool-size=1G", "--innodb-redo-log-capacity=1G")
_READS = re.compile(r"reads <= (\d+)")


def growth(sizes: Sequence[int], runs: int) -> Growth:
    """Measure all of it; tell on standard output how far it is.

    Args:
        sizes: visits, smallest first.
        runs: how often each query is run.
    """
    queries = catalogue.read(ROOT / DEFAULT, ROOT)
    with _server() as (aim, machine):
        pool = SchemaPool(aim, lambda at: build(at, ROOT), "bench")
        done, found = [], []
        for visits in sizes:
            size, turns = _measured(pool, visits, queries, runs)
            done.append(size)
            found.append(turns)
    by_query = [[turns[at] for turns in found] for at in range(len(found[0]))]
    return Growth(machine, runs, TODAY.isoformat(), tuple(done), tuple(map(_query, by_query)))


@contextmanager
def _server() -> Iterator[tuple[Target, Machine]]:
    name = f"bench-{os.getpid()}"
    box = sandbox.start(name, parent=os.getpid(), durable=True, options=OPTIONS)
    try:
        aim = replace(target.parse(box.url, "sandbox"), ssl_mode="disabled")
        with database.connect(aim) as connection:
            facts = connection.one(FACTS.read_text(encoding="utf-8")) or {}
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        version = re.match(r"[\d.]+", str(facts["version"]))
        assert version is not None
        yield (
            aim,
            Machine(
                platform.system(),
                os.cpu_count() or 1,
                round(memory / 2**30),
                f"MySQL {version[0]}",
                bool(facts["is_durable"]),
                int(facts["pool_mb"]),
            ),
        )
    finally:
        sandbox.stop(box.name)


def _measured(
    pool: SchemaPool, visits: int, queries: Sequence[catalogue.Query], runs: int
) -> tuple[Size, list[list[Explained]]]:
    """One clinic, made, asked and dropped: its size, and every run of each query."""
    schema = pool.acquire()
    wish = profile.of_options(None, {"appointments": visits, "years": YEARS, "seed": SEED})
    print(f"{visits:,} visits: seeding …", flush=True)
    workers = min(os.cpu_count() or 1, 16)
    done = seeding.seed(
        configuration(schema.target, ROOT),
        seeding.Wish(wish, workers, TODAY),
        seeding.Audience(note=print, rows=_Progress(visits)),
    )
    counts = done.counts
    size = Size(visits, counts["payments"], sum(counts.values()), round(done.seconds, 1))
    print(f"{visits:,} visits: {size.rows:,} rows in {size.seconds:.0f} s; asking …", flush=True)
    with database.connect(schema.target) as connection:
        turns = [run.explain(connection, queries, names=(), analyze=True) for _ in range(runs)]
    pool.drop(schema)
    return size, [list(each) for each in zip(*turns, strict=True)]


class _Progress:
    """Says each tenth of the visits."""

    def __init__(self, visits: int) -> None:
        self._visits = visits
        self._there = 0

    def __call__(self, counts: Mapping[str, int]) -> None:
        before = self._there * 10 // self._visits
        self._there += counts.get("appointments", 0)
        if self._there * 10 // self._visits > before:
            print(f"  {self._there:,} visits are there", flush=True)


def _query(turns_by_size: Sequence[Sequence[Explained]]) -> Query:
    """All runs of one query, at each size, in one record."""
    first = turns_by_size[0][0]
    bounds = [int(m[1]) for v in first.verdicts if (m := _READS.fullmatch(v.claim.text))]
    rows, reads, times = [], [], []
    for turns in turns_by_size:
        measured = [turn.measured for turn in turns if turn.measured is not None]
        rows.append(max(each.rows for each in measured))
        reads.append(max(each.reads for each in measured))
        times.append(round(median(each.ms for each in measured), 2))
    return Query(
        first.query.name,
        len(first.verdicts),
        min(bounds, default=None),
        tuple(_broken(turns) for turns in turns_by_size),
        tuple(rows),
        tuple(reads),
        tuple(times),
    )


def _broken(turns: Sequence[Explained]) -> tuple[str, ...]:
    """What was broken in any run, each once."""
    sentences = [promises.sentence(turn.query, v) for turn in turns for v in turn.broken]
    return tuple(dict.fromkeys(sentences))
