"""Ctrl-C and SIGTERM end the server's work too, not only ours."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from clinic_db import database
from clinic_db.database import Connection
from clinic_db.errors import ClinicDbError, InterruptedRunError

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interruptible(
    connection: Connection, hint: str = "run the same command again to go on"
) -> Iterator[None]:
    """While the block runs, a signal kills the running statement and the block ends in good order.

    The driver's read goes on after the handler, so the server's answer to KILL QUERY arrives as
    that statement's error and is recorded like any other. A second signal does nothing more.

    Args:
        hint: what to do after an interruption.

    Raises:
        InterruptedRunError: once the block has dealt with the server's answer.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stop = _Stop(connection)
    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    except ClinicDbError as error:
        if stop.received:
            raise _interrupted(stop, error, hint) from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if stop.received:
        # The signal fell between two statements, or came too late for the last one.
        raise _interrupted(stop, None, hint)


class _Stop:
    """The handler of a signal: asks the server, once, to end what the connection runs.

    Attributes:
        received: the signal's number, 0 before it came.
        refused: why the server could not be asked.
    """

    def __init__(self, connection: Connection) -> None:
        self.received = 0
        self.refused: ClinicDbError | None = None
        self._connection = connection

    def __call__(self, number: int, _: FrameType | None) -> None:
        if self.received:
            return
        self.received = number
        self._connection.stop_requested = True
        try:
            with database.connect(self._connection.target, pins=False) as other:
                other.kill_query(self._connection.id)
        except ClinicDbError as error:
            # Raised here, it would break into the driver's read of the statement's answer.
            self.refused = error


def _interrupted(stop: _Stop, error: ClinicDbError | None, hint: str) -> InterruptedRunError:
    name = signal.Signals(stop.received).name
    detail: tuple[str, ...] = ("all that was planned is done",)
    if error:
        detail = (*error.detail, f"at {error.where}") if error.where else error.detail
    outcome = "the server has stopped too"
    if stop.refused:
        outcome = "the statement that ran was waited for, since it could not be ended"
        detail = (*stop.refused.detail, stop.refused.message, *detail)
    return InterruptedRunError(
        f"interrupted by {name}; {outcome}",
        detail=detail,
        hint=hint,
    )
