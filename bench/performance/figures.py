"""What was measured, as records and as JSON; the groups, the goals, and what grows. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

# A query that promises to read no more than this looks one thing up.
POINT_READS = 10
# Query → what it is called in a goal, what is measured, and the most that it may be.
GOALS = (
    ("doctors_day", "a doctor's day", "reads", 100),
    ("revenue_by_day_of_a_year", "revenue by day, one year of three", "ms", 150),
    ("revenue_by_day_of_a_month", "revenue by day, one month", "ms", 20),
)


@dataclass(frozen=True)
class Machine:
    """Where it was measured, in words that name no machine.

    Attributes:
        system: 'Linux'.
        memory_gb, pool_mb: of the machine, and of it what the server keeps pages in.
        is_durable: each commit is on the disk before it is confirmed.
    """

    system: str
    cores: int
    memory_gb: int
    server: str
    is_durable: bool
    pool_mb: int


@dataclass(frozen=True)
class Size:
    """One clinic that was measured.

    Attributes:
        visits, payments, rows: how many it holds; `rows` of all tables together.
        seconds: how long it took to make.
    """

    visits: int
    payments: int
    rows: int
    seconds: float

    @property
    def short(self) -> str:
        """Its name in a heading: '10k'."""
        return short(self.visits)


@dataclass(frozen=True)
class Query:
    """One query at every size, in the order of the sizes.

    Attributes:
        promises: how many stand beside it.
        bound: the most rows that it promises to read, None where it promises no number.
        broken: promises that were not kept, as sentences.
        rows: rows that it gave.
        reads: rows that the server read for it.
        ms: the median of its runs.
    """

    name: str
    promises: int
    bound: int | None
    broken: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]
    reads: tuple[int, ...]
    ms: tuple[float, ...]


@dataclass(frozen=True)
class Goal:
    """What the largest clinic has to keep."""

    what: str
    unit: str
    most: float
    found: float

    @property
    def is_met(self) -> bool:
        return self.found <= self.most


@dataclass(frozen=True)
class Growth:
    """One run over several sizes, smallest first.

    Attributes:
        runs: of how many runs a time is the median.
        today: the day before which everything in the clinics happened.
    """

    machine: Machine
    runs: int
    today: str
    sizes: tuple[Size, ...]
    queries: tuple[Query, ...]

    def groups(self) -> Iterator[tuple[str, Sequence[Query]]]:
        """The queries by what they promise of the rows that they read."""
        points = [q for q in self.queries if q.bound is not None and q.bound <= POINT_READS]
        bounded = [q for q in self.queries if q.bound is not None and q.bound > POINT_READS]
        free = [q for q in self.queries if q.bound is None]
        yield f"One thing looked up: at most {POINT_READS} rows read", points
        yield "A list or a day: rows read within a bound", bounded
        yield "No bound: as many rows as the question is about", free

    def goals(self) -> list[Goal]:
        """The goals, as the largest clinic meets or misses them."""
        points = [q.reads[-1] for q in self.queries if q.bound and q.bound <= POINT_READS]
        found = [Goal(f"each of {len(points)} look-ups of one thing", "rows read", POINT_READS,
                      max(points))]  # fmt: skip
        known = {query.name: query for query in self.queries}
        for name, what, measure, most in GOALS:
            value = getattr(known[name], measure)[-1]
            found.append(Goal(what, "rows read" if measure == "reads" else "ms", most, value))
        return found

    def broken(self) -> list[str]:
        """Every promise that was not kept, with the size at which."""
        return [
            f"{size.visits:,} visits: {sentence}"
            for query in self.queries
            for size, sentences in zip(self.sizes, query.broken, strict=True)
            for sentence in sentences
        ]

    def faster_than_the_clinic(self) -> list[str]:
        """The queries whose rows read grow more from one size to the next than the visits do."""
        found = []
        for query in self.queries:
            for at in range(1, len(self.sizes)):
                visits = self.sizes[at].visits / self.sizes[at - 1].visits
                reads = query.reads[at] / max(query.reads[at - 1], 1)
                # A single row more is no growth.
                if reads > visits * 1.2 and query.reads[at] - query.reads[at - 1] > POINT_READS:
                    found.append(
                        f"{query.name} reads {reads:.1f} times the rows at "
                        f"{self.sizes[at].visits:,} visits, {visits:.1f} times as many"
                    )
        return found


def short(number: float) -> str:
    """1,000,000 as '1M', 10,000 as '10k'."""
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= unit:
            return f"{number / unit:g}{letter}"
    return f"{number:g}"


def to_json(growth: Growth) -> str:
    """One document, a line for each size and query; the same bytes for the same figures."""
    parts = []
    for name, value in asdict(growth).items():
        if isinstance(value, tuple):
            lines = ",\n".join(f"  {json.dumps(each)}" for each in value)
            parts.append(f' "{name}": [\n{lines}\n ]')
        else:
            parts.append(f' "{name}": {json.dumps(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def from_json(text: str) -> Growth:
    """What `to_json` made into text."""
    document: dict[str, Any] = json.loads(text)
    return Growth(
        machine=Machine(**document["machine"]),
        runs=document["runs"],
        today=document["today"],
        sizes=tuple(Size(**size) for size in document["sizes"]),
        queries=tuple(_query(each) for each in document["queries"]),
    )


def _query(fields: dict[str, Any]) -> Query:
    fields["broken"] = tuple(tuple(sentences) for sentences in fields["broken"])
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
    return Query(**values)
