"""One function per command of the runner: connect, read, plan, execute. Prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from clinic_db import (
    check,
    database,
    execute,
    forecast,
    hazards,
    history,
    locks,
    migrations,
    objects,
    plan,
    recovery,
    safety,
    server,
)
from clinic_db.config import Config
from clinic_db.database import Connection
from clinic_db.hazards import SANDBOX, Asking
from clinic_db.interrupt import interruptible
from clinic_db.model import History, Live, Migration, Result, SqlObject, Step
from clinic_db.server import Facts

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told while a run goes on.

    Attributes:
        started, done: a step began; a step is committed and recorded.
        note: something a person should know now (waiting for a lock, a risky setting).
    """

    started: Callable[[Step], None] = lambda _: None
    done: Callable[[Step], None] = lambda _: None
    note: Tell = lambda _: None


SILENT = Listener()


@dataclass(frozen=True, slots=True)
class Files:
    """What the project says."""

    migrations: Sequence[Migration]
    objects: Sequence[SqlObject]


def read_files(config: Config) -> Files:
    """Read and check every file before anything is connected to.

    Raises:
        ProjectError: the files are wrong.
    """
    return Files(migrations.read(config.project), objects.read(config.project))


def apply(
    config: Config,
    listener: Listener,
    *,
    onto_strangers: bool = False,
    out_of_order: bool = False,
    allowed: Collection[str] = (),
    asking: Asking = SANDBOX,
) -> Result:
    """Apply what is pending: migrations first, then the repeatable objects.

    Args:
        onto_strangers: also into a database whose tables no migration made.
        out_of_order: also a migration that comes before one which is applied already.
        allowed: of `hazards.RULES`, those that are set aside.
        asking: which server is asked how it would change a table that holds rows.

    Raises:
        ClinicDbError: see `execute.run`, `plan`, `hazards.refuse` and `locks.exclusive`.
    """
    files = read_files(config)
    with exclusive(config, listener) as (connection, facts):
        known = _settled(connection, files, facts, listener)
        if not onto_strangers:
            check.refuse_strangers(known, facts.other_tables)
        steps = plan.plan_migrations(files.migrations, known, out_of_order=out_of_order)
        own = hazards.refuse(connection, files.migrations, steps, asking, allowed)
        if steps or (files.objects and not known.exists):
            check.refuse_without_super(files.objects, facts.may_create_triggers)
            known = ensure_bookkeeping(connection, known)
        hazards.record(connection, own)
        count = _execute(steps, connection, listener)
        # Read after the migrations: a table that went took its triggers along.
        repeatable = plan.plan_objects(files.objects, known, live_of(connection, files, known))
        count += _execute(repeatable, connection, listener)
        return Result("apply", connection.target.address, (*steps, *repeatable), count)


def plan_apply(
    config: Config,
    listener: Listener = SILENT,
    *,
    onto_strangers: bool = False,
    out_of_order: bool = False,
    allowed: Collection[str] = (),
    asking: Asking = SANDBOX,
) -> Result:
    """What `apply` would do now; writes nothing and takes no lock."""
    files = read_files(config)
    with connected(config) as (connection, facts):
        known = locks.noted(connection, lambda: history.read(connection, facts.bookkeeping))
        if not onto_strangers:
            check.refuse_strangers(known, facts.other_tables)
        live = live_of(connection, files, known)
        for text in warnings(facts, known, live):
            listener.note(text)
        steps = plan.plan_migrations(files.migrations, known, out_of_order=out_of_order)
        left = forecast.after(steps, live, files.objects)
        repeatable = plan.plan_objects(files.objects, known, left)
        changes = hazards.foresee(connection, files.migrations, steps, asking)
        for text in hazards.warnings(changes, allowed):
            listener.note(text)
        address = connection.target.address
        return Result("plan", address, (*steps, *repeatable), 0, changes)


def plan_rollback(
    config: Config, listener: Listener = SILENT, *, count: int, to: str | None
) -> Result:
    """What `rollback` would do now; writes nothing and takes no lock."""
    files = read_files(config)
    with connected(config) as (connection, facts):
        known = locks.noted(connection, lambda: history.read(connection, facts.bookkeeping))
        live = live_of(connection, files, known)
        steps = plan.plan_rollback(files.migrations, files.objects, known, live, count=count, to=to)
        if lost := safety.losses(connection, steps):
            listener.note(f"rollback asks for --allow-unsafe: this would be lost: {lost}")
        return Result("plan", connection.target.address, tuple(steps), 0)


def rollback(
    config: Config, listener: Listener, *, count: int, to: str | None, allow_unsafe: bool
) -> Result:
    """Undo migrations, newest first.

    Raises:
        UnsafeError: rows would be lost and `allow_unsafe` is False.
        ClinicDbError: as for `apply`.
    """
    files = read_files(config)
    with exclusive(config, listener) as (connection, facts):
        known = _settled(connection, files, facts, listener)
        live = live_of(connection, files, known)
        steps = plan.plan_rollback(files.migrations, files.objects, known, live, count=count, to=to)
        if not allow_unsafe:
            safety.refuse_loss(connection, steps)
        if steps:
            ensure_bookkeeping(connection, known)
        ran = _execute(steps, connection, listener, "rollback")
        return Result("rollback", connection.target.address, tuple(steps), ran)


def reapply(config: Config, listener: Listener, *, count: int, allow_unsafe: bool) -> Result:
    """Undo the last migrations and apply the same ones again, under one lock.

    Raises:
        UnsafeError: rows would be lost and `allow_unsafe` is False.
        ClinicDbError: as for `rollback` and `apply`.
    """
    files = read_files(config)
    with exclusive(config, listener) as (connection, facts):
        known = _settled(connection, files, facts, listener)
        live = live_of(connection, files, known)
        undo = plan.plan_rollback(files.migrations, files.objects, known, live, count=count)
        if not allow_unsafe:
            safety.refuse_loss(connection, undo)
        check.refuse_without_super(files.objects, facts.may_create_triggers)
        if undo:
            ensure_bookkeeping(connection, known)
        ran = _execute(undo, connection, listener, "rollback")
        tables = server.preflight(connection).bookkeeping
        known = history.read(connection, tables)
        going = {step.name for step in undo}
        again = [s for s in plan.plan_migrations(files.migrations, known) if s.name in going]
        ran += _execute(again, connection, listener)
        known = history.read(connection, tables)
        made = plan.plan_objects(files.objects, known, live_of(connection, files, known))
        ran += _execute(made, connection, listener)
        return Result("reapply", connection.target.address, (*undo, *again, *made), ran)


def resolve(config: Config, listener: Listener, migration: str, number: int, done: bool) -> str:
    """Record what a person found out about a statement that was cut short.

    Returns:
        The command that goes on from there: 'apply' or 'rollback'.

    Raises:
        UsageError: no such statement waits for a decision.
    """
    files = read_files(config)
    with exclusive(config, listener) as (connection, facts):
        known = history.read(connection, facts.bookkeeping)
        return recovery.resolve(connection, files.migrations, known, migration, number, done=done)


def create_database(config: Config) -> bool:
    """Make the database that the URL names; False where it is there already."""
    aim = config.database
    with database.connect(
        replace(aim, database=""), lock_wait_timeout=config.lock_wait_timeout
    ) as c:
        return server.create_database(c, aim.database)


def _settled(connection: Connection, files: Files, facts: Facts, listener: Listener) -> History:
    """The history, once it is known what became of statements that were cut short."""
    known = history.read(connection, facts.bookkeeping)
    if recovery.settle(connection, files.migrations, known, listener.note):
        known = history.read(connection, facts.bookkeeping)
    return known


def warnings(facts: Facts, known: History, live: Live) -> tuple[str, ...]:
    """What a person should know of this server and this account before believing the rest."""
    found = list(facts.warnings)
    hidden = check.hidden_kinds(known, live)
    if hidden:
        found.append(
            f"this account sees no {', no '.join(hidden)} here, though some were applied: it may "
            "lack the rights SHOW VIEW, TRIGGER or SHOW_ROUTINE"
        )
    guarded = check.guarded_tables(live)
    if guarded:
        found.append(
            f"a seeding runs, or was cut short: nobody can insert into {len(guarded)} table(s) "
            "until it ends, or until clinic-db seed --clear"
        )
    return tuple(found)


def _execute(
    steps: Sequence[Step], connection: Connection, listener: Listener, command: str = "apply"
) -> int:
    return execute.run(
        steps,
        connection,
        command=command,
        on_start=listener.started,
        on_done=listener.done,
        on_note=listener.note,
    )


def ensure_bookkeeping(connection: Connection, known: History) -> History:
    """Make the tables of the history that are missing."""
    if not known.exists:
        history.create(connection)
    return replace(known, exists=True)


def live_of(connection: Connection, files: Files, known: History) -> Live:
    """The server's side of a plan; roles are read only where they matter."""
    names = {(item.kind, item.name) for item in files.objects} | known.objects.keys()
    return server.live(connection, with_roles="role" in dict(names), names=names)


@contextmanager
def connected(config: Config) -> Iterator[tuple[Connection, Facts]]:
    """A session that only reads, and what the preflight found."""
    aim = config.database
    with database.connect(aim, lock_wait_timeout=config.lock_wait_timeout) as connection:
        yield connection, server.preflight(connection)


@contextmanager
def exclusive(config: Config, listener: Listener) -> Iterator[tuple[Connection, Facts]]:
    """A session that holds the database's lock and answers to signals, and what is found there."""
    aim = config.database
    with (
        database.connect(aim, lock_wait_timeout=config.lock_wait_timeout) as connection,
        interruptible(connection),
        locks.exclusive(connection, config.lock_timeout, listener.note),
    ):
        # Asked only now: another run may have changed everything while this one waited.
        facts = server.preflight(connection)
        for warning in facts.warnings:
            listener.note(warning)
        yield connection, facts
