"""One run at a time: a server-side lock that dies with its session, so it is never stale."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from clinic_db import database, queries
from clinic_db.database import Connection
from clinic_db.errors import LockedError, ServerError
from clinic_db.kinds import first_words
from clinic_db.model import History

PREFIX = "clinic-db:"
# GET_LOCK takes names of at most 64 characters.
LONGEST = 64


def lock_name(database: str) -> str:
    """The lock's name for a database; names that are too long are digested."""
    name = PREFIX + database
    if len(name) <= LONGEST:
        return name
    return PREFIX + hashlib.sha256(database.encode()).hexdigest()[: LONGEST - len(PREFIX)]


@contextmanager
def exclusive(
    connection: Connection, timeout: int, on_wait: Callable[[str], None] = lambda _: None
) -> Iterator[None]:
    """Hold the database's lock while the block runs.

    Args:
        timeout: seconds to wait for another run to end.
        on_wait: told once who holds the lock, before waiting.

    Raises:
        LockedError: the other run did not end in time.
    """
    name = lock_name(connection.target.database)
    if not _acquire(connection, name, 0):
        on_wait(f"waiting up to {timeout} s for {_holder(connection, name)}")
        if not _acquire(connection, name, timeout):
            raise LockedError(
                f"another run holds this database's lock after {timeout} s",
                where=connection.target.address,
                detail=(_holder(connection, name),),
                hint="run the same command again later, or with a longer --lock-timeout",
            )
    try:
        yield
    finally:
        # The lock goes with the session, which is about to end: what is refused here costs nothing
        # and must not stand in the place of what happened in the block.
        with suppress(ServerError):
            connection.value(queries.get("release_lock"), (name,))


def holder(connection: Connection) -> str:
    """Who holds the database's lock, as far as this account may see it; '' where nobody does."""
    name = lock_name(connection.target.database)
    return _holder(connection, name) if connection.value(queries.get("used_lock"), (name,)) else ""


def noted(connection: Connection, read: Callable[[], History]) -> History:
    """The history as a command without the lock must read it: what is unfinished may be at work.

    Args:
        read: reads it.
    """
    known = read()
    begun = any(
        each.running or each.undo_running or each.undone or not each.finished
        for each in known.migrations.values()
    )
    if not begun and all(each.sha256 for each in known.objects.values()):
        return known
    at_work = holder(connection)
    # A run that has ended since the history was read has left another one.
    return replace(known, at_work=at_work) if at_work else read()


def blockers(connection: Connection, sql: str) -> list[str]:
    """The sessions that hold a lock on a table which `sql` names, longest first.

    Empty where this account may not see them or they have ended meanwhile.
    """
    words = set(re.findall(r"[\w$]+", sql.lower()))
    try:
        rows = connection.rows(queries.get("blockers"))
    except ServerError:
        # performance_schema is not for everyone; the caller reports the first error anyway.
        return []
    return [
        f"blocked by connection {row['session']}, {row['user_name']}@{row['host_name']}, which "
        f"holds a lock on {row['table_name']}; for {row['seconds']} s at: "
        f"{_short(row['statement'] or 'nothing, its transaction is open')}"
        for row in rows
        if str(row["table_name"]).lower() in words
    ]


def _short(text: object) -> str:
    return " ".join(str(text).split())[:200]


def _acquire(connection: Connection, name: str, timeout: int) -> bool:
    return bool(connection.value(queries.get("acquire_lock"), (name, timeout)) == 1)


def _holder(connection: Connection, name: str) -> str:
    """The holder as far as this account may see it."""
    row = connection.one(queries.get("lock_holder"), (name,))
    if row is None:
        return "another run: its holder is not visible to this account, or has just ended"
    doing = _short(row["statement"] or row["state"] or "nothing right now")
    who = f"{row['user_name']}@{row['host_name']}"
    session = f"connection {row['holder']}, {who}, for {row['seconds']} s at: {doing}"
    if not _is_orphan(row):
        return f"another run: {session}"
    what = first_words(str(row["statement"] or "SESSION"), 1)
    article = "an" if what[0] in "AEIO" else "a"
    return f"{article} {what} of a run that died, which is still running: {session}"


def _is_orphan(row: Mapping[str, Any]) -> bool:
    """True where the session's client ran on this machine and is gone: the server goes on alone."""
    if row["program"] != database.program_name() or not str(row["pid"]).isdigit():
        return False
    from clinic_db.sandbox import processes

    return not processes.identity(int(row["pid"]))
