"""The whole stress test: refuse what is unsafe, let the clients work, then ask for the rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from clinic_db import database
from clinic_db.clinic import invariants
from clinic_db.clinic.invariants import Breach
from clinic_db.clinic.stress import guard
from clinic_db.clinic.stress.client import OPERATIONS, Tally, tally
from clinic_db.clinic.stress.crew import Load, Tell, crew
from clinic_db.clinic.stress.desk import Clinic
from clinic_db.clinic.stress.figures import Record
from clinic_db.clinic.stress.worker import Order
from clinic_db.config import Config
from clinic_db.database import Connection
from clinic_db.errors import ClinicDbError, InterruptedRunError
from clinic_db.interrupt import interruptible

GIVEN_UP = "interrupted"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for.

    Attributes:
        operations: how many in all at most; None is no bound.
        seed: settles what each client does.
    """

    seconds: float
    clients: int
    operations: int | None
    seed: int


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told while it goes on.

    Attributes:
        far: how many calls there were so far.
        asks: the load has ended, the rules are being asked for.
    """

    far: Tell = lambda _: None
    asks: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Attributes:
        elapsed: seconds from the first call to the end of the last one.
        met: operation → what became of its calls, of all clients.
        broken: rows that break a rule; None where the rules could not be asked for.
        unasked: why they could not be; '' where they were.
        interrupted: Ctrl-C ended the load.
    """

    address: str
    wish: Wish
    workers: int
    elapsed: float
    met: Tally
    broken: Sequence[Breach] | None
    unasked: str
    interrupted: bool

    @property
    def errors(self) -> int:
        """How many errors reached a client."""
        return sum(record.faults.total() for record in self.met.values())

    @property
    def exit_code(self) -> int:
        """1 with an error, or a rule broken or not to be asked for; 130 after Ctrl-C; else 0."""
        if self.errors or self.broken or self.unasked not in ("", GIVEN_UP):
            return 1
        is_over = self.interrupted or self.unasked == GIVEN_UP
        return InterruptedRunError.exit_code if is_over else 0


def stress(config: Config, wish: Wish, audience: Audience) -> Outcome:
    """Put the load on the database and check the clinic's rules.

    Raises:
        UsageError: the server does not take so many sessions.
        DecisionError: there is no seeded clinic.
        ConnectError: a client got no session.
        ClinicDbError: what ended it early.
    """
    aim = config.database
    with database.connect(aim, lock_wait_timeout=config.lock_wait_timeout) as connection:
        there = guard.clinic(connection)
        guard.refuse_crowd(connection, wish.clients)
        orders = _orders(connection, there, wish)
        load, stopped = _loaded(connection, orders, audience)
    audience.asks()
    broken, unasked = _asked(config)
    met = _together(load.met)
    return Outcome(aim.address, wish, len(orders), load.elapsed, met, broken, unasked, stopped)


def _orders(connection: Connection, there: Clinic, wish: Wish) -> list[Order]:
    """One for each process, of which there are as many as cores; the clients dealt out in turn."""
    workers = min(wish.clients, os.cpu_count() or 1)
    order = Order(
        connection.target,
        there,
        (),
        wish.clients,
        wish.seconds,
        wish.operations,
        wish.seed,
        connection.lock_wait_timeout,
    )
    numbers = range(wish.clients)
    return [replace(order, clients=tuple(numbers[at::workers])) for at in range(workers)]


def _loaded(
    connection: Connection, orders: Sequence[Order], audience: Audience
) -> tuple[Load, bool]:
    """What the clients met, and whether Ctrl-C ended it: what was measured until then counts."""
    load = Load((), 0.0)
    try:
        with interruptible(connection), crew(connection, orders) as hands:
            load = hands.run(audience.far)
    except InterruptedRunError as error:
        if error.__cause__:
            # It did not end in good order.
            raise
        return load, True
    return load, False


def _asked(config: Config) -> tuple[Sequence[Breach] | None, str]:
    """What breaks a rule, or why that could not be asked for: the figures are shown all the same.

    On a session of its own: a server may have ended one that was idle for so long.
    """
    try:
        with (
            database.connect(config.database, lock_wait_timeout=config.lock_wait_timeout) as fresh,
            interruptible(fresh),
        ):
            return invariants.broken(fresh), ""
    except InterruptedRunError:
        return None, GIVEN_UP
    except ClinicDbError as error:
        return None, error.message


def _together(met: Sequence[Tally]) -> Tally:
    all_of = tally()
    for each in met:
        for name in OPERATIONS:
            all_of[name].add(each.get(name, Record()))
    return all_of
