"""Run planned steps, each statement once, and keep the journal as it goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from clinic_db import history, judge, locks, queries, recovery, server
from clinic_db.database import Connection
from clinic_db.errors import ClinicDbError, LockedError, ServerError, StatementError
from clinic_db.history import JournalRow
from clinic_db.kinds import Kind, kind_of, sets_session
from clinic_db.migrations import statement_digest
from clinic_db.model import Statement, Step

Report = Callable[[Step], None]
# "Query execution was interrupted": what KILL QUERY makes of a statement.
INTERRUPTED = 1317
SYNTAX = re.compile(r" at line (\d+)$")


def run(
    steps: Sequence[Step],
    connection: Connection,
    *,
    on_start: Report = lambda _: None,
    on_done: Report = lambda _: None,
) -> int:
    """Run the steps in their order.

    Args:
        connection: holds the database's lock; the bookkeeping tables exist.
        on_start: told of a step before its first statement is sent.
        on_done: told of a step once it is committed and recorded.

    Returns:
        How many statements of the steps were run.

    Raises:
        StatementError, LockedError: what failed, where, what is committed, what to type next.
    """
    migrations = [step for step in steps if step.kind == "migration"]
    objects = [step for step in steps if step.kind != "migration"]
    # Objects go first in a rollback and last in an apply; steps come as planned, never mixed.
    if steps and steps[0].kind != "migration":
        _run_objects(objects, connection, on_start, on_done)
        objects = []
    if migrations:
        _Migrator(connection, on_start, on_done).run(migrations)
    _run_objects(objects, connection, on_start, on_done)
    return sum(len(step.pending) for step in steps)


class _Migrator:
    """Runs migrations on one session with autocommit off, so that a statement's `done` row, the
    history rows and the next statement's `running` row are committed together."""

    def __init__(self, connection: Connection, on_start: Report, on_done: Report) -> None:
        self._connection = connection
        self._on_start = on_start
        self._on_done = on_done
        self._rows: list[JournalRow] = []
        self._finished: list[Step] = []

    def run(self, steps: Sequence[Step]) -> None:
        self._connection.execute(queries.get("autocommit_off"))
        try:
            for step, following in pairwise([*steps, None]):
                assert step is not None
                self._run_one(step)
                if following is None:
                    self._commit()
        finally:
            if self._connection.is_open:
                self._connection.execute(queries.get("autocommit_on"))

    def _run_one(self, step: Step) -> None:
        reset_session = started = False
        previous: Kind | None = None
        for ordinal, statement in enumerate(step.pending, step.first):
            kind = kind_of(statement.sql)
            if kind is not Kind.DML or previous is not Kind.DML:
                # Statements that change data share a transaction, and a row for the first.
                self._rows.append(self._begun(step, ordinal, statement))
                self._commit()
            previous = kind
            if not started:
                self._on_start(step)
                started = True
            try:
                affected = _send(self._connection, statement)
            except ServerError as error:
                raise self._failed(step, ordinal, statement, error) from error
            digest = statement_digest(statement)
            self._rows.append(JournalRow(step.name, step.action, ordinal, digest, "done", affected))
            reset_session |= sets_session(statement.sql)
        if step.action == "rollback":
            self._rows.clear()
        history.finish(self._connection, step.name, step.action)
        self._finished.append(step)
        if reset_session:
            # What a file SETs ends with the file: the next one starts from the pins again.
            self._commit()
            server.pin(self._connection)
            self._connection.execute(queries.get("autocommit_off"))

    def _begun(self, step: Step, ordinal: int, statement: Statement) -> JournalRow:
        digest = statement_digest(statement)
        if kind_of(statement.sql) is Kind.DML:
            return JournalRow(step.name, step.action, ordinal, digest, "running", counted=True)
        expected = judge.capture(self._connection, statement.sql, repeatable=step.repeatable)
        return JournalRow(step.name, step.action, ordinal, digest, "running", expected=expected)

    def _commit(self) -> None:
        if self._rows:
            history.journal(self._connection, self._rows)
            self._rows.clear()
        self._connection.execute("COMMIT")
        for step in self._finished:
            self._on_done(step)
        self._finished.clear()

    def _failed(
        self, step: Step, ordinal: int, statement: Statement, error: ServerError
    ) -> ClinicDbError:
        """Undo what is not committed, record the truth, and put the error into words."""
        if not self._connection.is_open:
            return _explain(step, ordinal, statement, error, "unknown: the connection is gone")
        blocking = _blocking(self._connection, statement, error)
        self._connection.execute("ROLLBACK")
        recovery.give_up(self._connection, step.name, step.action)
        self._connection.execute("COMMIT")
        lasting = _committed_before(step, ordinal)
        self._rows.clear()
        return _explain(step, ordinal, statement, error, lasting, blocking)


def _committed_before(step: Step, ordinal: int) -> str:
    """Which statements of the step stay: all before the last statement that is not data."""
    kinds = [kind_of(statement.sql) for statement in step.statements[: ordinal - 1]]
    last = len(kinds)
    if kind_of(step.statements[ordinal - 1].sql) is Kind.DML:
        while last >= step.first and kinds[last - 1] is Kind.DML:
            last -= 1
    if not last:
        return f"nothing of {step.name}"
    return f"statement{'s 1 to' if last > 1 else ''} {last} of {step.name}"


def _send(connection: Connection, statement: Statement) -> int:
    if connection.stop_requested:
        # The signal fell between two statements: answered as the server would have.
        raise ServerError(INTERRUPTED, "70100", "interrupted before the statement was sent")
    return connection.execute(statement.sql)


def _run_objects(
    steps: Sequence[Step], connection: Connection, on_start: Report, on_done: Report
) -> None:
    made = [step for step in steps if step.action != "drop"]
    # Recorded before they exist, so that a crash in between leaves nothing that nobody owns.
    history.record_objects(
        connection, [(step.kind, step.name, "", "") for step in made], connection.version
    )
    done: list[Step] = []
    try:
        for step in steps:
            on_start(step)
            _run_object(step, connection, len(done))
            done.append(step)
            on_done(step)
    finally:
        # Also after a failure: what is done need not be done again.
        if connection.is_open:
            _record(connection, [step for step in done if step.action != "drop"])


def _run_object(step: Step, connection: Connection, before: int) -> None:
    for ordinal, statement in enumerate(step.statements, 1):
        try:
            _send(connection, statement)
        except ServerError as error:
            blocking = _blocking(connection, statement, error)
            if connection.is_open and step.kind == "trigger":
                connection.execute(queries.get("unlock_tables"))
            committed = f"{before} object(s) before this one" if before else "no object"
            raise _explain(step, ordinal, statement, error, committed, blocking) from error
    if step.action == "drop":
        history.forget_object(connection, step.kind, step.name)


def _record(connection: Connection, made: Sequence[Step]) -> None:
    if not made:
        return
    with_roles = any(step.kind == "role" for step in made)
    live = server.live(connection, with_roles=with_roles).objects
    history.record_objects(
        connection,
        [(s.kind, s.name, s.sha256, live.get((s.kind, s.name), "")) for s in made],
        connection.version,
    )


def _blocking(connection: Connection, statement: Statement, error: ServerError) -> tuple[str, ...]:
    if error.errno != ServerError.LOCK_WAIT or not connection.is_open:
        return ()
    return tuple(locks.blockers(connection, statement.sql)[:3])


def _explain(
    step: Step,
    ordinal: int,
    statement: Statement,
    error: ServerError,
    committed: str,
    blocking: tuple[str, ...] = (),
) -> ClinicDbError:
    line = statement.line
    inside = SYNTAX.search(error.text)
    if inside:
        line += int(inside[1]) - 1
    waited = error.errno == ServerError.LOCK_WAIT
    kind: type[ClinicDbError] = LockedError if waited else StatementError
    hint = f"correct the file, then run clinic-db {_command(step)} again"
    if step.kind == "migration":
        hint += ", which goes on at this statement"
    if waited:
        hint = "run it again when the blocking session has ended, or with --lock-wait-timeout"
    return kind(
        f"statement {ordinal} of {len(step.statements)} failed",
        where=f"{step.path}:{line}",
        detail=(error.message, *blocking, f"committed: {committed}"),
        hint=hint,
    )


def _command(step: Step) -> str:
    return "rollback" if step.action == "rollback" else "apply"
