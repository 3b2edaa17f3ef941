"""Where history and files contradict each other, a person decides: the refusals. Pure.

What `verify` reports and what `apply` refuses are the same findings, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clinic_db.errors import DecisionError, LockedError, StatementError
from clinic_db.migrations import statement_digest
from clinic_db.model import Applied, Finding, History, Live, Migration, Script, SqlObject

PUT_BACK = "put the file back as it was and write the change as a new migration"

# Ends the name of the trigger that lets nobody but a running `seed` insert.
GUARD = "__clinic_db_seed"


def refuse_foreign(
    migrations: Sequence[Migration], history: History, *, out_of_order: bool = False
) -> None:
    """Refuse a history that these files do not explain.

    Args:
        out_of_order: a new file that sorts before an applied one is fine.

    Raises:
        DecisionError: applied migrations whose files are missing, or a new file that sorts before
            an applied one.
    """
    missing = [finding.name for finding in without_file(migrations, history)]
    if missing:
        whose = (
            "the database belongs to another project"
            if len(missing) == len(history.migrations)
            else "the database is ahead of these files"
        )
        raise DecisionError(
            f"{whose}: it holds {len(missing)} migration(s) that have no file here",
            detail=tuple(missing[:10]) + (("…",) if len(missing) > 10 else ()),
            hint="check --project and --database, or bring the missing files back",
        )
    if not out_of_order:
        _refuse_first(late(migrations, history))


def refuse_strangers(history: History, other_tables: int) -> None:
    """Refuse a database that somebody else filled.

    Raises:
        DecisionError: there are tables, and no history that explains them.
    """
    if other_tables and not history.exists and not history.migrations:
        raise DecisionError(
            f"the database holds {other_tables} table(s) that no migration made",
            detail=("nothing was changed",),
            hint="check --project and --database; if both are meant, --allow-unsafe not-empty; "
            "if the tables are these migrations' own, clinic-db baseline ID records them",
        )


def refuse_without_super(objects: Sequence[SqlObject], may_create_triggers: bool) -> None:
    """Refuse before anything is applied what the server would refuse half-way, with 1419.

    Raises:
        StatementError: functions or triggers, on a server that lets only SUPER create them.
    """
    wanting = [item for item in objects if item.kind in ("function", "trigger")]
    if wanting and not may_create_triggers:
        raise StatementError(
            "with the binary log on, the server lets only SUPER create functions and triggers "
            "(error 1419)",
            where=str(wanting[0].script.path),
            detail=("nothing was changed",),
            hint="let a DBA run: SET PERSIST log_bin_trust_function_creators = ON",
        )


def refuse_edited(migration: Migration, applied: Applied) -> None:
    """Refuse a change to statements that are already done.

    Raises:
        DecisionError: names the first such statement and its line.
    """
    _refuse_first(edited(migration, applied))


def refuse_unfinished(
    migration: Migration, applied: Applied, direction: str = "apply", at_work: str = ""
) -> None:
    """Refuse what only the other direction, or a person, can finish.

    Args:
        at_work: as `History.at_work`.

    Raises:
        LockedError: another run is at work on it.
        DecisionError: a statement whose end nobody recorded, or a migration that is half-way in
            the other direction.
    """
    for finding in unfinished(migration, applied, at_work):
        if at_work:
            raise LockedError(
                finding.text, where=finding.where, detail=finding.detail, hint=finding.hint
            )
    opposite = "half rolled back" if direction == "apply" else "half applied"
    _refuse_first(
        finding
        for finding in unfinished(migration, applied)
        if finding.what in ("cut short", opposite)
    )


def without_file(migrations: Sequence[Migration], history: History) -> Iterator[Finding]:
    """Applied migrations that have no file."""
    for name in sorted(history.migrations.keys() - {migration.id for migration in migrations}):
        yield Finding(
            what="no file",
            name=name,
            where="",
            text="it is applied, but has no file here",
            hint="check --project and --database, or bring the missing file back",
        )


def late(migrations: Sequence[Migration], history: History) -> Iterator[Finding]:
    """Migrations to apply that come before one that is applied already."""
    places = [at for at, each in enumerate(migrations) if each.id in history.migrations]
    last = places[-1] if places else 0
    for migration in migrations[:last]:
        if migration.id not in history.migrations:
            yield Finding(
                what="out of order",
                name=migration.id,
                where=str(migration.apply.path),
                text=f"out of order: {migrations[last].id}, which comes later, is already applied",
                hint="give the new migration a number and a '-- depends:' after the last one, or "
                "let --out-of-order apply it late",
            )


def edited(migration: Migration, applied: Applied) -> Iterator[Finding]:
    """Statements that are done and that the files no longer hold as they ran."""
    yield from _changed(migration, migration.apply, applied.hashes, "applied")
    if migration.rollback is not None:
        yield from _changed(migration, migration.rollback, applied.undo_hashes, "rolled back")
    if applied.finished and applied.hashes and len(migration.apply.statements) > applied.done:
        yield Finding(
            what="edited",
            name=migration.id,
            where=_line_of(migration.apply, applied.done + 1, migration),
            text=f"edited after it was applied: statement {applied.done + 1} is new",
            hint=PUT_BACK,
        )


def unfinished(migration: Migration, applied: Applied, at_work: str = "") -> Iterator[Finding]:
    """Where a migration stopped half-way, in either direction, or where another run is in it.

    Args:
        at_work: as `History.at_work`.
    """
    if at_work:
        yield from _under_way(migration, applied, at_work)
        return
    for number, script, verb in (
        (applied.running, migration.apply, "apply"),
        (applied.undo_running, migration.rollback, "rollback"),
    ):
        if number:
            yield Finding(
                what="cut short",
                name=migration.id,
                where=_line_of(script, number, migration),
                text=f"statement {number} was started by a run that ended before it could record "
                f"the outcome ({verb})",
                detail=(f"{number - 1} statement(s) before it are done and recorded",),
                hint=f"clinic-db {verb} looks whether it happened, and goes on",
            )
    if applied.undone or applied.undo_running:
        yield Finding(
            what="half rolled back",
            name=migration.id,
            where=str(migration.apply.path),
            text=f"{migration.id} is half rolled back, {applied.undone} statement(s) are undone",
            hint="clinic-db rollback finishes it",
        )
    if not applied.finished and applied.done:
        yield Finding(
            what="half applied",
            name=migration.id,
            where=_line_of(migration.apply, applied.done + 1, migration),
            text=f"{migration.id} is half applied, {applied.done} statement(s) are done",
            hint="correct the next statement and run clinic-db apply, which goes on there",
        )


def _under_way(migration: Migration, applied: Applied, at_work: str) -> Iterator[Finding]:
    undoes = bool(applied.undone or applied.undo_running)
    applies = not applied.finished and bool(applied.done or applied.running)
    if not (undoes or applies):
        return
    script = migration.rollback if undoes else migration.apply
    done = applied.undone if undoes else applied.done
    yield Finding(
        what="at work",
        name=migration.id,
        where=_line_of(script, done + 1, migration),
        text=f"{migration.id} is being {'rolled back' if undoes else 'applied'} right now",
        detail=(at_work, f"{done} statement(s) of it are done and recorded"),
        hint="run the same command again when that run has ended",
    )


def hidden_kinds(history: History, live: Live) -> list[str]:
    """Kinds of which objects are recorded but none is visible: this account lacks the right."""
    recorded = {kind for kind, _ in history.objects if kind != "role"}
    return sorted(recorded - {kind for kind, _ in live.objects})


def _changed(
    migration: Migration, script: Script, hashes: Sequence[str], past: str
) -> Iterator[Finding]:
    for number, recorded in enumerate(hashes, 1):
        present = script.statements[number - 1] if number <= len(script.statements) else None
        if present is None or statement_digest(present) != recorded:
            line = (present or script.statements[-1]).line
            yield Finding(
                what="edited",
                name=migration.id,
                where=f"{script.path}:{line}",
                text=f"edited after it was {past}: statement {number} of {migration.id} is not "
                "the one that ran",
                hint=PUT_BACK,
            )


def _refuse_first(findings: Iterator[Finding]) -> None:
    for found in findings:
        raise DecisionError(found.text, where=found.where, detail=found.detail, hint=found.hint)


def _line_of(script: Script | None, number: int, migration: Migration) -> str:
    if script is None or number > len(script.statements):
        return str(migration.apply.path)
    return f"{script.path}:{script.statements[number - 1].line}"


def guarded_tables(live: Live) -> list[str]:
    """Tables into which nobody can insert because a seeding was cut short."""
    return sorted(
        name.removesuffix(GUARD)
        for kind, name in live.objects
        if kind == "trigger" and name.endswith(GUARD)
    )
