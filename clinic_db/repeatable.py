"""Run the steps of functions, views, procedures, triggers and roles, and record what was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter

from clinic_db import failures, history, queries, replacing, server
from clinic_db.database import Connection
from clinic_db.errors import ClinicDbError, ServerError, keeping
from clinic_db.model import Statement, Step
from clinic_db.sending import blocking, send, send_anyway

Report = Callable[[Step], None]


class Objector:
    """Makes, replaces and drops repeatable objects, each statement a transaction of its own.

    Args:
        command: what goes on with them if they fail: 'apply' or 'rollback'.
        on_note: told for how long replaced routines were absent.
    """

    def __init__(
        self,
        connection: Connection,
        command: str,
        on_start: Report,
        on_done: Report,
        on_note: Callable[[str], None],
    ) -> None:
        self._connection = connection
        self._command = command
        self._on_start = on_start
        self._on_done = on_done
        self._on_note = on_note
        self._done: list[Step] = []
        self._gaps: dict[str, float] = {}

    def run(self, steps: Sequence[Step]) -> None:
        """Run the steps in their order.

        Raises:
            StatementError, LockedError: as `execute.run`.
        """
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
        swap = replacing.swap_at(step)
        for ordinal, statement in enumerate(step.statements, 1):
            if ordinal == swap:
                # The DROP goes with the CREATE that follows it.
                continue
            swaps = swap > 0 and ordinal == swap + 1
            together = step.statements[swap - 1 : ordinal] if swaps else (statement,)
            began = perf_counter()
            try:
                # Once begun, an object is made whole: a signal waits for its end.
                (send if ordinal == 1 else send_anyway)(self._connection, *together)
            except ServerError as error:
                raise self._failed(step, ordinal, statement, error) from error
            if swaps and step.kind != "trigger":
                self._gaps[f"{step.kind} {step.name}"] = perf_counter() - began
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
            blocking=blocking(self._connection, statement, error),
        )
        if self._connection.is_open and step.action == "replace" and step.kind == "trigger":
            with keeping(told):
                self._tidy(step)
        return told

    def _tidy(self, step: Step) -> None:
        """Leave no lock and no copy behind after a failure."""
        self._connection.execute(queries.get("unlock_tables"))
        for statement in step.statements:
            if replacing.drops_a_copy(statement):
                self._connection.execute(statement.sql)

    def _record(self) -> None:
        if self._gaps:
            self._on_note(_told(self._gaps))
            self._gaps.clear()
        made = [step for step in self._done if step.action != "drop"]
        self._done.clear()
        if not made:
            return
        with_roles = any(step.kind == "role" for step in made)
        names = [(step.kind, step.name) for step in made]
        live = server.live(self._connection, with_roles=with_roles, names=names).objects
        history.record_objects(
            self._connection,
            [(s.kind, s.name, s.sha256, live.get((s.kind, s.name), "")) for s in made],
            self._connection.version,
        )


def _told(gaps: dict[str, float]) -> str:
    longest = max(gaps.values()) * 1000
    return f"absent for at most {longest:.1f} ms each while replaced: {', '.join(gaps)}"
