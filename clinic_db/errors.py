"""Every way a command can fail: one class per cause, each with its exit code.

An error carries what a person needs at night: what is wrong, where (file and
line, or the option), and the next command to type. Nothing here ever holds a
password: messages are built from values that were already masked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class ClinicDbError(Exception):
    """A failure with an exit code.

    Args:
        message: what is wrong, one sentence without a full stop at the end.
        where: `file:line`, an option or a server address, put in front of the message.
        detail: further facts, one per line (what is committed, who holds the lock, …).
        hint: the next command to type, or the change to make.
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        where: str = "",
        detail: tuple[str, ...] = (),
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        lines = [head, *(f"  {line}" for line in self.detail)]
        if self.hint:
            lines.append(f"  next: {self.hint}")
        return "\n".join(lines)


class UsageError(ClinicDbError):
    """An option, a value or a combination of them that makes no sense."""

    exit_code = 2


class MissingExtraError(UsageError):
    """A command whose optional packages are not installed."""

    def __init__(self, command: str, extra: str) -> None:
        super().__init__(
            f"{command} needs the extra {extra!r}, which is not installed",
            hint=f"pip install 'clinic-db[{extra}]'",
        )


class LoginRefusedError(ClinicDbError):
    """A login that failed; one text for every cause, so that it tells nobody which it was."""

    def __init__(self) -> None:
        super().__init__("the name or the password is wrong, or the login is closed")


class ConnectError(ClinicDbError):
    """No server, not a MySQL server, no access, no such database."""

    exit_code = 3


class LockedError(ClinicDbError):
    """Another run holds the lock, or a metadata lock was not had in time."""

    exit_code = 4


class ServerError(ClinicDbError):
    """The server refused a statement.

    Attributes:
        errno: the server's error number (0 where the connection broke).
        sqlstate: its five-character SQLSTATE, or ''.
        text: the server's own words.
    """

    exit_code = 5
    # Denied: a table, a column, a database, a global right, a routine, a definer's right, the plan
    # of a view.
    DENIED = (1044, 1142, 1143, 1227, 1370, 1356, 1345)
    # "I waited for a lock."
    LOCK_WAIT = 1205
    # The session is no more: broken off, killed, timed out, the server went down.
    LOST = (0, 1053, 1927, 2006, 2013, 4031)

    def __init__(self, errno: int, sqlstate: str, text: str, where: str = "") -> None:
        state = f" ({sqlstate})" if sqlstate else ""
        denied = "grant the account what it lacks" if errno in self.DENIED else ""
        gone = "run the same command again" if errno in self.LOST else ""
        super().__init__(f"server error {errno}{state}: {text}", where=where, hint=denied or gone)
        self.errno = errno
        self.sqlstate = sqlstate
        self.text = text


class StatementError(ClinicDbError):
    """A statement of a project's file failed; says where, and what is already committed."""

    exit_code = 5


class DecisionError(ClinicDbError):
    """Only a person can settle this: half-applied, or an applied file was edited."""

    exit_code = 6


class UnsafeError(ClinicDbError):
    """Refused because it would destroy rows or block writers."""

    exit_code = 7


class ProjectError(ClinicDbError):
    """The project's files are wrong: a cycle, two heads, an encoding, a name."""

    exit_code = 8


class SandboxError(ClinicDbError):
    """No throwaway server to be had."""

    exit_code = 9


class InterruptedRunError(ClinicDbError):
    """Ctrl-C or SIGTERM: stopped in good order."""

    exit_code = 130


@contextmanager
def keeping(first: BaseException) -> Iterator[None]:
    """Tidy up after `first` inside the block.

    What fails there is told together with `first`, never in its place.
    """
    try:
        yield
    except ClinicDbError as second:
        told = f"tidying up failed as well: {second.message}"
        if isinstance(first, ClinicDbError):
            first.detail = (*first.detail, told)
        else:
            first.add_note(told)
