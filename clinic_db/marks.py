"""History without SQL: record as applied what the database already has, or forget it.

For a database that was made before this tool came, or by hand from the SQL that `plan --sql`
prints. Statements are recorded with their digests, so that a later edit is noticed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from clinic_db import check, effects, history, queries, runner
from clinic_db.config import Config
from clinic_db.database import Connection
from clinic_db.errors import DecisionError, UsageError
from clinic_db.history import JournalRow
from clinic_db.migrations import history_hash, statement_digest
from clinic_db.model import Applied, History, Migration
from clinic_db.runner import Listener
from clinic_db.targets import CREATED, targets_of


def baseline(
    config: Config, listener: Listener, migration_id: str, *, unseen: bool = False
) -> tuple[str, ...]:
    """Record every migration up to and including one as applied; run none of their statements.

    Args:
        unseen: also where tables that they make are not there.

    Returns:
        The ids that were recorded; none where all were already.

    Raises:
        UsageError: no such migration.
        DecisionError: the history contradicts it, or the database lacks their tables.
    """
    return _record(config, listener, migration_id, unseen=unseen, alone=False)


def mark(
    config: Config, listener: Listener, migration_id: str, *, unseen: bool = False
) -> tuple[str, ...]:
    """Record one migration as applied; like `baseline`, but all before it must be applied."""
    return _record(config, listener, migration_id, unseen=unseen, alone=True)


def unmark(config: Config, listener: Listener, migration_id: str) -> None:
    """Forget that a migration was applied; undo none of its statements.

    Raises:
        UsageError: it is not applied.
        DecisionError: a later one is, or a statement of it was cut short.
    """
    files = runner.read_files(config)
    with runner.exclusive(config, listener) as (connection, facts):
        known = history.read(connection, facts.bookkeeping)
        refuse_unmark(files.migrations, known, migration_id)
        runner.ensure_bookkeeping(connection, known)
        with connection.transaction():
            connection.execute(queries.get("unmark_applied"), (history_hash(migration_id),))
            connection.execute(queries.get("forget_migration"), (migration_id,))
            history.log(connection, migration_id, "unmark")


def to_record(
    migrations: Sequence[Migration], known: History, migration_id: str, *, alone: bool
) -> list[Migration]:
    """The migrations whose statements or end are not in the history yet. Pure.

    Args:
        alone: only the named one.

    Raises:
        UsageError, DecisionError: as for `baseline` and `mark`.
    """
    at = _place(migrations, migration_id)
    check.refuse_foreign(migrations, known, out_of_order=True)
    for migration in migrations:
        applied = known.migrations.get(migration.id, Applied(migration.id))
        check.refuse_edited(migration, applied)
        check.refuse_unfinished(migration, applied)
    before = [each.id for each in migrations[:at] if not _finished(known, each.id)]
    if alone and before:
        raise DecisionError(
            f"{before[0]}, which comes before it, is not applied",
            where=str(migrations[at].apply.path),
            detail=("nothing was recorded",),
            hint=f"clinic-db baseline {migration_id} records all up to this one",
        )
    later = [each.id for each in migrations[at + 1 :] if each.id in known.migrations]
    if before and later:
        raise DecisionError(
            f"the history contradicts it: {later[-1]}, which comes later, is already applied",
            where=str(migrations[at].apply.path),
            detail=(f"not applied: {', '.join(before)}", "nothing was recorded"),
            hint="clinic-db mark ID records them one by one, oldest first",
        )
    chosen = migrations[at : at + 1] if alone else migrations[: at + 1]
    return [each for each in chosen if not _is_complete(each, known)]


def tables_made(
    migrations: Sequence[Migration], recording: Collection[str], known: History
) -> set[str]:
    """The tables that must be there once `recording` is recorded, as far as texts tell. Pure.

    A table that a later migration which is or will be applied drops or renames is left out.
    """
    made: set[str] = set()
    for migration in migrations:
        if migration.id not in recording and migration.id not in known.migrations:
            continue
        for statement in migration.apply.statements:
            made -= {name.lower() for name in effects.losses([statement]).tables}
            told = targets_of(statement.sql) or ()
            # What is named with its database may be in another one.
            targets = [t for t in told if t.kind == "table" and not t.schema]
            names = {target.name.lower() for target in targets}
            if not all(target.effect == CREATED for target in targets):
                # A rename names a table that is not there yet: what it does to either is not told.
                made -= names if names - made else set()
            elif migration.id in recording:
                made |= names
    return made


def refuse_unmark(migrations: Sequence[Migration], known: History, migration_id: str) -> None:
    """Refuse to forget what is not known, or what later migrations stand on. Pure.

    Raises:
        UsageError: it is not applied.
        DecisionError: a later one is, or a statement of it was cut short.
    """
    applied = known.migrations.get(migration_id)
    if applied is None:
        raise UsageError(
            f"{migration_id} is not applied, so there is nothing to forget",
            hint="clinic-db status shows what is applied",
        )
    ids = [migration.id for migration in migrations]
    if migration_id not in ids:
        # Its file is gone: forgetting it is how such a history is put right.
        return
    at = ids.index(migration_id)
    later = [name for name in ids[at + 1 :] if name in known.migrations]
    if later:
        raise DecisionError(
            f"{later[0]}, which comes after it, is applied",
            where=str(migrations[at].apply.path),
            detail=("nothing was recorded",),
            hint=f"clinic-db unmark {later[-1]} first",
        )
    if applied.running or applied.undo_running:
        check.refuse_unfinished(migrations[at], applied)


def _record(
    config: Config, listener: Listener, migration_id: str, *, unseen: bool, alone: bool
) -> tuple[str, ...]:
    files = runner.read_files(config)
    with runner.exclusive(config, listener) as (connection, facts):
        known = history.read(connection, facts.bookkeeping)
        chosen = to_record(files.migrations, known, migration_id, alone=alone)
        if not chosen:
            return ()
        if not unseen:
            _refuse_absent(connection, files.migrations, chosen, known)
        runner.ensure_bookkeeping(connection, known)
        with connection.transaction():
            for migration in chosen:
                _write(connection, migration, known)
        return tuple(migration.id for migration in chosen)


def _refuse_absent(
    connection: Connection,
    migrations: Sequence[Migration],
    chosen: Sequence[Migration],
    known: History,
) -> None:
    present = {str(row["name"]).lower() for row in connection.rows(queries.get("tables"))}
    lacking = sorted(tables_made(migrations, {each.id for each in chosen}, known) - present)
    if lacking:
        raise DecisionError(
            f"the database lacks {len(lacking)} table(s) that these migrations make",
            where=connection.target.address,
            detail=(", ".join(lacking), "nothing was recorded"),
            hint="clinic-db apply makes them; if it is meant, --allow-unsafe missing",
        )


def _write(connection: Connection, migration: Migration, known: History) -> None:
    applied = known.migrations.get(migration.id, Applied(migration.id))
    rows = [
        JournalRow(migration.id, "apply", ordinal, statement_digest(statement), "done")
        for ordinal, statement in enumerate(migration.apply.statements, 1)
        if ordinal > applied.done
    ]
    if rows:
        history.journal(connection, rows)
    connection.execute(queries.get("mark_applied"), (history_hash(migration.id), migration.id))
    history.log(connection, migration.id, "mark")


def _place(migrations: Sequence[Migration], migration_id: str) -> int:
    for at, migration in enumerate(migrations):
        if migration.id == migration_id:
            return at
    raise UsageError(f"no migration is called {migration_id!r}", hint="clinic-db status lists them")


def _finished(known: History, migration_id: str) -> bool:
    applied = known.migrations.get(migration_id)
    return applied is not None and applied.finished


def _is_complete(migration: Migration, known: History) -> bool:
    """Applied, with every statement recorded."""
    applied = known.migrations.get(migration.id)
    return (
        applied is not None and applied.finished and applied.done >= len(migration.apply.statements)
    )
