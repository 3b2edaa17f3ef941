"""The worker processes: started together, told when it is enough, and ended however it went."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait
from time import perf_counter
from typing import Any

from clinic_db import database, queries
from clinic_db.clinic import workers
from clinic_db.clinic.stress import worker
from clinic_db.clinic.stress.client import Tally
from clinic_db.clinic.stress.worker import LOOK_SECONDS, Done, Failed, Order, Progress, Ready
from clinic_db.database import Connection
from clinic_db.errors import ConnectError, ServerError, StatementError
from clinic_db.schema_pool import NO_SUCH_SESSION

# A call that has not come back so long after the end is ended on the server. No wait for a lock
# takes that long: those end by themselves.
GRACE_SECONDS = 15

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Load:
    """What all clients met, and how many seconds they were at work."""

    met: tuple[Tally, ...]
    elapsed: float


class Crew:
    """Workers with some clients each.

    Args:
        connection: the run's own session, which learns of Ctrl-C.
        orders: one for each worker.
    """

    def __init__(self, connection: Connection, orders: Sequence[Order]) -> None:
        self._connection = connection
        self._grace = orders[0].lock_wait + GRACE_SECONDS
        self._seconds = orders[0].seconds
        self._sessions: list[int] = []
        self._workers = [workers.start(worker.main, order) for order in orders]
        self._pipes = [each.pipe for each in self._workers]

    def run(self, tell: Tell) -> Load:
        """Let all clients begin at once, as soon as the last one has connected.

        Raises:
            ConnectError: a client got no session.
            StatementError: a worker ended early.
        """
        for pipe in self._pipes:
            self._sessions += self._ready(pipe).sessions
        for pipe in self._pipes:
            self._send(pipe, "go")
        return self._collected(tell)

    def end(self) -> None:
        """Let go of the workers, whatever they are doing."""
        workers.end(self._workers)

    def _ready(self, pipe: Pipe) -> Ready:
        answer = _received(pipe)
        if isinstance(answer, Failed):
            raise ConnectError(
                answer.message, where=answer.where, detail=answer.detail, hint=answer.hint
            )
        assert isinstance(answer, Ready)
        return answer

    def _collected(self, tell: Tell) -> Load:
        done: dict[Pipe, Done] = {}
        far = dict.fromkeys(self._pipes, Progress())
        latest = perf_counter() + self._seconds + self._grace
        asked = False
        while busy := [pipe for pipe in self._pipes if pipe not in done]:
            for ready in wait(busy, LOOK_SECONDS):
                assert isinstance(ready, Pipe)
                answer = _received(ready)
                if isinstance(answer, Done):
                    done[ready] = answer
                elif isinstance(answer, Progress):
                    far[ready] = answer
                else:
                    raise _early(answer)
            tell(_sum(far.values()))
            if self._connection.stop_requested and not asked:
                asked = True
                latest = perf_counter() + self._grace
                for pipe in busy:
                    self._send(pipe, "enough")
            if perf_counter() > latest:
                latest = float("inf")
                self._end_sessions()
        met = tuple(tally for each in done.values() for tally in each.met)
        return Load(met, max(each.elapsed for each in done.values()))

    def _send(self, pipe: Pipe, text: str) -> None:
        # One that has ended is noticed where its answer is awaited.
        with suppress(ConnectionError):
            pipe.send(text)

    def _end_sessions(self) -> None:
        with database.connect(self._connection.target) as other:
            for session in self._sessions:
                try:
                    other.execute(queries.get("kill_session"), (session,))
                except ServerError as error:
                    # Its client has ended by itself.
                    if error.errno != NO_SUCH_SESSION:
                        raise


def _received(pipe: Pipe) -> Any:
    try:
        return pipe.recv()
    except (EOFError, ConnectionError):
        return Failed("a worker process ended by itself")


def _early(failed: Failed) -> StatementError:
    return StatementError(
        failed.message,
        where=failed.where,
        detail=(*failed.detail, "what it had measured is lost; what it had written stays"),
        hint="run it again; if the memory of this machine is the cause, with fewer --clients",
    )


def _sum(several: Collection[Progress]) -> Progress:
    return Progress(
        sum(each.calls for each in several),
        sum(each.refused for each in several),
        sum(each.errors for each in several),
    )


@contextmanager
def crew(connection: Connection, orders: Sequence[Order]) -> Iterator[Crew]:
    """A crew for the block, gone after it."""
    made = Crew(connection, orders)
    try:
        yield made
    finally:
        made.end()
