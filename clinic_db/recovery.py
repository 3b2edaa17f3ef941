"""What a run that was cut short left behind: settled before anything else is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from clinic_db import counters, history, judge, lost, queries, session
from clinic_db.database import Connection
from clinic_db.errors import DecisionError, ServerError, UsageError
from clinic_db.kinds import kind_of
from clinic_db.model import Applied, History, Migration, Script, Statement, Step

# "Some non-transactional changed tables couldn't be rolled back."
NOT_UNDONE = 1196


def settle(
    connection: Connection,
    migrations: Sequence[Migration],
    known: History,
    note: Callable[[str], None],
) -> bool:
    """Judge every statement that was started and whose end nobody recorded.

    Args:
        note: told what was found of each.

    Returns:
        True where the journal was changed and the history must be read again.

    Raises:
        DecisionError: nobody can tell; names both commands that settle it.
    """
    changed = False
    for applied in known.migrations.values():
        for direction, number, expected in (
            ("apply", applied.running, applied.expected),
            ("rollback", applied.undo_running, applied.undo_expected),
        ):
            if not number:
                continue
            happened = judge.verdict(connection, expected)
            if _stays(connection, applied, direction, number, migrations):
                happened = None
            if happened is None:
                raise _undecided(applied, direction, number, migrations)
            _put_back(connection, expected, happened)
            _record(connection, applied.id, direction, number, happened)
            outcome = "had happened" if happened else "had not happened, or may be repeated"
            note(f"{applied.id}, {direction}: statement {number} was cut short; it {outcome}")
            changed = True
    return changed


def resolve(
    connection: Connection,
    migrations: Sequence[Migration],
    known: History,
    migration_id: str,
    number: int,
    *,
    done: bool,
) -> str:
    """Record what a person found out about a statement; gives the direction it belongs to.

    Raises:
        UsageError: no such statement waits for a decision.
    """
    applied = known.migrations.get(migration_id, Applied(migration_id))
    for direction, running in (("apply", applied.running), ("rollback", applied.undo_running)):
        if running and running == number:
            expected = applied.expected if direction == "apply" else applied.undo_expected
            stays = _stays(connection, applied, direction, number, migrations)
            if not (stays or judge.is_undecidable(expected)):
                raise UsageError(
                    f"what became of statement {number} of {migration_id} needs no decision",
                    hint=f"clinic-db {direction} sees by itself whether it happened, and goes on",
                )
            if not done:
                _put_back(connection, expected, happened=False)
            _record(connection, migration_id, direction, number, done)
            return direction
    raise UsageError(
        f"statement {number} of {migration_id} waits for no decision",
        hint="clinic-db status shows what does",
    )


def undo(connection: Connection) -> bool:
    """ROLLBACK; True where the server says that rows stay: their engine knows no transactions."""
    connection.execute("ROLLBACK")
    warnings = connection.rows(queries.get("show_warnings"))
    return any(warning["Code"] == NOT_UNDONE for warning in warnings)


def outlasts(connection: Connection, step: Step, ordinal: int) -> bool:
    """Whether rows that stayed when statement `ordinal` failed are there without this session.

    The server says the same of a temporary table, which goes with the session.
    """
    ran = step.statements[:ordinal]
    expected = history.running_expected(connection, step.name, step.action)
    if not (judge.is_data(expected) and lost.makes_temporary_tables(ran)):
        return True
    return bool(judge.lasting(expected)) or _names(ran, _elsewhere(connection))


def judge_killed(connection: Connection, step: Step, ordinal: int) -> bool | None:
    """Record what became of statement `ordinal`, which somebody ended (KILL QUERY).

    Returns:
        Whether it happened; None where nobody can tell, which the next run asks about.
    """
    expected = history.running_expected(connection, step.name, step.action)
    with session.readable(connection):
        happened = judge.verdict(connection, expected)
    if happened:
        _put_back(connection, expected, happened=True)
        history.mark_done(connection, step.name, step.action, ordinal)
    elif happened is False:
        give_up(connection, step.name, step.action)
    return happened


def give_up(connection: Connection, migration_id: str, direction: str) -> None:
    """The server refused the running statement: nothing of it stays, its row goes.

    Where another session is in the way of putting counters back, the row stays, and the next run
    puts them back before it goes on.
    """
    expected = history.running_expected(connection, migration_id, direction)
    try:
        _put_back(connection, expected, happened=False)
    except ServerError as error:
        if error.errno != ServerError.LOCK_WAIT:
            raise
    else:
        history.forget_running(connection, migration_id, direction)


def _put_back(connection: Connection, expected: str | None, happened: bool) -> None:
    remembered = counters.of(expected, happened)
    undone = judge.is_data(expected) and not happened
    counters.restore(connection, remembered, undone=undone)


def _record(
    connection: Connection, migration_id: str, direction: str, number: int, done: bool
) -> None:
    if done:
        history.mark_done(connection, migration_id, direction, number)
    else:
        history.forget_running(connection, migration_id, direction)


def _stays(
    connection: Connection,
    applied: Applied,
    direction: str,
    number: int,
    migrations: Sequence[Migration],
) -> bool:
    """True where the statement, or one of its transaction, writes what is never undone."""
    expected = applied.expected if direction == "apply" else applied.undo_expected
    if not judge.is_data(expected):
        return False
    lasting = judge.lasting(expected)
    script = _script(applied.id, direction, migrations)
    if script is None:
        return bool(lasting)
    together = takewhile(lambda s: kind_of(s.sql).is_undone, script.statements[number - 1 :])
    return _names(list(together), lasting | _elsewhere(connection))


def _elsewhere(connection: Connection) -> set[str]:
    """The tables of other databases of which rows stay, named together with their database."""
    rows = connection.rows(queries.get("lasting_elsewhere"))
    return {f"{row['database_name']}.{row['name']}" for row in rows}


def _names(statements: Sequence[Statement], tables: set[str]) -> bool:
    """Whether the statements may name one of the tables."""
    words = _words(" ".join(statement.sql for statement in statements))
    return any(_words(table) <= words for table in tables)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w$]+", text.lower()))


def _undecided(
    applied: Applied, direction: str, number: int, migrations: Sequence[Migration]
) -> DecisionError:
    script = _script(applied.id, direction, migrations)
    where = applied.id
    text = ""
    if script is not None and number <= len(script.statements):
        statement = script.statements[number - 1]
        where = f"{script.path}:{statement.line}"
        text = " ".join(statement.sql.split())[:200]
    before = applied.done if direction == "apply" else applied.undone
    command = f"clinic-db resolve {applied.id} --statement {number}"
    return DecisionError(
        f"statement {number} was sent by a run that was cut short; whether it happened cannot be "
        "told from any definition",
        where=where,
        detail=(
            *((text,) if text else ()),
            f"{before} statement(s) before it are done and recorded",
            f"if it happened:     {command} --done",
            f"if it did not:      {command} --not-done",
        ),
        hint="look at the rows it would have changed, then settle it with one of the two",
    )


def _script(migration_id: str, direction: str, migrations: Sequence[Migration]) -> Script | None:
    for migration in migrations:
        if migration.id == migration_id:
            return migration.apply if direction == "apply" else migration.rollback
    return None
