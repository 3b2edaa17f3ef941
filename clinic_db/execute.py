"""Run planned steps, each statement once, and keep the journal as it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from clinic_db import (
    counters,
    failures,
    history,
    judge,
    queries,
    recovery,
    repeatable,
    server,
    session,
)
from clinic_db.database import Connection
from clinic_db.errors import ClinicDbError, ServerError, keeping
from clinic_db.history import JournalRow
from clinic_db.kinds import Kind, is_quick, kind_of
from clinic_db.migrations import statement_digest
from clinic_db.model import Statement, Step
from clinic_db.sending import blocking, in_doubt, send

Report = Callable[[Step], None]


def run(
    steps: Sequence[Step],
    connection: Connection,
    *,
    command: str = "apply",
    on_start: Report = lambda _: None,
    on_done: Report = lambda _: None,
    on_note: Callable[[str], None] = lambda _: None,
) -> int:
    """Run the steps in their order.

    Args:
        connection: holds the database's lock; the bookkeeping tables exist.
        command: what goes on with them if they fail: 'apply' or 'rollback'.
        on_start: told of a step before its first statement is sent.
        on_done: told of a step once it is committed and recorded.
        on_note: told what a person should know besides.

    Returns:
        How many statements of the steps were run.

    Raises:
        StatementError, LockedError: what failed, where, what is committed, what to type next.
    """
    migrations = [step for step in steps if step.kind == "migration"]
    objects = [step for step in steps if step.kind != "migration"]
    objector = repeatable.Objector(connection, command, on_start, on_done, on_note)
    # Objects go first in a rollback and last in an apply; steps come as planned, never mixed.
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
        # What data was given may be more than its rows say, and a server that dies forgets it.
        self._gave_ids = False

    def run(self, steps: Sequence[Step]) -> None:
        self._connection.execute(queries.get("autocommit_off"))
        step = steps[0]
        self._gave_ids = step.first > 1
        try:
            for step in steps:
                self._run_one(step)
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
        if step.first > 1:
            session.resume(self._connection, step)
        previous: Kind | None = None
        for ordinal, statement in enumerate(step.pending, step.first):
            kind = kind_of(statement.sql)
            try:
                # Statements that are undone together share a transaction and a running row.
                if not (previous and previous.is_undone and kind.is_undone):
                    self._begin(step, ordinal, statement, kind)
            except ServerError as error:
                raise self._not_sent(step, ordinal, error) from error
            if ordinal == step.first:
                self._on_start(step)
            try:
                affected = send(self._connection, statement)
            except ServerError as error:
                raise self._failed(step, ordinal, statement, error) from error
            if not kind.is_undone:
                self._tell()
            previous = kind
            digest = statement_digest(statement)
            self._rows.append(JournalRow(step.name, step.action, ordinal, digest, "done", affected))
        self._finish(step)

    def _begin(self, step: Step, ordinal: int, statement: Statement, kind: Kind) -> None:
        """Commit what is done, and that the statement is about to run."""
        if ordinal > step.first:
            # A run that goes on from here has a session of its own.
            self._rows[-1] = replace(self._rows[-1], variables=session.kept(step, ordinal - 1))
        running = JournalRow(
            step.name, step.action, ordinal, statement_digest(statement), "running"
        )
        quick = kind is Kind.DDL and is_quick(statement.sql)
        if kind.is_undone:
            self._gave_ids = True
            running = replace(running, counted=True)
        else:
            expected = self._captured(step, ordinal)
            running = replace(running, expected=expected)
            if self._gave_ids or not quick:
                together = counters.beside(expected, statement.sql)
                running = replace(running, expected=together, counted=True)
        self._rows.append(running)
        if quick:
            # It commits what came before by itself: one round trip less.
            self._write()
        else:
            self._commit()

    def _captured(self, step: Step, ordinal: int) -> str | None:
        """What tells the statement's outcome, read as the session of a later run will read it."""
        sql = step.statements[ordinal - 1].sql
        if not session.may_be_changed(step.statements[: ordinal - 1]):
            return judge.capture(self._connection, sql, repeatable=step.repeatable)
        with session.readable(self._connection):
            return judge.capture(self._connection, sql, repeatable=step.repeatable)

    def _finish(self, step: Step) -> None:
        if step.action == "rollback":
            self._rows.clear()
        history.finish(self._connection, step.name, step.action)
        self._finished.append(step)
        if session.is_changed(step.statements):
            # What a file sets ends with the file: the next one starts from the pins again.
            self._commit()
            session.forget(self._connection, step.statements)
            server.pin(self._connection)
            self._connection.execute(queries.get("autocommit_off"))

    def _write(self) -> None:
        if self._rows:
            history.journal(self._connection, self._rows)
            self._rows.clear()

    def _commit(self) -> None:
        self._write()
        self._connection.execute("COMMIT")
        self._tell()

    def _tell(self) -> None:
        """Report what is committed by now."""
        for step in self._finished:
            self._on_done(step)
        self._finished.clear()

    def _failed(
        self, step: Step, ordinal: int, statement: Statement, error: ServerError
    ) -> ClinicDbError:
        """Undo what is not committed, record the truth, and put the error into words."""
        is_open = self._connection.is_open
        stays = failures.kept(step, ordinal) if is_open else failures.in_doubt(step, ordinal)
        told = failures.failed(
            step,
            ordinal,
            error,
            command=self._command,
            committed=stays,
            blocking=blocking(self._connection, statement, error),
        )
        self._rows.clear()
        if is_open:
            with keeping(told):
                # After DDL all that is not committed yet is true: what came before it is done.
                undoes = kind_of(statement.sql) is not Kind.DDL
                rows_stay = undoes and recovery.undo(self._connection)
                # What the file SETs must not get in the way.
                server.pin(self._connection)
                if rows_stay and recovery.outlasts(self._connection, step, ordinal):
                    history.forget_expected(self._connection, step.name, step.action)
                    failures.tell_rows_stay(told, step, ordinal)
                elif in_doubt(error) and not kind_of(statement.sql).is_undone:
                    happened = recovery.judge_killed(self._connection, step, ordinal)
                    failures.tell_killed(told, step, ordinal, happened)
                else:
                    recovery.give_up(self._connection, step.name, step.action)
                self._tell()
        return told

    def _not_sent(self, step: Step, ordinal: int, error: ServerError) -> ClinicDbError:
        stays = failures.committed(step, ordinal)
        if self._finished:
            ran = ", ".join(each.name for each in self._finished)
            stays += f"; {ran} ran before it, and the next run finds out what of it is"
        return failures.not_sent(step, ordinal, error, command=self._command, committed=stays)
