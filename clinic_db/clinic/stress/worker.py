"""One worker process with some of the clients, a thread and a session each.

Threads, because a client waits for the server most of the time; a process for each core, because
the threads of one share one interpreter, and their waiting for each other would be taken for the
server's time. Measured with 16 clients and the server on the same two cores, twice each: two
processes 961 and 753 operations/s with a p99 of 9 and 11 ms for a look-up by phone, one process
873 and 650 with 14 and 23 ms, a process for each client 818 and 587 with 20 and 20 ms.
"""

from __future__ import annotations

import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection as Pipe
from time import perf_counter

from clinic_db import database
from clinic_db.clinic.stress import client, plan
from clinic_db.clinic.stress.client import Tally
from clinic_db.clinic.stress.desk import Clinic, Desk
from clinic_db.errors import ClinicDbError
from clinic_db.target import Target

# How often the parent hears how far it is, and can say that it is enough.
LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker needs to begin.

    Attributes:
        clients: the numbers of its clients.
        crowd: how many clients there are in all.
        operations: how many steps all of them take together at most; None is no bound.
        lock_wait: seconds that a statement may wait for a lock, on a table or on a row.
    """

    target: Target
    clinic: Clinic
    clients: tuple[int, ...]
    crowd: int
    seconds: float
    operations: int | None
    seed: int
    lock_wait: int


@dataclass(frozen=True, slots=True)
class Ready:
    """All clients have connected; `sessions` are the server's connection ids."""

    sessions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many calls there were so far, how many of them refused or failed."""

    calls: int = 0
    refused: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """All clients have ended: what each met, and after how many seconds the last one ended."""

    met: tuple[Tally, ...]
    elapsed: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A worker cannot begin or go on; the fields of its error."""

    message: str
    where: str = ""
    detail: tuple[str, ...] = ()
    hint: str = ""


def main(pipe: Pipe, order: Order) -> None:
    """Connect, say so, begin when told to, and hand over what the clients met."""
    # The parent ends this process in good order, and it alone is asked to.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _work(pipe, order)
    except ClinicDbError as error:
        pipe.send(Failed(error.message, error.where, error.detail, error.hint))
    except (EOFError, ConnectionError):
        # The parent is gone, and with it whoever wanted to know.
        return
    except Exception as error:
        # Whatever it is, it must be told: the parent waits for an answer.
        pipe.send(Failed(f"a client failed: {error!r}"))


def _work(pipe: Pipe, order: Order) -> None:
    with ExitStack() as sessions, ThreadPoolExecutor(len(order.clients)) as pool:
        desks = [_desk(sessions, order) for _ in order.clients]
        pipe.send(Ready(tuple(desk.db.id for desk in desks)))
        pipe.recv()
        enough = threading.Event()
        met = tuple(client.tally() for _ in desks)
        begun = perf_counter()
        until = begun + order.seconds

        def play(number: int, desk: Desk, mine: Tally) -> float:
            steps = plan.steps(client.WEIGHTS, order.seed, number)
            bound = plan.share(order.operations, order.crowd, number)
            client.play(
                desk,
                islice(steps, bound),
                lambda: enough.is_set() or perf_counter() >= until,
                mine,
            )
            return perf_counter()

        futures = list(map(pool.submit, [play] * len(desks), order.clients, desks, met))
        try:
            _watch(pipe, futures, met, enough)
        finally:
            enough.set()
        pipe.send(Done(met, max(future.result() for future in futures) - begun))


def _desk(sessions: ExitStack, order: Order) -> Desk:
    db = database.connect(order.target, lock_wait_timeout=order.lock_wait)
    sessions.enter_context(db)
    db.set_session({"innodb_lock_wait_timeout": order.lock_wait})
    return Desk(db, order.clinic)


def _watch(
    pipe: Pipe, futures: list[Future[float]], met: tuple[Tally, ...], enough: threading.Event
) -> None:
    """Until all have ended: tell how far they are, and pass on that it is enough."""
    busy = set(futures)
    while busy:
        _, busy = wait(busy, LOOK_SECONDS)
        if pipe.poll():
            pipe.recv()
            enough.set()
        pipe.send(_progress(met))


def _progress(met: tuple[Tally, ...]) -> Progress:
    records = [record for each in met for record in each.values()]
    return Progress(
        sum(len(record.seconds) for record in records),
        sum(record.refused.total() for record in records),
        sum(record.faults.total() for record in records),
    )
