"""Send a statement of a file, unless the run was asked to end; say who was in its way."""

from __future__ import annotations

from clinic_db import locks, session
from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.model import Statement

# "Query execution was interrupted": what KILL QUERY makes of a statement.
INTERRUPTED = 1317


class NotSentError(ServerError):
    """A signal fell between two statements: answered as the server would have."""

    def __init__(self) -> None:
        super().__init__(INTERRUPTED, "70100", "interrupted before the statement was sent")


def send(connection: Connection, *statements: Statement) -> int:
    """Run a statement, or several back to back; gives the rows affected by a single one.

    Raises:
        ServerError: what the server answered.
        NotSentError: a signal has asked the run to end.
    """
    if connection.stop_requested:
        raise NotSentError
    return send_anyway(connection, *statements)


def send_anyway(connection: Connection, *statements: Statement) -> int:
    """The same where a signal must wait, because half an object would be left."""
    if len(statements) == 1:
        return connection.execute(statements[0].sql)
    connection.execute_together([statement.sql for statement in statements])
    return 0


def in_doubt(error: ServerError) -> bool:
    """Whether a statement that commits by itself may have happened all the same.

    One that is killed while it comes to its end is done, and answers that it was interrupted.
    """
    return error.errno == INTERRUPTED and not isinstance(error, NotSentError)


def blocking(connection: Connection, statement: Statement, error: ServerError) -> tuple[str, ...]:
    """Who is in the way of a statement that waited in vain."""
    if error.errno != ServerError.LOCK_WAIT or not connection.is_open:
        return ()
    with session.readable(connection):
        return tuple(locks.blockers(connection, statement.sql)[:3])
