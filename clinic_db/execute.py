"""Run planned steps, each statement once, and keep the journal as it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clinic_db import failures, history, judge, locks, queries, recovery, server
from clinic_db.database import Connection
from clinic_db.errors import ClinicDbError, ServerError, keeping
from clinic_db.history import JournalRow
from clinic_db.kinds import Kind, kind_of, sets_session
from clinic_db.migrations import statement_digest
from clinic_db.model import Statement, Step

Report = Callable[[Step], None]
# "Query execution was interrupted": what KILL QUERY makes of a statement.
INTERRUPTED = 1317


def run(
    steps: Sequence[Step],
    connection: Connection,
    *,
    command: str = "apply",
    on_start: Report = lambda _: None,
    on_done: Report = lambda _: None,
) -> int:
    """Run the steps in their order.

    Args:
        connection: holds the database's lock; the bookkeeping tables exist.
        command: what goes on with them if they fail: 'apply' or 'rollback'.
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
    objector = _Objector(connection, command, on_start, on_done)
    if steps and steps[0].kind != "migration":
        objector.run(objects)
        objects = []
    if migrations:
        _Migrator(connection, command, on_start, on_done).run(migrations)
    objector.run(objects)
    return sum(len(step.pending) for step in steps)


class _Migrator:
    """Runs migrations on one session with autocommit off, so that a statement's `done` row, the
    history rows and the next statement's `running` row are committed together."""

    def __init__(
        self, connection: Connection, command: str, on_start: Report, on_done: Report
    ) -> None:
        self._connection = connection
        self._command = command
        self._on_start = on_start
        self._on_done = on_done
        self._rows: list[JournalRow] = []
        self._finished: list[Step] = []

    def run(self, steps: Sequence[Step]) -> None:
        self._connection.execute(queries.get("autocommit_off"))
        try:
            for step, following in zip(steps, [*steps[1:], None], strict=True):
                self._run_one(step)
                if following is None:
                    self._commit()
        except BaseException as error:
            if self._connection.is_open:
                # Rows without their record must not stay; to switch autocommit on commits.
                with keeping(error):
                    self._connection.execute("ROLLBACK")
                    self._connection.execute(queries.get("autocommit_on"))
            if isinstance(error, ServerError):
                raise failures.not_recorded(step, error, command=self._command) from error
            raise
        self._connection.execute(queries.get("autocommit_on"))

    def _run_one(self, step: Step) -> None:
        reset_session = started = False
        previous: Kind | None = None
        for ordinal, statement in enumerate(step.pending, step.first):
            kind = kind_of(statement.sql)
            try:
                if kind is not Kind.DML or previous is not Kind.DML:
                    # Statements that change data share a transaction, and a row for the first.
                    self._rows.append(self._begun(step, ordinal, statement))
                    self._commit()
            except ServerError as error:
                raise self._not_sent(step, ordinal, error) from error
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
        is_open = self._connection.is_open
        stays = failures.committed(step, ordinal) if is_open else failures.in_doubt(step, ordinal)
        told = failures.failed(
            step,
            ordinal,
            error,
            command=self._command,
            committed=stays,
            blocking=_blocking(self._connection, statement, error),
        )
        self._rows.clear()
        if is_open:
            with keeping(told):
                self._connection.execute("ROLLBACK")
                # What the file SETs must not get in the way.
                server.pin(self._connection)
                recovery.give_up(self._connection, step.name, step.action)
                self._connection.execute("COMMIT")
        return told

    def _not_sent(self, step: Step, ordinal: int, error: ServerError) -> ClinicDbError:
        stays = failures.committed(step, ordinal)
        if self._finished:
            ran = ", ".join(each.name for each in self._finished)
            stays += f"; {ran} ran before it, and the next run finds out what of it is"
        return failures.not_sent(step, ordinal, error, command=self._command, committed=stays)


class _Objector:
    """Makes, replaces and drops repeatable objects, each statement a transaction of its own."""

    def __init__(
        self, connection: Connection, command: str, on_start: Report, on_done: Report
    ) -> None:
        self._connection = connection
        self._command = command
        self._on_start = on_start
        self._on_done = on_done
        self._done: list[Step] = []

    def run(self, steps: Sequence[Step]) -> None:
        made = [step for step in steps if step.action != "drop"]
        # Recorded before they exist, so that a crash in between leaves nothing that nobody owns.
        history.record_objects(
            self._connection,
            [(step.kind, step.name, "", "") for step in made],
            self._connection.version,
        )
        try:
            for step in steps:
                self._on_start(step)
                self._run_one(step)
                self._done.append(step)
                self._on_done(step)
        except BaseException as error:
            # What is done need not be done again.
            if self._connection.is_open:
                with keeping(error):
                    self._record()
            raise
        self._record()

    def _run_one(self, step: Step) -> None:
        for ordinal, statement in enumerate(step.statements, 1):
            try:
                if ordinal == 1:
                    _send(self._connection, statement)
                else:
                    # Once begun, an object is made whole: a signal waits for its end.
                    self._connection.execute(statement.sql)
            except ServerError as error:
                raise self._failed(step, ordinal, statement, error) from error
        if step.action == "drop":
            history.forget_object(self._connection, step.kind, step.name)

    def _failed(
        self, step: Step, ordinal: int, statement: Statement, error: ServerError
    ) -> ClinicDbError:
        told = failures.failed(
            step,
            ordinal,
            error,
            command=self._command,
            committed=failures.objects_committed(step, ordinal, len(self._done), error),
            blocking=_blocking(self._connection, statement, error),
        )
        if self._connection.is_open and step.kind == "trigger":
            with keeping(told):
                self._connection.execute(queries.get("unlock_tables"))
        return told

    def _record(self) -> None:
        made = [step for step in self._done if step.action != "drop"]
        self._done.clear()
        if not made:
            return
        with_roles = any(step.kind == "role" for step in made)
        live = server.live(self._connection, with_roles=with_roles).objects
        history.record_objects(
            self._connection,
            [(s.kind, s.name, s.sha256, live.get((s.kind, s.name), "")) for s in made],
            self._connection.version,
        )


def _send(connection: Connection, statement: Statement) -> int:
    if connection.stop_requested:
        # The signal fell between two statements: answered as the server would have.
        raise ServerError(INTERRUPTED, "70100", "interrupted before the statement was sent")
    return connection.execute(statement.sql)


def _blocking(connection: Connection, statement: Statement, error: ServerError) -> tuple[str, ...]:
    if error.errno != ServerError.LOCK_WAIT or not connection.is_open:
        return ()
    return tuple(locks.blockers(connection, statement.sql)[:3])
