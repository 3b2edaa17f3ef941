"""The worker processes: started, given chunks to make, and ended, however a run ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait
from typing import Any

from clinic_db import queries
from clinic_db.clinic import workers
from clinic_db.clinic.seeding import worker
from clinic_db.clinic.seeding.worker import Done, Failed, Order, Ready
from clinic_db.clinic.seeding.world import Task
from clinic_db.database import Connection
from clinic_db.errors import ServerError, StatementError, keeping
from clinic_db.schema_pool import NO_SUCH_SESSION
from clinic_db.sending import INTERRUPTED

# How often the parent looks whether it was asked to stop.
LOOK_SECONDS = 0.2
CLEAR = "clinic-db seed --clear removes what was loaded"
AHEAD = 2
ENDED = Failed("a worker process ended by itself", "", ())
Tell = Callable[[Mapping[str, int]], None]


class Crew:
    """Workers with a session each.

    Args:
        connection: the run's own session, which ends those of the workers.
    """

    def __init__(self, connection: Connection, order: Order, count: int) -> None:
        self._connection = connection
        self._sessions: list[int] = []
        self._workers = [workers.start(worker.main, order) for _ in range(count)]
        self._pipes = [each.pipe for each in self._workers]

    def run(self, tasks: Sequence[Task], tell: Tell) -> None:
        """Have the tasks done, handed out in order.

        Each worker has two of them at most: one is made while the other is on its way.

        Raises:
            StatementError: a worker failed.
            ServerError: this run was asked to stop.
        """
        waiting = list(reversed(tasks))
        owed: Counter[Pipe] = Counter()
        for _ in range(AHEAD):
            for pipe in self._connected():
                self._hand(pipe, waiting, owed)
        while busy := [pipe for pipe in self._pipes if owed[pipe]]:
            for ready in wait(busy, LOOK_SECONDS):
                assert isinstance(ready, Pipe)
                tell(self._done(ready).counts)
                owed[ready] -= 1
                self._hand(ready, waiting, owed)
            self._stop_if_asked()

    def dismiss(self) -> None:
        """All work is done: let the workers go."""
        for pipe in self._pipes:
            # One that has gone already has done its work too.
            with suppress(ConnectionError):
                pipe.send(None)
        workers.end(self._workers)

    def abandon(self) -> None:
        """Stop what the workers' sessions do; the server rolls back what is not committed."""
        for session in self._sessions:
            try:
                self._connection.execute(queries.get("kill_session"), (session,))
            except ServerError as error:
                # It has ended by itself, or this session has.
                if error.errno != NO_SUCH_SESSION and self._connection.is_open:
                    raise
        workers.end(self._workers)

    def _connected(self) -> Iterator[Pipe]:
        """Each worker that has not connected yet says first that it has."""
        for number, pipe in enumerate(self._pipes):
            if number >= len(self._sessions):
                while not pipe.poll(LOOK_SECONDS):
                    self._stop_if_asked()
                answer = self._receive(pipe)
                assert isinstance(answer, Ready)
                self._sessions.append(answer.session)
            yield pipe

    def _done(self, pipe: Pipe) -> Done:
        answer = self._receive(pipe)
        assert isinstance(answer, Done)
        return answer

    def _receive(self, pipe: Pipe) -> Any:
        try:
            answer = pipe.recv()
        except (EOFError, ConnectionError) as error:
            raise _failed(ENDED) from error
        if isinstance(answer, Failed):
            raise _failed(answer)
        return answer

    def _hand(self, pipe: Pipe, waiting: list[Task], owed: Counter[Pipe]) -> None:
        if waiting:
            try:
                pipe.send(waiting.pop())
            except ConnectionError as error:
                raise _failed(ENDED) from error
            owed[pipe] += 1

    def _stop_if_asked(self) -> None:
        if self._connection.stop_requested:
            where = self._connection.target.address
            text = "interrupted while rows were being loaded"
            raise ServerError(INTERRUPTED, "70100", text, where)


def _failed(told: Failed) -> StatementError:
    detail = (*told.detail, "what is committed stays: whole visits, no halves")
    return StatementError(told.message, where=told.where, detail=detail, hint=CLEAR)


@contextmanager
def crew(connection: Connection, order: Order, count: int) -> Iterator[Crew]:
    """A crew for the block, ended in good order after it and at once when it fails."""
    made = Crew(connection, order, count)
    try:
        yield made
    except BaseException as error:
        with keeping(error):
            made.abandon()
        raise
    made.dismiss()
