"""Where the database stands: what is applied, what is not as it was applied, who is at work.

Nothing here writes or takes a lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clinic_db import check, history, locks, plan, runner
from clinic_db.config import Config
from clinic_db.errors import ClinicDbError, DecisionError, LockedError
from clinic_db.model import Finding, History, Live, Migration, SqlObject, Step
from clinic_db.project import OBJECT_FOLDERS


@dataclass(frozen=True, slots=True)
class Status:
    """Where the database stands.

    Attributes:
        pending: the repeatable objects that `apply` would touch.
        problem: why `apply` would refuse, None where it would not.
    """

    project: str

    address: str
    version: str
    migrations: Sequence[Migration]
    history: History
    live: Live
    pending: Sequence[Step]
    warnings: tuple[str, ...]
    problem: ClinicDbError | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` looked at and what it found.

    Attributes:
        migrations: how many applied migrations were compared with their files.
        objects: how many recorded objects were compared with the server.
        unrecorded: applied migrations whose statements nobody recorded (yoyo applied them), so
            that an edit cannot be told.
    """

    address: str
    migrations: int
    objects: int
    unrecorded: tuple[str, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]


def status(config: Config, *, out_of_order: bool = False) -> Status:
    """What is applied and what is pending.

    Args:
        out_of_order: a migration that `apply --out-of-order` would take is no problem.
    """
    files = runner.read_files(config)
    with runner.connected(config) as (connection, facts):
        known = locks.noted(connection, lambda: history.read(connection, facts.bookkeeping))
        live = runner.live_of(connection, files, known)
        return Status(
            project=config.project.title,
            address=connection.target.address,
            version=facts.version,
            migrations=files.migrations,
            history=known,
            live=live,
            pending=plan.plan_objects(files.objects, known, live),
            warnings=runner.warnings(facts, known, live),
            problem=_problem(files.migrations, known, out_of_order),
        )


def verify(config: Config, *, out_of_order: bool = False) -> Verified:
    """Compare files, history and server: whatever was applied must still be as it was applied.

    Args:
        out_of_order: a migration to apply that comes before an applied one is no finding.
    """
    files = runner.read_files(config)
    with runner.connected(config) as (connection, facts):
        known = locks.noted(connection, lambda: history.read(connection, facts.bookkeeping))
        live = runner.live_of(connection, files, known)
        found = (
            *_of_migrations(files.migrations, known, out_of_order),
            *of_objects(files.objects, known, live),
        )
        finished = [applied for applied in known.migrations.values() if applied.finished]
        return Verified(
            address=connection.target.address,
            migrations=len(known.migrations),
            objects=len(known.objects),
            unrecorded=tuple(sorted(applied.id for applied in finished if not applied.hashes)),
            findings=found,
            warnings=(*runner.warnings(facts, known, live), *_unread_roles(known, live)),
        )


def lock_holder(config: Config) -> tuple[str, str]:
    """The database's address, and who holds its lock; '' where nobody does."""
    with runner.connected(config) as (connection, _):
        return connection.target.address, locks.holder(connection)


def of_objects(objects: Sequence[SqlObject], known: History, live: Live) -> Iterator[Finding]:
    """Recorded objects that the server no longer holds as they were applied. Pure.

    An object whose file changed is no finding: the next `apply` is there for it.
    """
    hidden = check.hidden_kinds(known, live)
    for (kind, name), recorded in sorted(known.objects.items()):
        held = live.objects.get((kind, name))
        if held == recorded.live or (kind == "role" and live.grants is None):
            continue
        where = f"{OBJECT_FOLDERS[kind]}/{name}.sql"
        if not recorded.sha256 and known.at_work:
            what, text = "at work", "it is being applied right now"
        elif not recorded.sha256:
            what, text = "cut short", "its last apply did not come to its end"
        elif kind in hidden:
            what, text = "missing", "it is gone from the server, or this account may not see it"
        elif held is None:
            what, text = "missing", "it was applied, and is gone from the server"
        else:
            what, text = "changed", "the server holds something else than what was applied"
        again = "clinic-db apply makes it again"
        wait = "run the same command again when that run has ended"
        yield Finding(what, f"{kind} {name}", where, text, wait if what == "at work" else again)
    for item in objects:
        key = (item.kind, item.name)
        if key in live.objects and key not in known.objects and item.kind != "role":
            yield Finding(
                what="not recorded",
                name=f"{item.kind} {item.name}",
                where=str(item.script.path),
                text="it is on the server, but was not applied from this file",
                hint="clinic-db apply replaces and records it",
            )


def _unread_roles(known: History, live: Live) -> Iterator[str]:
    roles = sum(kind == "role" for kind, _ in known.objects)
    if roles and live.grants is None:
        yield (
            f"{roles} role(s) are not compared: this account may not read the grant tables "
            "(mysql.tables_priv, columns_priv, procs_priv, user)"
        )


def _of_migrations(
    migrations: Sequence[Migration], known: History, out_of_order: bool
) -> Iterator[Finding]:
    yield from check.without_file(migrations, known)
    if not out_of_order:
        yield from check.late(migrations, known)
    for migration in migrations:
        applied = known.migrations.get(migration.id)
        if applied is not None:
            yield from check.edited(migration, applied)
            yield from check.unfinished(migration, applied, known.at_work)


def _problem(
    migrations: Sequence[Migration], known: History, out_of_order: bool
) -> ClinicDbError | None:
    try:
        plan.plan_migrations(migrations, known, out_of_order=out_of_order)
    except (DecisionError, LockedError) as error:
        return error
    return None
