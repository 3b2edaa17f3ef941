"""One worker process: makes chunks and sends them on a session of its own."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe

from clinic_db import database
from clinic_db.clinic.seeding import stream
from clinic_db.clinic.seeding.world import Recipe, Rows, Task, World
from clinic_db.database import Connection
from clinic_db.errors import ClinicDbError
from clinic_db.target import Target


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker needs to begin.

    Attributes:
        token: opens the guards.
        by_load: LOAD DATA, or INSERT.
    """

    recipe: Recipe
    target: Target
    run: int
    token: int
    by_load: bool


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has connected; `session` is the server's connection id."""

    session: int


@dataclass(frozen=True, slots=True)
class Done:
    """A chunk is committed: table → rows."""

    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Failed:
    """A worker cannot go on; the fields of its error."""

    message: str
    where: str
    detail: tuple[str, ...]


def main(pipe: Pipe, order: Order) -> None:
    """Do the tasks that come until None comes or nobody is there any more."""
    # The parent ends this process in good order, and it alone is asked to.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _work(pipe, order)
    except ClinicDbError as error:
        pipe.send(Failed(error.message, error.where, error.detail))
    except (EOFError, ConnectionError):
        # The parent is gone: the server rolls back what is not committed.
        return


def _work(pipe: Pipe, order: Order) -> None:
    """Make one chunk while the one before it is on its way."""
    world = World(order.recipe)
    with (
        database.connect(order.target, loads=order.by_load) as connection,
        ThreadPoolExecutor(1) as sender,
    ):
        stream.pass_guards(connection, order.token)
        pipe.send(Ready(connection.id))
        while True:
            task: Task | None = pipe.recv()
            if task is None:
                return
            sender.submit(_store, pipe, connection, order, task.number, world.chunk(task))


def _store(
    pipe: Pipe, connection: Connection, order: Order, number: int, chunk: Sequence[Rows]
) -> None:
    answer: Done | Failed = Done({rows.table: rows.count for rows in chunk})
    try:
        stream.store(connection, order.run, number, chunk, by_load=order.by_load)
    except ClinicDbError as error:
        answer = Failed(error.message, error.where, error.detail)
    except Exception as error:
        # Whatever it is, it must be told: the parent waits for an answer.
        answer = Failed(f"a worker failed: {error!r}", "", ())
    with suppress(ConnectionError):
        # Without a parent there is nobody to tell, and no further task either.
        pipe.send(answer)
