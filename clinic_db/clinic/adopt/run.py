"""`clinic-db adopt`: look, report, and take the database over, going on where a run stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from clinic_db import database, locks, runner, server
from clinic_db.check import refuse_without_super
from clinic_db.clinic.adopt import load, planner, reading, schema, shape
from clinic_db.clinic.adopt.model import Options, Outcome, Plan
from clinic_db.clinic.adopt.shape import ASIDE, NAMES, Found
from clinic_db.clinic.adopt.verify import verify
from clinic_db.config import Config
from clinic_db.database import Connection
from clinic_db.interrupt import interruptible
from clinic_db.runner import Files, Listener


def check(config: Config, options: Options) -> Outcome:
    """Report what breaks a rule; writes nothing and takes no lock.

    Raises:
        DecisionError: not the forerunner's database.
    """
    offset = options.offset
    files = runner.read_files(config)
    aim = config.database
    with database.connect(aim, lock_wait_timeout=config.lock_wait_timeout) as connection:
        found = shape.detect(connection, schema.new_tables(files))
        address = connection.target.address
        if found.state == "adopted":
            return Outcome("already adopted", address)
        if found.state == "unfinished":
            return Outcome("unfinished", address, notes=("run it again to go on",))
        plan = planner.plan(reading.read(connection, found, offset), options)
        return _reported(plan, address)


def adopt(config: Config, options: Options, listener: Listener) -> Outcome:
    """Take the database over, under the runner's lock.

    With findings and without `fix` nothing is changed. What a stopped run was told (repair,
    offset, duration) holds for the run that goes on.

    Raises:
        DecisionError: not the forerunner's database, or the copy does not hold what it must.
        ClinicDbError: as for `runner.apply`; the old rows are untouched.
    """
    _ = options.offset
    files = runner.read_files(config)
    with _exclusive(config, listener) as connection:
        found = shape.detect(connection, schema.new_tables(files))
        address = connection.target.address
        if found.state == "adopted":
            return Outcome("already adopted", address)
        if found.state == "forerunner":
            plan = planner.plan(reading.read(connection, found, options.offset), options)
            if plan.findings and not options.fix:
                return _reported(plan, address)
            may_create = server.preflight(connection).may_create_triggers
            refuse_without_super(files.objects, may_create)
        progress = load.begin(connection, options, sorted(found.tables))
        told = progress.detail("begun")["options"]
        options = replace(options, **{**told, "fix": told["fix"] or options.fix})
        return _go_on(connection, config, files, found, progress, options, listener)


def _go_on(
    connection: Connection,
    config: Config,
    files: Files,
    found: Found,
    progress: load.Progress,
    options: Options,
    listener: Listener,
) -> Outcome:
    address = connection.target.address
    if "verified" in progress:
        # The plan cannot be made again: the old tables may be gone already.
        summary = progress.detail("verified")
    else:
        if not found.is_renamed:
            schema.put_aside(connection)
            listener.note(f"the ten tables are now called {ASIDE}…")
        aside = shape.detect(connection, schema.new_tables(files))
        rows = reading.read(connection, aside, options.offset)
        plan = planner.plan(rows, options)
        if plan.findings and not options.fix:
            # Written between the first look and the renaming.
            schema.put_back(connection)
            return _reported(plan, address)
        _build(connection, files, progress, listener)
        _fill(connection, config, files, progress, plan, rows, options, listener)
        summary = {"tables": verify(connection, rows), "notes": list(plan.notes)}
        progress.mark("verified", summary)
        listener.note("every old row is found again, and every rule holds")
    schema.create_objects(connection, files, listener)
    notes = _finish(connection, options)
    return Outcome("adopted", address, (), (*summary["notes"], *notes), summary["tables"])


def _build(
    connection: Connection, files: Files, progress: load.Progress, listener: Listener
) -> None:
    """The new schema, empty; one that an earlier run left half-built is built anew."""
    if "migrated" in progress:
        return
    schema.scrap(connection, progress.detail("begun")["tables"])
    freed = schema.migrate(connection, files, listener)
    if freed:
        listener.note(f"their names were needed, dropped from the old tables: {', '.join(freed)}")
    progress.mark("migrated")


def _fill(
    connection: Connection,
    config: Config,
    files: Files,
    progress: load.Progress,
    plan: Plan,
    rows: reading.Rows,
    options: Options,
    listener: Listener,
) -> None:
    # Somebody may have run `apply` since an earlier run stopped.
    schema.drop_triggers(connection, files)
    load.settings(connection, config.project, options)
    today = (rows.now + options.offset).date()
    load.copy(connection, plan, progress, today, listener.note)
    load.keep_counters(connection)


def _finish(connection: Connection, options: Options) -> list[str]:
    if options.keep_old:
        load.end(connection)
        return [f"the old tables are kept as {ASIDE}…, with their passwords; drop them in time"]
    found = shape.detect(connection, ())
    schema.drop(connection, [ASIDE + name for name in NAMES if ASIDE + name in found.tables])
    load.end(connection)
    return []


def _reported(plan: Plan, address: str) -> Outcome:
    tables = {
        name: {"before": before, "adopted": before - plan.moved(name), "moved": plan.moved(name)}
        for name, before in plan.sources.items()
    }
    state = "findings" if plan.findings else "clean"
    return Outcome(state, address, plan.findings, plan.notes, tables)


@contextmanager
def _exclusive(config: Config, listener: Listener) -> Iterator[Connection]:
    aim = config.database
    with (
        database.connect(aim, lock_wait_timeout=config.lock_wait_timeout) as connection,
        interruptible(connection),
        locks.exclusive(connection, config.lock_timeout, listener.note),
    ):
        yield connection
