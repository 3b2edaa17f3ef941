"""Generate a clinic: refuse what is unsafe, then guards, rows, and the triggers again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from time import perf_counter

from clinic_db import database, history, locks, plan, queries, runner, seeds, server
from clinic_db.clinic.seeding import book, guards, pools
from clinic_db.clinic.seeding.catalogue import Service
from clinic_db.clinic.seeding.crew import CLEAR, Crew, crew
from clinic_db.clinic.seeding.hashing import whole
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.clinic.seeding.tables import KEYS, TABLES
from clinic_db.clinic.seeding.worker import Order
from clinic_db.clinic.seeding.world import Recipe, World
from clinic_db.config import Config
from clinic_db.database import Connection, identifier
from clinic_db.errors import DecisionError, ProjectError, UnsafeError, UsageError
from clinic_db.interrupt import interruptible
from clinic_db.project import has_seeds
from clinic_db.runner import Files

# A long history of old people still lies in the server's dates, which begin in the year 1000.
EARLIEST = date(1200, 1, 1)
MOST_SEED = 2**63
BY_INSERT = "the server takes no LOAD DATA LOCAL (local_infile is OFF): rows go by multi-row INSERT"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for.

    Attributes:
        today: None is the last day whose noon is over at the clinic.
        append: also into a clinic that holds rows already.
    """

    profile: Profile
    workers: int
    today: date | None = None
    append: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told while a run goes on.

    Attributes:
        note: something a person should know now.
        expects: table → about how many rows will come; told again as it becomes clearer.
        rows: table → how many rows more are committed.
    """

    note: Callable[[str], None] = lambda _: None
    expects: Callable[[Mapping[str, int]], None] = lambda _: None
    rows: Callable[[Mapping[str, int]], None] = lambda _: None


@dataclass(slots=True)
class Outcome:
    """What was loaded: table → rows, and how."""

    address: str
    by_load: bool
    workers: int
    doctors: int
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def seed(config: Config, wish: Wish, audience: Audience) -> Outcome:
    """Generate a clinic into the database.

    Raises:
        UnsafeError: the clinic holds rows and `append` is False, or an earlier run was cut short.
        DecisionError: the schema is not up to date.
        UsageError: the profile's numbers cannot be had together.
        ClinicDbError: what failed on the way; what is committed by then obeys every rule.
    """
    files = runner.read_files(config)
    _refuse_foreign_project(files)
    with exclusive(config, audience.note) as connection:
        _refuse(connection, files, wish.append)
        if has_seeds(config.project, "reference"):
            seeds.load(config.project, "reference", connection)
        facts = connection.one(queries.get("seeding/facts")) or {}
        world = World(_recipe(connection, facts, wish))
        recipe = world.settled()
        workers = max(1, min(wish.workers, len(world.tasks()[-1])))
        by_load = bool(facts["takes_load"])
        if not by_load:
            audience.note(BY_INSERT)
        outcome = Outcome(connection.target.address, by_load, workers, len(world.calendar.doctors))
        run = book.begin(connection, recipe)
        began = perf_counter()
        token = guards.draw()
        with guards.guarded(connection, files, token):
            # Only now nobody else takes keys any more.
            recipe = replace(recipe, before=book.highest_keys(connection))
            order = Order(recipe, connection.target, run, token, by_load)
            with crew(connection, order, workers) as hands:
                _load(hands, world, outcome, audience)
        _settle(connection, run)
        outcome.seconds = perf_counter() - began
        return outcome


@contextmanager
def exclusive(config: Config, note: Callable[[str], None]) -> Iterator[Connection]:
    """A session that holds the database's lock; a signal ends the block in good order."""
    with (
        database.connect(config.database, lock_wait_timeout=config.lock_wait_timeout) as connection,
        interruptible(connection, CLEAR),
        locks.exclusive(connection, config.lock_timeout, note),
    ):
        yield connection


def _load(hands: Crew, world: World, outcome: Outcome, audience: Audience) -> None:
    """Stage by stage: staff, patients, visits."""
    profile = world.recipe.profile

    def tell(counts: Mapping[str, int]) -> None:
        outcome.counts.update(counts)
        audience.rows(counts)
        seen = outcome.counts["appointments"]
        if seen:
            # What belongs to visits comes in their proportion.
            share = profile.appointments / seen
            expected = {table: round(outcome.counts[table] * share) for table in TABLES[4:]}
            audience.expects(expected)

    audience.expects({"patients": profile.patients, "appointments": profile.appointments})
    for stage in world.tasks():
        hands.run(stage, tell)


def _settle(connection: Connection, run: int) -> None:
    """The optimizer learns what is there; the run is finished."""
    names = ", ".join(identifier(name) for name in TABLES)
    connection.rows(queries.get("seeding/analyze").replace("{tables}", names))
    book.finish(connection, run)


def _recipe(connection: Connection, facts: Mapping[str, object], wish: Wish) -> Recipe:
    services = {
        str(row["code"]): Service(int(row["service_id"]), int(row["price"]))
        for row in connection.rows(queries.get("seeding/services"))
    }
    before = book.highest_keys(connection)
    profile = wish.profile
    if before["patients"]:
        # Of the same seed, a second clinic has other people: nobody is there twice.
        profile = replace(
            profile, seed=whole(profile.seed, "append", before["patients"], MOST_SEED)
        )
    return Recipe(
        profile,
        _today(facts, wish.today),
        int(str(facts["offset_minutes"])),
        services,
        pools.make(profile.locale, profile.cities),
        before,
    )


def _today(facts: Mapping[str, object], wanted: date | None) -> date:
    """The day up to whose noon everything has happened: nothing may be done that lies ahead."""
    latest, clock = facts["latest_day"], facts["clock"]
    assert isinstance(latest, date)
    assert isinstance(clock, datetime)
    today = wanted or latest
    if today > latest:
        raise UsageError(
            f"the noon of {today} has not come yet: at the clinic it is {clock:%Y-%m-%d %H:%M}",
            where="--today",
            hint=f"{latest} or a day before it; visits after its noon are only scheduled",
        )
    if today < EARLIEST:
        raise UsageError(
            f"{today} is too early: people would be born before the server's dates begin",
            where="--today",
            hint=f"{EARLIEST} or a day after it",
        )
    return today


def _refuse_foreign_project(files: Files) -> None:
    """Raises ProjectError where the project is not the clinic's."""
    guarded = {item.table for item in files.objects if item.kind == "trigger"}
    missing = sorted(KEYS.keys() - guarded)
    if missing:
        raise ProjectError(
            f"it has no triggers on {', '.join(missing)}",
            where="the project",
            hint="seed --size generates the clinic's rows; check --project",
        )


def _refuse(connection: Connection, files: Files, append: bool) -> None:
    address = connection.target.address
    known = history.read(connection, server.preflight(connection).bookkeeping)
    steps = plan.plan_migrations(files.migrations, known)
    if steps:
        raise DecisionError(
            f"{len(steps)} migration(s) are pending", where=address, hint="clinic-db apply"
        )
    if book.read(connection).unfinished:
        raise UnsafeError("an earlier seeding was cut short", where=address, hint=CLEAR)
    steps = plan.plan_objects(files.objects, known, server.live(connection, with_roles=False))
    steps = [step for step in steps if step.kind != "role"]
    if steps or guards.standing(connection):
        raise DecisionError(
            f"{len(steps)} function(s), view(s), procedure(s) or trigger(s) are not as the files "
            "say",
            where=address,
            hint="clinic-db apply",
        )
    there = book.filled(connection)
    if there and not append:
        raise UnsafeError(
            f"the clinic is not empty: {', '.join(there)} hold rows",
            where=address,
            hint="--append adds to them, clinic-db seed --clear removes generated rows",
        )
