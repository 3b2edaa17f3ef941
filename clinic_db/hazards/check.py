"""Look at what pending migrations do to the tables that are there: foresee it, or refuse it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from clinic_db import locks, safety
from clinic_db.database import Connection
from clinic_db.errors import LockedError, ServerError
from clinic_db.hazards import BLOCKING, DESTRUCTIVE, Asking, asking, cleared, live, reading, refusal
from clinic_db.hazards.reading import Touch
from clinic_db.model import Migration, Step, TableChange


def foresee(
    connection: Connection, migrations: Sequence[Migration], steps: Sequence[Step], who: Asking
) -> tuple[TableChange, ...]:
    """What the pending statements do to tables that are there, empty or not.

    Waits for no table: how many rows there are is estimated.

    Args:
        migrations: all of the project.
        steps: those of them that are pending.
        who: is asked.

    Raises:
        As `asking.ask`.
    """
    touches = reading.read(migrations, steps, live.tables(connection))
    old = [touch for touch in touches if not touch.made_in]
    return _changes(connection, migrations, old, who)


def refuse(
    connection: Connection,
    migrations: Sequence[Migration],
    steps: Sequence[Step],
    who: Asking,
    allowed: Collection[str],
) -> list[Touch]:
    """Refuse statements that take rows away, or make others wait, where there are rows.

    No row is counted: one is looked for.

    Args:
        allowed: the rules that are set aside.

    Returns:
        What is let pass because the run makes the tables itself; see `cleared`.

    Raises:
        UnsafeError: names every such statement.
        LockedError: another session has a table to itself.
        As `asking.ask`.
    """
    tables = live.tables(connection)
    touches = reading.read(migrations, steps, tables)
    old = [touch for touch in touches if not touch.made_in and _may_be_refused(touch, allowed)]
    if old:
        full = _with_rows(connection, sorted({touch.table for touch in old}))
        old = [touch for touch in old if touch.table in full]
    if old and cleared.LOG in tables:
        old = cleared.without(connection, old)
    changes = _changes(connection, migrations, old, None if BLOCKING in allowed else who)
    if found := [change for change in changes if refusal.rules_of(change, allowed)]:
        raise refusal.error(found, allowed, lambda table: live.ties(connection, table))
    return [touch for touch in touches if touch.made_in]


def _may_be_refused(touch: Touch, allowed: Collection[str]) -> bool:
    if touch.losses and DESTRUCTIVE not in allowed:
        return True
    return touch.number is not None and BLOCKING not in allowed


def _with_rows(connection: Connection, tables: Sequence[str]) -> set[str]:
    """The tables that hold a row."""
    try:
        return set(safety.tables_with_rows(connection, tables))
    except ServerError as error:
        if error.errno != ServerError.LOCK_WAIT:
            raise
        raise LockedError(
            "a table that is to be changed is locked by another session",
            where=connection.target.address,
            detail=(*locks.blockers(connection, " ".join(tables))[:3], "nothing was changed"),
            hint="run the same command again when that session has ended, or with a longer "
            "--lock-wait-timeout",
        ) from error


def _changes(
    connection: Connection,
    migrations: Sequence[Migration],
    touches: Sequence[Touch],
    who: Asking | None,
) -> tuple[TableChange, ...]:
    """The touches with the tables' sizes and the way the server takes; None asks nobody."""
    sizes = live.sizes(connection, {touch.table for touch in touches})
    wanted = {touch.migration for touch in touches if touch.number is not None}
    answers = asking.ask(connection, migrations, wanted, who) if who and wanted else None
    changes = []
    for touch in touches:
        answer, not_asked = (None, "")
        if answers and touch.number is not None:
            answer, not_asked = answers.of(touch)
        size = sizes.get(touch.table, live.Size(0, 0))
        changes.append(
            TableChange(
                touch.migration,
                touch.path,
                touch.statement.line,
                touch.statement.sql,
                touch.table,
                size.rows,
                size.bytes,
                answer.algorithm if answer else "",
                answer.lock if answer else "",
                bool(answer and answer.rebuilds),
                answer.why if answer else "",
                not_asked,
                touch.losses,
            )
        )
    return tuple(changes)
