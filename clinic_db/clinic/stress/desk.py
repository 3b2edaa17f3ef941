"""One client: its session, what it remembers of its own doing, and how it finds its targets."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from clinic_db import queries
from clinic_db.database import Connection

# Visits are booked up to a year ahead, most of them soon: so neighbours want the same slots, and
# even a clinic of three doctors does not run out of room.
HORIZON_DAYS = 365
QUARTER = timedelta(minutes=15)
OPENS, CLOSES = time(8), time(17)
DURATIONS = (15, 30, 30, 45)
# How often a client goes on with a visit or bill of its own rather than with anybody's.
OWN = 0.75
TRIES = 5
REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Clinic:
    """What was there when the load began.

    Attributes:
        today: on the clinic's wall clock.
        first_day: of the first visit.
    """

    today: date
    first_day: date
    first_patient: int
    last_patient: int
    doctors: tuple[int, ...]
    services: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that can still be worked on."""

    appointment: int
    doctor: int


def _memory() -> deque[Any]:
    return deque(maxlen=REMEMBERED)


@dataclass(slots=True)
class Desk:
    """A client.

    Attributes:
        booked, arrived, completed, billed: its own visits, and bills, that wait for the next step.
    """

    db: Connection
    clinic: Clinic
    booked: deque[Visit] = field(default_factory=_memory)
    arrived: deque[Visit] = field(default_factory=_memory)
    completed: deque[Visit] = field(default_factory=_memory)
    billed: deque[int] = field(default_factory=_memory)

    def rows(self, name: str, *args: object) -> list[dict[str, Any]]:
        """What a query of `queries/stress/` gives."""
        return self.db.rows(queries.get(f"stress/{name}"), args)

    def one(self, name: str, *args: object) -> dict[str, Any] | None:
        """Its first row."""
        return self.db.one(queries.get(f"stress/{name}"), args)

    def patient(self, chance: Random) -> dict[str, Any] | None:
        """Anybody."""
        clinic = self.clinic
        return self.one("patient", chance.randint(clinic.first_patient, clinic.last_patient))

    def past_day(self, chance: Random) -> date:
        """A day since the first visit, up to today."""
        days = max(0, (self.clinic.today - self.clinic.first_day).days)
        return self.clinic.today - timedelta(days=chance.randint(0, days))

    def coming_day(self, chance: Random) -> date:
        """A day from tomorrow on, more likely a near one."""
        return self.clinic.today + timedelta(days=1 + int(HORIZON_DAYS * chance.random() ** 3))

    def free_time(self, doctor: int, minutes: int, chance: Random) -> datetime | None:
        """When the doctor has time; somebody else may see the same."""
        for _ in range(TRIES):
            day = self.coming_day(chance)
            busy = {row["slot_start"] for row in self.rows("busy_slots", doctor, day, day)}
            times = free_times(busy, day, minutes)
            if times:
                return chance.choice(times)
        return None

    def planned(self, chance: Random) -> Visit | None:
        """A visit that is still to come: one of its own, or any doctor's next one."""
        if self.booked and chance.random() < OWN:
            return self.booked.popleft()
        doctor, day = chance.choice(self.clinic.doctors), self.coming_day(chance)
        row = self.one("scheduled_visit", doctor, day, day)
        if row:
            return Visit(int(row["appointment_id"]), doctor)
        return self.booked.popleft() if self.booked else None

    def open_bill(self, chance: Random) -> dict[str, Any] | None:
        """A bill on which something is owed: one of its own, or anybody's."""
        while self.billed and chance.random() < OWN:
            # Somebody else may have taken the money meanwhile.
            row = self.one("balance", self.billed.popleft())
            if row:
                return row
        status = chance.choice(("Unpaid", "Unpaid", "PartiallyPaid"))
        return self.one("open_bill", status, self.past_day(chance))


def free_times(busy: Iterable[datetime], day: date, minutes: int) -> list[datetime]:
    """Each time of the day at which `minutes` in a row are free."""
    taken = frozenset(busy)
    at, end = datetime.combine(day, OPENS), datetime.combine(day, CLOSES)
    quarters = range(minutes // 15)
    found = []
    while at + timedelta(minutes=minutes) <= end:
        if not any(at + each * QUARTER in taken for each in quarters):
            found.append(at)
        at += QUARTER
    return found
