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
def interruptible(connection: Connection) -> Iterator[None]:
    """While the block runs, a signal kills the running statement and the block ends in good order.

    The driver's read goes on after the handler, so the server's answer to KILL QUERY arrives as
    that statement's error and is recorded like any other. A second signal does nothing more.

    Raises:
        InterruptedRunError: once the block has dealt with the server's answer.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        if not received:
            received.append(number)
            connection.stop_requested = True
            with database.connect(connection.target, pins=False) as other:
                other.kill_query(connection.id)

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    except ClinicDbError as error:
        if received:
            raise _interrupted(received[0], error) from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if received:
        # The signal fell between two statements, or came too late for the last one.
        raise _interrupted(received[0], None)


def _interrupted(number: int, error: ClinicDbError | None) -> InterruptedRunError:
    name = signal.Signals(number).name
    detail = (*error.detail, f"at {error.where}") if error else ("all that was planned is done",)
    return InterruptedRunError(
        f"interrupted by {name}; the server has stopped too",
        detail=detail,
        hint="run the same command again to go on",
    )
