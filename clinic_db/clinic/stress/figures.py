"""What clients met, counted and timed. Pure: no server, no clock."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from clinic_db.errors import ServerError

# How the server numbers a SIGNAL with the SQLSTATE of the clinic's own refusals.
SIGNALLED, REFUSAL = 1644, "45000"


@dataclass(frozen=True, slots=True)
class Fault:
    """An error that reached a client; those with values in their text are one kind.

    Attributes:
        errno: the server's number, 0 where the connection broke.
        kind: the text where the text is what makes the difference, else ''.
    """

    errno: int
    kind: str = ""


@dataclass(slots=True)
class Record:
    """What became of the calls of one operation.

    Attributes:
        seconds: how long each call took, whatever became of it.
        refused: the clinic's own words → how often.
        faults: what else the server answered → how often.
        texts: an example of each fault, in the server's words.
    """

    seconds: array[float] = field(default_factory=lambda: array("d"))
    refused: Counter[str] = field(default_factory=Counter)
    faults: Counter[Fault] = field(default_factory=Counter)
    texts: dict[Fault, str] = field(default_factory=dict)

    def fail(self, error: ServerError) -> None:
        """An error reached the client."""
        fault = Fault(error.errno, error.text if error.errno == SIGNALLED else "")
        self.faults[fault] += 1
        self.texts.setdefault(fault, error.text)

    def add(self, other: Record) -> None:
        """What another client met."""
        self.seconds.extend(other.seconds)
        self.refused.update(other.refused)
        self.faults.update(other.faults)
        self.texts = {**other.texts, **self.texts}


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of the table; times in milliseconds.

    Attributes:
        calls: all of them; `refused` and `errors` are among them.
    """

    operation: str
    calls: int
    per_second: float
    refused: int
    errors: int
    p50: float
    p95: float
    p99: float
    longest: float


def figures(operation: str, record: Record, elapsed: float) -> Figures:
    """The row of an operation that was called at least once.

    Args:
        elapsed: how many seconds all clients were at work.
    """
    ms = [each * 1000 for each in sorted(record.seconds)]
    return Figures(
        operation,
        len(ms),
        per_second(len(ms), elapsed),
        record.refused.total(),
        record.faults.total(),
        percentile(ms, 50),
        percentile(ms, 95),
        percentile(ms, 99),
        ms[-1],
    )


def percentile(ordered: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile: the least value that `percent` of all do not exceed.

    Exact and always one of the values: nothing is put into classes or interpolated.

    Args:
        ordered: at least one value, ascending.
        percent: 1 to 100.
    """
    return ordered[math.ceil(len(ordered) * percent / 100) - 1]


def per_second(calls: int, elapsed: float) -> float:
    """Throughput; 0 where nothing was done."""
    return calls / elapsed if elapsed > 0 else 0.0


def is_refusal(error: ServerError, expected: Iterable[str]) -> bool:
    """Whether the clinic said one of the things that a caller must be ready for."""
    return (
        error.errno == SIGNALLED and error.sqlstate == REFUSAL and error.text in frozenset(expected)
    )
