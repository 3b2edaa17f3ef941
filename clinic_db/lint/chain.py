"""Run every migration in a sandbox: what its ALTERs do, and whether its rollback undoes it.

Two databases go through the migrations side by side. In one each migration runs once, so that a
table there has the past that it has anywhere; in the other each is applied, rolled back, compared
with what was there before, and applied again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from clinic_db import server, snapshot
from clinic_db.database import Connection
from clinic_db.differences import Difference
from clinic_db.errors import ServerError
from clinic_db.lint import oracle
from clinic_db.lint.cache import Cache, code, key_of
from clinic_db.lint.oracle import Answer
from clinic_db.lint.scratch import Scratch
from clinic_db.model import Migration, Script, Statement
from clinic_db.snapshot import Snapshot

# More differences than these are counted, not told.
_TOLD = 3


@dataclass(frozen=True, slots=True)
class Failure:
    """A statement that the server refuses: its line, the server's words."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one migration.

    Attributes:
        answers: (line, answer) of each statement that changes a table.
        failed: the statement of the migration that was refused.
        undo_failed: the statement of the rollback that was refused.
        left: what differs after apply and rollback, in words.
    """

    answers: tuple[tuple[int, Answer], ...] = ()
    failed: Failure | None = None
    undo_failed: Failure | None = None
    left: tuple[str, ...] = ()


def run(
    chain: Sequence[Migration], wanted: set[str], scratch: Scratch, cache: Cache
) -> Mapping[str, Trial]:
    """Try the migrations whose ids are `wanted`, on what those before them have made.

    Returns:
        id → trial; none for those that come after a migration that was refused.

    Raises:
        SandboxError: no server to be had.
    """
    keys = _keys(chain, scratch.would_be)
    known = {id_: _loaded(value) for id_ in wanted if (value := cache.get(keys[id_])) is not None}
    if missing := wanted - known.keys():
        last = max(at for at, migration in enumerate(chain) if migration.id in missing)
        walk = _Walk(scratch)
        for migration in chain[: last + 1]:
            if migration.id in missing:
                known[migration.id] = trial = walk.tried(migration)
                cache.put(keys[migration.id], asdict(trial))
                failed = trial.failed
            else:
                failed = walk.applied(migration)
            if failed:
                break
    return known


def _keys(chain: Sequence[Migration], would_be: str) -> dict[str, str]:
    """A trial follows from the migration, its rollback and everything before it."""
    keys, before = {}, key_of("chain", code("*.py", "ddl/*.py"), would_be)
    for migration in chain:
        before = key_of(before, migration.apply.sha256)
        undo = migration.rollback.sha256 if migration.rollback else ""
        keys[migration.id] = key_of(before, undo)
    return keys


class _Walk:
    """The two databases, and how far they are."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._once = scratch.connection()
        self._back_and_forth = scratch.connection()
        self._done: list[Migration] = []
        self._before: Snapshot | None = None

    def applied(self, migration: Migration) -> Failure | None:
        """Go on without looking."""
        failed = _execute(self._once, migration.apply)
        _execute(self._back_and_forth, migration.apply)
        self._done.append(migration)
        self._before = None
        return failed

    def tried(self, migration: Migration) -> Trial:
        """Go on and look."""
        answers, failed = _asked(self._once, migration.apply)
        if failed:
            return Trial(tuple(answers), failed)
        undo_failed: Failure | None = None
        left: list[str] = []
        if migration.rollback is not None:
            undo_failed, left = self._round_trip(migration, migration.rollback)
        else:
            _execute(self._back_and_forth, migration.apply)
            self._before = None
        self._done.append(migration)
        return Trial(tuple(answers), None, undo_failed, tuple(left))

    def _round_trip(
        self, migration: Migration, rollback: Script
    ) -> tuple[Failure | None, list[str]]:
        connection = self._back_and_forth
        before = self._before or snapshot.read(connection)
        if _execute(connection, migration.apply):
            # It succeeded in the other database, so it made something that is server-wide, such as
            # a role, and that is there already: how a second time ends says nothing.
            self._before = None
            return None, []
        failed = _execute(connection, rollback)
        differences = snapshot.compare(before, snapshot.read(connection))
        if failed or differences:
            # Whatever it left behind must not be there for the next one.
            connection = self._back_and_forth = self._scratch.emptied(connection)
            for earlier in self._done:
                _execute(connection, earlier.apply)
        _execute(connection, migration.apply)
        self._before = snapshot.read(connection)
        return failed, [] if failed else _told(differences)


def _asked(
    connection: Connection, script: Script
) -> tuple[list[tuple[int, Answer]], Failure | None]:
    """Run a script, asking about each statement that changes a table."""
    answers = []
    for statement in script.statements:
        try:
            answer = oracle.ask(connection, statement.sql)
            if answer is None:
                connection.execute(statement.sql)
            else:
                answers.append((statement.line, answer))
        except ServerError as error:
            return answers, _failure(connection, statement, error)
    _pin_again(connection, script)
    return answers, None


def _execute(connection: Connection, script: Script) -> Failure | None:
    """Run a script as far as the server takes it."""
    for statement in script.statements:
        try:
            connection.execute(statement.sql)
        except ServerError as error:
            return _failure(connection, statement, error)
    _pin_again(connection, script)
    return None


def _failure(connection: Connection, statement: Statement, error: ServerError) -> Failure:
    # The database is called otherwise each time.
    return Failure(statement.line, error.message.replace(f"{connection.target.database}.", ""))


def _pin_again(connection: Connection, script: Script) -> None:
    """What a file SETs ends with the file, as in a run."""
    if any(statement.sql[:3].upper() == "SET" for statement in script.statements):
        server.pin(connection)


def _told(differences: Sequence[Difference]) -> list[str]:
    told = [_words(difference) for difference in differences[:_TOLD]]
    if len(differences) > _TOLD:
        told.append(f"{len(differences) - _TOLD} more differences")
    return told


def _words(difference: Difference) -> str:
    what = f"{difference.kind} {difference.name}"
    if difference.what == "missing":
        return f"{what} is gone"
    if difference.what == "extra":
        return f"{what} is left over"
    changes = [f"{name} {old or 'none'} is now {new or 'none'}"
               for name, (old, new) in difference.attributes.items()]  # fmt: skip
    return f"{what}: {', '.join(changes)}"


def _loaded(value: dict[str, Any]) -> Trial:
    def failure(of: dict[str, Any] | None) -> Failure | None:
        return Failure(**of) if of else None

    return Trial(
        tuple((line, Answer(**answer)) for line, answer in value["answers"]),
        failure(value["failed"]),
        failure(value["undo_failed"]),
        tuple(value["left"]),
    )
