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
    received: list[int] = []
    refused: list[ClinicDbError] = []

    def stop(number: int, _: FrameType | None) -> None:
        if not received:
            received.append(number)
            connection.stop_requested = True
            try:
                with database.connect(connection.target, pins=False) as other:
                    other.kill_query(connection.id)
            except ClinicDbError as error:
                # Raised here, it would break into the driver's read of the statement's answer.
                refused.append(error)

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    except ClinicDbError as error:
        if received:
            raise _interrupted(received[0], error, refused, hint) from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if received:
        # The signal fell between two statements, or came too late for the last one.
        raise _interrupted(received[0], None, refused, hint)


def _interrupted(
    number: int, error: ClinicDbError | None, refused: list[ClinicDbError], hint: str
) -> InterruptedRunError:
    name = signal.Signals(number).name
    detail = (*error.detail, f"at {error.where}") if error else ("all that was planned is done",)
    outcome = "the server has stopped too"
    if refused:
        outcome = "the statement that ran was waited for, since it could not be ended"
        detail = (*refused[0].detail, refused[0].message, *detail)
    return InterruptedRunError(
        f"interrupted by {name}; {outcome}",
        detail=detail,
        hint=hint,
    )
