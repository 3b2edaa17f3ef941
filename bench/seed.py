"""How fast a clinic is generated, beside the limit and beside what people do instead.

.venv/bin/python bench/seed.py [VISITS] [STREAMS] [TURNS]

In one run, on one durable server, foreign key checks on, the same tables and indexes:

- limit: the same rows ready-made in memory, sent by LOAD DATA with as many streams, no triggers;
- seed: `clinic-db seed` from its start to its summary, guards, triggers and statistics included;
- Faker + executemany: rows made by Faker one by one, in batches of 1,000, no triggers;
- single INSERTs: ready-made rows, autocommitted one by one, no triggers.

The last two are measured on fewer visits; all are compared by rows a second.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from faker import Faker

from clinic_db import database, queries, runner, sandbox, target
from clinic_db.clinic.seeding import guards, profile, run, stream
from clinic_db.clinic.seeding.tables import COLUMNS, KEYS
from clinic_db.clinic.seeding.world import Rows, Task, World
from clinic_db.database import identifier
from clinic_db.schema_pool import SchemaPool
from clinic_db.target import Target
from clinic_db.testing import build, configuration

ROOT = Path(__file__).resolve().parent.parent
VISITS, TURNS = 100_000, 3
BATCH = 1_000
FAKED_VISITS, SINGLE_VISITS = 2_000, 200
GOAL_FAKER, GOAL_SINGLE, GOAL_MB = 4.0, 50.0, 400


# Column → what a script written by hand asks Faker for.
ASKED: dict[str, Callable[[Faker], Any]] = {
    "full_name": lambda fake: fake.name(),
    "address": lambda fake: fake.address()[:255],
    "phone": lambda fake: fake.phone_number(),
    "date_of_birth": lambda fake: fake.date_of_birth(maximum_age=90),
    "policy_number": lambda fake: fake.bothify("??-##########"),
    "plan_name": lambda fake: fake.company()[:80],
    "notes": lambda fake: fake.sentence(4),
    "cancel_reason": lambda fake: fake.sentence(4),
    "diagnosis": lambda fake: fake.sentence(4),
    "treatment": lambda fake: fake.sentence(4),
    "prescription": lambda fake: fake.sentence(4),
    "symptoms": lambda fake: fake.sentence(4),
    "systolic": lambda fake: fake.random_int(110, 180),
    "diastolic": lambda fake: fake.random_int(60, 100),
    "quantity": lambda fake: fake.random_int(1, 3),
    "value_num": lambda fake: fake.pydecimal(left_digits=3, right_digits=2, positive=True),
    "payment_method": lambda fake: fake.random_element(("Cash", "CreditCard", "Transfer")),
    "created_at": lambda fake: fake.date_time_between("-3y", "now"),
    "updated_at": lambda fake: fake.date_time_between("-3y", "now"),
    "signed_at": lambda fake: fake.date_time_between("-3y", "now"),
    "paid_at": lambda fake: fake.date_time_between("-3y", "now"),
    "paid_on": lambda fake: fake.date_between("-3y", "today"),
    "record_date": lambda fake: fake.date_between("-3y", "today"),
    "test_date": lambda fake: fake.date_between("-3y", "today"),
}


@dataclass(frozen=True)
class Speed:
    """What one way did."""

    name: str
    rows: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.rows / self.seconds


def main() -> int:
    """Measure all four, print them and their ratios; 1 where a goal is missed."""
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
        with _Memory() as memory:
            first = _seed(pool, wish, streams)
        measured = [_turn(pool, first, wish, streams)]
        for _ in range(turns - 1):
            measured.append(_turn(pool, _seed(pool, wish, streams), wish, streams))
    finally:
        sandbox.stop(box.name)
    return _report(measured, memory.peak, 0.6 if streams < 4 else 0.8)


def _turn(
    pool: SchemaPool, seeded: Speed, wish: profile.Profile, streams: int
) -> tuple[Speed, Speed, Speed, Speed]:
    """All four back to back: the machine's mood changes from one minute to the next."""
    return (
        seeded,
        _limit(pool, wish, streams),
        _faked(pool, profile.of_options(None, {"appointments": FAKED_VISITS})),
        _single(pool, profile.of_options(None, {"appointments": SINGLE_VISITS})),
    )


def _report(measured: list[tuple[Speed, Speed, Speed, Speed]], peak: int, goal_limit: float) -> int:
    """Print the last turn and the medians of the ratios; 1 where one misses its goal."""
    for speed in measured[-1]:
        print(f"{speed.name:<22}{speed.rows:>12,} rows{speed.seconds:>10.2f} s"
              f"{speed.rate:>12,.0f} rows/s")  # fmt: skip
    print(f"{'largest process':<22}{peak:>12,} MB (goal {GOAL_MB} or less)")
    met = [peak <= GOAL_MB]
    goals = (("limit", goal_limit), ("Faker", GOAL_FAKER), ("single", GOAL_SINGLE))
    for index, (name, goal) in enumerate(goals, 1):
        ratio = median(turn[0].rate / turn[index].rate for turn in measured)
        met.append(ratio >= goal)
        missed = "" if ratio >= goal else "  MISSED"
        print(f"{f'seed / {name}':<22}{ratio:>12.2f} (goal {goal:g}){missed}")
    return 0 if all(met) else 1


class _Memory:
    """The most memory that this process or one below it has had, looked at while it runs."""

    def __init__(self) -> None:
        self.peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.25):
            parents, sizes = {}, {}
            for status in Path("/proc").glob("[0-9]*/status"):
                try:
                    text = status.read_text()
                except OSError:
                    # It has ended meanwhile.
                    continue
                pid = int(status.parent.name)
                parents[pid] = int(re.search(r"^PPid:\s+(\d+)", text, re.M)[1])
                size = re.search(r"^VmHWM:\s+(\d+)", text, re.M)
                name = re.search(r"^Name:\s+(\S+)", text, re.M)[1]
                # The server is not below this process, but its watchdog's children may be.
                if size and name.startswith(("python", "clinic")):
                    sizes[pid] = int(size[1]) // 1024
            for pid, size in sizes.items():
                above = pid
                while above > 1 and above != os.getpid():
                    above = parents.get(above, 0)
                if above == os.getpid():
                    self.peak = max(self.peak, size)


def _seed(pool: SchemaPool, wish: profile.Profile, streams: int) -> Speed:
    schema = pool.acquire()
    began = perf_counter()
    done = run.seed(configuration(schema.target, ROOT), run.Wish(wish, streams), run.Audience())
    seconds = perf_counter() - began
    pool.drop(schema)
    return Speed("clinic-db seed", sum(done.counts.values()), seconds)


def _limit(pool: SchemaPool, wish: profile.Profile, streams: int) -> Speed:
    schema = _bare(pool)
    stages = list(_ready(schema.target, wish))
    began = perf_counter()
    for stage in stages:
        waiting = iter(stage)
        lock = threading.Lock()
        threads = [
            threading.Thread(target=_send, args=(schema.target, waiting, lock))
            for _ in range(streams)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    seconds = perf_counter() - began
    rows = sum(each.count for stage in stages for _, chunk in stage for each in chunk)
    pool.drop(schema)
    return Speed("LOAD DATA, ready-made", rows, seconds)


def _send(aim: Target, waiting: Iterator[tuple[Task, list[Rows]]], lock: threading.Lock) -> None:
    with database.connect(aim, loads=True) as db:
        while True:
            with lock:
                task, chunk = next(waiting, (None, []))
            if task is None:
                return
            stream.store(db, 1, task.number, chunk, by_load=True)


def _faked(pool: SchemaPool, wish: profile.Profile) -> Speed:
    """What people do: ask Faker for every value of every row, and executemany.

    The shape (who, when, how many lines) is taken from ready-made rows, so that the constraints
    hold; every text, name and instant is asked for, as in a script written by hand.
    """
    schema = _bare(pool)
    shape: dict[str, list[list[str | None]]] = defaultdict(list)
    for stage in _ready(schema.target, wish):
        for _, chunk in stage:
            for rows in chunk:
                shape[rows.table] += map(_fields, rows.text.decode().splitlines())
    fake = Faker("id_ID")
    fake.seed_instance(1)
    with schema.connect() as db:
        began = perf_counter()
        for table, content in shape.items():
            columns = ", ".join(map(identifier, COLUMNS[table]))
            marks = ", ".join(["%s"] * len(COLUMNS[table]))
            sql = f"INSERT INTO {identifier(table)} ({columns}) VALUES ({marks})"
            for at in range(0, len(content), BATCH):
                batch = [_invented(fake, table, row) for row in content[at : at + BATCH]]
                with db.transaction():
                    db._raw.cursor().executemany(sql, batch)
        seconds = perf_counter() - began
    rows = sum(map(len, shape.values()))
    pool.drop(schema)
    return Speed("Faker + executemany", rows, seconds)


def _invented(fake: Faker, table: str, row: list[str | None]) -> list[Any]:
    """The row with every value that a script would ask Faker for; keys stay, so rows fit."""
    values: list[Any] = list(row)
    for index, column in enumerate(COLUMNS[table]):
        ask = ASKED.get(column)
        if ask is not None and values[index] is not None:
            values[index] = ask(fake)
    return values


def _single(pool: SchemaPool, wish: profile.Profile) -> Speed:
    schema = _bare(pool)
    rows = 0
    ready = list(_ready(schema.target, wish))
    with schema.connect() as db:
        began = perf_counter()
        for stage in ready:
            for _, chunk in stage:
                for each in chunk:
                    for line in each.text.decode().splitlines():
                        db.execute(_insert(each.table, line))
                        rows += 1
        seconds = perf_counter() - began
    pool.drop(schema)
    return Speed("single INSERTs", rows, seconds)


def _insert(table: str, line: str) -> str:
    columns = ", ".join(map(identifier, COLUMNS[table]))
    return f"INSERT INTO {identifier(table)} ({columns}) VALUES {stream.values(line + chr(10))}"


def _fields(line: str) -> list[str | None]:
    return [None if value == r"\N" else value for value in line.split("\t")]


def _bare(pool: SchemaPool) -> Any:
    """A migrated schema without the triggers on its inserts, and without guards."""
    schema = pool.acquire()
    files = runner.read_files(configuration(schema.target, ROOT))
    with schema.connect() as db:
        for table in KEYS:
            for trigger in guards._triggers(files.objects, table, "insert"):
                guards.drop(db, trigger.name)
        db.execute(queries.get("seeding/create_part"))
    return schema


def _ready(aim: Target, wish: profile.Profile) -> Iterator[list[tuple[Task, list[Rows]]]]:
    with database.connect(aim) as db:
        facts = db.one(queries.get("seeding/facts")) or {}
        world = World(run._recipe(db, facts, run.Wish(wish, 1)))
    for stage in world.tasks():
        yield [(task, world.chunk(task)) for task in stage]


if __name__ == "__main__":
    sys.exit(main())
