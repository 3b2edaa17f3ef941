"""Where history and files contradict each other, a person decides: the refusals. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from clinic_db.errors import DecisionError, StatementError
from clinic_db.migrations import statement_digest
from clinic_db.model import Applied, History, Live, Migration, Script, SqlObject


def refuse_foreign(migrations: Sequence[Migration], history: History) -> None:
    """Refuse a history that these files do not explain.

    Raises:
        DecisionError: applied migrations whose files are missing, or a new file that sorts before
            an applied one.
    """
    known = {migration.id for migration in migrations}
    missing = sorted(history.migrations.keys() - known)
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
    last_applied = ""
    for migration in reversed(migrations):
        applied = history.migrations.get(migration.id)
        if applied is not None:
            last_applied = last_applied or migration.id
        elif last_applied:
            raise DecisionError(
                f"out of order: {last_applied}, which comes later, is already applied",
                where=str(migration.apply.path),
                hint="give the new migration a number and a '-- depends:' after the last one",
            )


def refuse_strangers(history: History, other_tables: int) -> None:
    """Refuse a database that somebody else filled.

    Raises:
        DecisionError: there are tables, and no history that explains them.
    """
    if other_tables and not history.exists and not history.migrations:
        raise DecisionError(
            f"the database holds {other_tables} table(s) that no migration made",
            detail=("nothing was changed",),
            hint="check --project and --database; if both are meant, --allow-unsafe not-empty",
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
    _refuse_changed(migration.apply, applied.hashes, "applied", migration.id)
    if migration.rollback is not None:
        _refuse_changed(migration.rollback, applied.undo_hashes, "rolled back", migration.id)
    if applied.finished and applied.hashes and len(migration.apply.statements) > applied.done:
        added = migration.apply.statements[applied.done]
        raise DecisionError(
            f"edited after it was applied: statement {applied.done + 1} is new",
            where=f"{migration.apply.path}:{added.line}",
            hint="put the file back as it was and write the change as a new migration",
        )


def refuse_unfinished(migration: Migration, applied: Applied, direction: str = "apply") -> None:
    """Refuse what only the other direction, or a person, can finish.

    Raises:
        DecisionError: a statement whose end nobody recorded, or a migration that is half-way in
            the other direction.
    """
    for number, script, verb in (
        (applied.running, migration.apply, "apply"),
        (applied.undo_running, migration.rollback, "rollback"),
    ):
        if number:
            raise DecisionError(
                f"statement {number} was started by a run that ended before it could record the "
                f"outcome ({verb})",
                where=_line_of(script, number, migration),
                detail=(f"{number - 1} statement(s) before it are done and recorded",),
                hint=f"clinic-db {verb} looks whether it happened, and goes on",
            )
    if direction == "apply" and (applied.undone or applied.undo_running):
        raise DecisionError(
            f"{migration.id} is half rolled back, {applied.undone} statement(s) are undone",
            where=str(migration.apply.path),
            hint="clinic-db rollback finishes it",
        )
    if direction == "rollback" and not applied.finished and applied.done:
        raise DecisionError(
            f"{migration.id} is half applied, {applied.done} statement(s) are done",
            where=_line_of(migration.apply, applied.done + 1, migration),
            hint="correct the next statement and run clinic-db apply, which goes on there",
        )


def _refuse_changed(script: Script, hashes: Sequence[str], past: str, name: str) -> None:
    for number, recorded in enumerate(hashes, 1):
        present = script.statements[number - 1] if number <= len(script.statements) else None
        if present is None or statement_digest(present) != recorded:
            line = present.line if present else script.statements[-1].line
            raise DecisionError(
                f"edited after it was {past}: statement {number} of {name} is not the one that ran",
                where=f"{script.path}:{line}",
                hint="put the file back as it was and write the change as a new migration",
            )


def _line_of(script: Script | None, number: int, migration: Migration) -> str:
    if script is None or number > len(script.statements):
        return str(migration.apply.path)
    return f"{script.path}:{script.statements[number - 1].line}"


def hidden_kinds(history: History, live: Live) -> list[str]:
    """Kinds of which objects are recorded but none is visible: this account lacks the right."""
    recorded = {kind for kind, _ in history.objects if kind != "role"}
    return sorted(recorded - {kind for kind, _ in live.objects})
