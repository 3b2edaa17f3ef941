"""From files, history and server to the steps that are left. Pure: no I/O, no surprises."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from clinic_db import effects, lost, roles
from clinic_db.check import refuse_edited, refuse_foreign, refuse_unfinished
from clinic_db.errors import ProjectError, UnsafeError, UsageError
from clinic_db.model import (
    Applied,
    Grant,
    History,
    Live,
    Migration,
    Recorded,
    SqlObject,
    Statement,
    Step,
)
from clinic_db.objects import create_statement, mentioned, moment
from clinic_db.project import OBJECT_FOLDERS
from clinic_db.replacing import KINDS, drop_sql, leftovers, replacement

NOTHING = "nothing"
# An object is dropped before what it may stand on.
_DROP_ORDER = ("role", "trigger", "procedure", "view", "function")


def plan_migrations(
    migrations: Sequence[Migration], history: History, *, out_of_order: bool = False
) -> list[Step]:
    """The migrations still to apply, in order; a half-applied one goes on where it stopped.

    Args:
        out_of_order: also one that comes before a migration which is applied already.

    Raises:
        DecisionError: the history and the files contradict each other, or as `lost.refuse`.
        LockedError: another run is at work on one of them.
    """
    refuse_foreign(migrations, history, out_of_order=out_of_order)
    steps = []
    for migration in migrations:
        applied = history.migrations.get(migration.id, Applied(migration.id))
        refuse_edited(migration, applied)
        refuse_unfinished(migration, applied, at_work=history.at_work)
        if applied.finished:
            continue
        steps.append(
            Step(
                action="apply",
                kind="migration",
                name=migration.id,
                path=migration.apply.path,
                statements=migration.apply.statements,
                first=applied.done + 1,
                repeatable=migration.apply.repeatable,
                variables=applied.variables,
                why="new" if not applied.done else f"resumed after statement {applied.done}",
            )
        )
        lost.refuse(steps[-1])
    return steps


def plan_objects(objects: Sequence[SqlObject], history: History, live: Live) -> list[Step]:
    """What to drop (left behind, or its file is gone), then what to create or replace."""
    wanted = {(item.kind, item.name) for item in objects}
    gone = [key for key in history.objects if key not in wanted]
    steps = leftovers(live)
    steps += [_drop(*key, "its file is gone", live) for key in _in_drop_order(gone)]
    for item in objects:
        key = (item.kind, item.name)
        recorded = history.objects.get(key)
        held = live.objects.get(key)
        if item.kind == "role" and live.grants is None and recorded is not None:
            # What this account may not read is taken to be as it was left.
            held = recorded.live
        elif item.kind == "role" and recorded is None and not _held(item.name, live):
            # Roles belong to the server: that one made for another database is none here yet.
            held = None
        why = _why(item, recorded, held, live.version) or _regrant(item, steps)
        why = why or _after_another(item, objects, steps)
        if why:
            steps.append(_create(item, held is not None, why, live))
    return steps


def plan_rollback(
    migrations: Sequence[Migration],
    objects: Sequence[SqlObject],
    history: History,
    live: Live,
    *,
    count: int = 1,
    to: str | None = None,
) -> list[Step]:
    """The steps that undo migrations, newest first, after the objects that cannot stay.

    Args:
        count: how many migrations to undo, where `to` is None.
        to: the id of the migration to keep as the last one, or 'nothing'.

    Raises:
        UsageError: `to` is unknown or not applied.
        UnsafeError: a migration is declared irreversible.
        ProjectError: a migration has no rollback file.
        DecisionError: a half-applied migration, or files that contradict the history.
        LockedError: another run is at work on one of them.
    """
    refuse_foreign(migrations, history)
    applied = [m for m in migrations if m.id in history.migrations]
    for migration in applied:
        refuse_edited(migration, history.migrations[migration.id])
        known = history.migrations[migration.id]
        refuse_unfinished(migration, known, "rollback", history.at_work)
    going = _going(applied, migrations, count, to)
    steps = [_undo(migration, history.migrations[migration.id]) for migration in going]
    for step in steps:
        lost.refuse(step)
    if to == NOTHING:
        drops = [_drop(*key, "everything goes", live) for key in _in_drop_order(history.objects)]
    else:
        drops = _dependents(steps, objects, history.objects, live)
    return [*drops, *steps]


def _going(
    applied: Sequence[Migration], known: Sequence[Migration], count: int, to: str | None
) -> list[Migration]:
    if to is None:
        if count > max(len(applied), 1):
            raise UsageError(
                f"only {len(applied)} migration(s) are applied",
                where=f"--steps {count}",
                hint=f"--steps {len(applied)} takes all of them" if applied else "",
            )
        return list(reversed(applied))[:count]
    if to == NOTHING:
        return list(reversed(applied))
    if to not in {migration.id for migration in known}:
        raise UsageError(
            f"no migration is called {to!r}", where="--to", hint="clinic-db status lists them"
        )
    ids = [migration.id for migration in applied]
    if to not in ids:
        raise UsageError(
            f"{to} is not applied, so nothing can be rolled back to it",
            where="--to",
            hint="clinic-db status shows what is applied",
        )
    return list(reversed(applied[ids.index(to) + 1 :]))


def _undo(migration: Migration, applied: Applied) -> Step:
    if migration.irreversible:
        raise UnsafeError(
            f"the migration is irreversible: {migration.irreversible}",
            where=str(migration.apply.path),
            hint="restore a backup, or write a migration that goes forward",
        )
    if migration.rollback is None:
        raise ProjectError(
            "the migration has no rollback file",
            where=str(migration.apply.path),
            hint=f"write migrations/{migration.id}.rollback.sql",
        )
    return Step(
        action="rollback",
        kind="migration",
        name=migration.id,
        path=migration.rollback.path,
        statements=migration.rollback.statements,
        first=applied.undone + 1,
        repeatable=migration.rollback.repeatable,
        variables=applied.undo_variables,
        why=f"resumed after statement {applied.undone}" if applied.undone else "",
    )


def _dependents(
    steps: Sequence[Step],
    objects: Sequence[SqlObject],
    recorded: Mapping[tuple[str, str], Recorded],
    live: Live,
) -> list[Step]:
    """Objects of this project that name a table or column that goes: they would break."""
    losses = effects.losses([s for step in steps for s in step.statements])
    doomed: dict[tuple[str, str], str] = {}
    # Grants on what goes are harmless, and apply settles them again: roles stay.
    left = [o for o in objects if (o.kind, o.name) in recorded and o.kind != "role"]
    going = set(losses.tables)
    while found := {item: needs for item in left if (needs := _needs(item, going, losses))}:
        for item, needs in found.items():
            doomed[item.kind, item.name] = f"needs {', '.join(needs)}"
            left.remove(item)
        # What calls or reads a doomed object is doomed too; a trigger cannot be called.
        going = {item.name for item in found if item.kind != "trigger"}
    return [_drop(*key, doomed[key], live) for key in _in_drop_order(doomed)]


def _needs(item: SqlObject, going: Collection[str], losses: effects.Losses) -> list[str]:
    """What the object names of the tables, columns and objects that go."""
    columns = [
        f"{table}.{column}"
        for table, column in losses.columns
        if mentioned(item.script, [table]) and mentioned(item.script, [column])
    ]
    return sorted({*mentioned(item.script, going), *columns} - {item.name})


def _in_drop_order(keys: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(keys, key=lambda key: (_DROP_ORDER.index(key[0]), key[1]))


def _why(item: SqlObject, recorded: Recorded | None, live: str | None, version: str) -> str:
    """Why the object must be applied, '' where it need not."""
    if live is None:
        return "new" if recorded is None else "missing on the server"
    if recorded is None:
        return "on the server, but not made from this file"
    if recorded.sha256 != item.script.sha256:
        return "file changed"
    if recorded.live != live:
        return "changed on the server"
    return "server upgraded" if recorded.server != version else ""


def _regrant(item: SqlObject, steps: Sequence[Step]) -> str:
    """Dropping a routine takes the grants on it along, so its roles are applied again."""
    if item.kind != "role":
        return ""
    replaced = [s.name for s in steps if s.kind in ("function", "procedure")]
    lost = sorted(mentioned(item.script, replaced))
    return f"grants on {', '.join(lost)} went with the replacement" if lost else ""


def _after_another(item: SqlObject, objects: Sequence[SqlObject], steps: Sequence[Step]) -> str:
    """Triggers of one moment fire in order of their names, and one that is made goes last."""
    if item.kind != "trigger":
        return ""
    made = {step.name for step in steps if step.kind == "trigger" and step.action != "drop"}
    triggers = [other for other in objects if other.kind == "trigger" and other.name in made]
    same = [other.name for other in triggers if moment(other) == moment(item)]
    return f"fires after {same[-1]}" if same else ""


def _create(item: SqlObject, exists: bool, why: str, live: Live) -> Step:
    line = item.statement.line
    create = [Statement(create_statement(item), line), *item.script.statements[1:]]
    if item.kind == "role":
        surplus = _held(item.name, live) - roles.wanted(item.script, item.name)
        # First: a right on a whole table takes the same right on its columns along.
        create[1:1] = [Statement(sql, line) for sql in roles.revokes(surplus, item.name)]
    if exists and item.kind in KINDS:
        create = replacement(item, create[0], live.tables.get(item.name, item.table))
    return Step(
        action="replace" if exists else "create",
        kind=item.kind,
        name=item.name,
        path=item.script.path,
        statements=tuple(create),
        why=why,
        sha256=item.script.sha256,
    )


def _drop(kind: str, name: str, why: str, live: Live) -> Step:
    sqls = [drop_sql(kind, name)]
    if kind == "role":
        sqls = roles.revokes(_held(name, live), name)
    return Step(
        action="drop",
        kind=kind,
        name=name,
        path=Path(OBJECT_FOLDERS[kind]) / f"{name}.sql",
        statements=tuple(Statement(sql, 1) for sql in sqls),
        why=why,
    )


def _held(role: str, live: Live) -> frozenset[Grant]:
    return (live.grants or {}).get(role, frozenset())
