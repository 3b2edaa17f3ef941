"""Ways to fill a clinic with the same rows; each gives how many rows in how many seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from faker import Faker

from clinic_db import database, queries, runner
from clinic_db.clinic.seeding import guards, profile, run, stream
from clinic_db.clinic.seeding.tables import COLUMNS, KEYS, LEFT_TO_TRIGGERS, TABLES
from clinic_db.clinic.seeding.world import Rows, Task, World
from clinic_db.database import Connection, identifier
from clinic_db.schema_pool import SchemaPool
from clinic_db.target import Target
from clinic_db.testing import configuration

ROOT = Path(__file__).resolve().parent.parent.parent
BATCH = 1_000
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


def seed(name: str, pool: SchemaPool, wish: profile.Profile, streams: int) -> Speed:
    schema = pool.acquire()
    began = perf_counter()
    done = run.seed(configuration(schema.target, ROOT), run.Wish(wish, streams), run.Audience())
    seconds = perf_counter() - began
    pool.drop(schema)
    return Speed(name, sum(done.counts.values()), seconds)


def limit(name: str, pool: SchemaPool, wish: profile.Profile, streams: int) -> Speed:
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
    return Speed(name, rows, seconds)


def _send(aim: Target, waiting: Iterator[tuple[Task, list[Rows]]], lock: threading.Lock) -> None:
    with database.connect(aim, loads=True) as db:
        while True:
            with lock:
                task, chunk = next(waiting, (None, []))
            if task is None:
                return
            stream.store(db, 1, task.number, chunk, by_load=True)


def faked(name: str, pool: SchemaPool, wish: profile.Profile, *, triggers: bool) -> Speed:
    """What people do: ask Faker for every value of every row, and executemany.

    The shape (who, when, how many lines) is taken from ready-made rows, so that the rules hold;
    every text, name and instant is asked for, as in a script written by hand.
    """
    schema = pool.acquire() if triggers else _bare(pool)
    ready = _by_table(schema.target, wish)
    fake = Faker("id_ID")
    fake.seed_instance(1)
    with schema.connect() as db:
        began = perf_counter()
        for table in KEYS if triggers else TABLES:
            lines, left_out = ready[table], _left_out(db, table) if triggers else ()
            kept = [at for at, column in enumerate(COLUMNS[table]) if column not in left_out]
            columns = ", ".join(identifier(COLUMNS[table][at]) for at in kept)
            marks = ", ".join(["%s"] * len(kept))
            sql = f"INSERT INTO {identifier(table)} ({columns}) VALUES ({marks})"
            for at in range(0, len(lines), BATCH):
                rows = (_invented(fake, table, _fields(line)) for line in lines[at : at + BATCH])
                batch = [[row[place] for place in kept] for row in rows]
                with db.transaction():
                    db._raw.cursor().executemany(sql, batch)
        seconds = perf_counter() - began
        count = _count(db)
    pool.drop(schema)
    return Speed(name, count, seconds)


def _left_out(db: Connection, table: str) -> Collection[str]:
    """Make way for rows that come with triggers on; gives the columns that are left to these."""
    if table == "medical_records":
        # The drafts that completed visits got.
        db.execute("DELETE FROM medical_records")
    return LEFT_TO_TRIGGERS.get(table, ())


def _count(db: Connection) -> int:
    return sum(int(db.value(f"SELECT count(*) FROM {identifier(each)}")) for each in TABLES)


def _invented(fake: Faker, table: str, row: list[str | None]) -> list[Any]:
    """The row with every value that a script would ask Faker for; keys stay, so rows fit."""
    values: list[Any] = list(row)
    for index, column in enumerate(COLUMNS[table]):
        ask = ASKED.get(column)
        if ask is not None and values[index] is not None:
            values[index] = ask(fake)
    return values


def single(name: str, pool: SchemaPool, wish: profile.Profile, *, triggers: bool) -> Speed:
    """Ready-made rows, each a statement and a transaction of its own.

    With triggers on, slots are their work and count, and a draft that a completed visit gets is
    replaced by the record that was generated.
    """
    schema = pool.acquire() if triggers else _bare(pool)
    ready = _by_table(schema.target, wish)
    with schema.connect() as db:
        began = perf_counter()
        for table in KEYS if triggers else TABLES:
            _insert_each(db, table, ready[table], _left_out(db, table) if triggers else ())
        seconds = perf_counter() - began
        count = _count(db)
    pool.drop(schema)
    return Speed(name, count, seconds)


def _insert_each(
    db: Connection, table: str, lines: Sequence[str], left_out: Collection[str]
) -> None:
    kept = [at for at, column in enumerate(COLUMNS[table]) if column not in left_out]
    columns = ", ".join(identifier(COLUMNS[table][at]) for at in kept)
    for line in lines:
        values = line.split("\t")
        row = "\t".join(values[at] for at in kept) + "\n"
        db.execute(f"INSERT INTO {identifier(table)} ({columns}) VALUES {stream.values(row)}")


def _by_table(aim: Target, wish: profile.Profile) -> dict[str, list[str]]:
    """Table → its rows, in an order that foreign keys allow."""
    found: dict[str, list[str]] = {table: [] for table in TABLES}
    for stage in _ready(aim, wish):
        for _, chunk in stage:
            for rows in chunk:
                found[rows.table] += rows.text.decode().splitlines()
    return found


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
