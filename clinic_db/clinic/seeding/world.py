"""One clinic as a whole: what is needed to make it, and its rows chunk by chunk.

A chunk is complete in itself: its visits come with their slots, lines, records, results, bills and
payments, so that a database with any number of chunks obeys every rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from clinic_db.clinic.seeding import catalogue, days
from clinic_db.clinic.seeding.calendar import Calendar
from clinic_db.clinic.seeding.catalogue import MOST_LINES, MOST_RESULTS, Service
from clinic_db.clinic.seeding.clinical import Clinical
from clinic_db.clinic.seeding.families import BLOCK, Families
from clinic_db.clinic.seeding.money import MOST_PAYMENTS, Money
from clinic_db.clinic.seeding.people import People
from clinic_db.clinic.seeding.policies import Policies
from clinic_db.clinic.seeding.pools import Pools
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.clinic.seeding.staff import Keys as StaffKeys
from clinic_db.clinic.seeding.staff import Staff
from clinic_db.clinic.seeding.tables import KEYS, TABLES
from clinic_db.clinic.seeding.visits import Keys, Visit, Visits

# Visits (each with about six more rows) or patients in one transaction. A small clinic is cut into
# about PIECES, so that several workers have something to do and a bar moves; whatever the size of
# a clinic, no process holds more than two chunks.
MOST, FEWEST, PIECES = 2_000, 100, 64


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that the rows depend on; small, and the same for every worker.

    Attributes:
        offset: minutes from UTC to the clinic's wall clock.
        before: table → highest key that is taken already, 0 for none.
    """

    profile: Profile
    today: date
    offset: int
    services: Mapping[str, Service]
    pools: Pools
    before: Mapping[str, int]

    def first(self, table: str) -> int:
        """The first key of a table."""
        return self.before.get(table, 0) + 1


@dataclass(frozen=True, slots=True)
class Task:
    """What one chunk is made of: 'staff', or patients or units from `begin` up to `end`."""

    number: int
    kind: str
    begin: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """A chunk's rows of one table.

    Attributes:
        count: how many.
        text: all of them, as LOAD DATA reads them.
        first, last: their lowest and highest key, 0 for a table without one of its own.
    """

    table: str
    count: int
    text: bytes
    first: int
    last: int


class World:
    """A clinic made from a recipe."""

    def __init__(self, recipe: Recipe) -> None:
        profile = recipe.profile
        self.recipe = recipe
        self.days = days.make(recipe.today, profile.years, profile.future_days, recipe.offset)
        self._catalogue = catalogue.make(recipe.services)
        fields = _specializations(self._catalogue.titles)
        self.calendar = Calendar(profile, self.days, fields)
        self._families = Families(profile, self.days)
        self._policies = Policies(profile, self.days, self._families)
        self._staff = Staff(
            profile,
            self.days,
            recipe.pools,
            self.calendar.doctors,
            self._catalogue.titles,
            StaffKeys(recipe.first("doctors"), recipe.first("users")),
        )
        self._clinical = Clinical(profile, self.days)

    def settled(self) -> Recipe:
        """The recipe with the number of doctors that was found, which saves workers the search.

        Raises:
            UsageError: the numbers of the profile cannot be had together.
        """
        self._families.check(self.calendar.visits_by_day())
        profile = replace(self.recipe.profile, doctors=len(self.calendar.doctors))
        return replace(self.recipe, profile=profile)

    def tasks(self) -> list[list[Task]]:
        """All chunks, in stages: a stage needs the rows of those before it."""
        patients = self.recipe.profile.patients
        size = _chunk(patients) // BLOCK * BLOCK
        visits = self.calendar.chunks(_chunk(self.recipe.profile.appointments))
        stages = [
            [("staff", 0, 0)],
            [("patients", i, min(i + size, patients)) for i in range(0, patients, size)],
            [("visits", begin, end) for begin, end in visits],
        ]
        numbers = iter(range(1, 1 + sum(map(len, stages))))
        return [[Task(next(numbers), *each) for each in stage] for stage in stages]

    def chunk(self, task: Task) -> list[Rows]:
        """The rows of one task, in the order that foreign keys allow."""
        found: dict[str, list[str]] = defaultdict(list)
        if task.kind == "staff":
            found["doctors"] += self._staff.doctors()
            found["users"] += self._staff.users()
        elif task.kind == "patients":
            for block in range(task.begin // BLOCK, -(-task.end // BLOCK)):
                for patient, policy in self._people.block(block):
                    found["patients"].append(patient)
                    found["insurance"] += [policy] if policy else []
        else:
            self._fill(found, task)
        return [_rows(table, found[table]) for table in TABLES if found[table]]

    def _fill(self, found: dict[str, list[str]], task: Task) -> None:
        """Visits and all that belongs to them."""
        # Slots have the doctor first in their key, so a chunk's are gathered by doctor.
        slots: dict[int, list[str]] = defaultdict(list)
        for number in range(task.begin, task.end):
            unit = self.calendar.unit(number)
            keys = _Keys(self.recipe, unit.first)
            for visit in self._visits.of_unit(unit):
                found["appointments"].append(self._visits.appointment(visit))
                slots[visit.doctor_id].append(self._visits.slots(visit))
                self._complete(found, visit, keys)
        for doctor in sorted(slots):
            found["appointment_slots"] += "".join(slots[doctor]).splitlines(keepends=True)

    def _complete(self, found: dict[str, list[str]], visit: Visit, keys: _Keys) -> None:
        lines = self._visits.lines(visit, keys.line)
        found["appointment_services"] += lines
        keys.line += len(lines)
        if visit.status != "Completed":
            return
        found["medical_records"].append(self._clinical.record(visit, keys.record))
        results = self._clinical.results(visit, keys.record, keys.result)
        found["lab_results"] += results
        keys.result += len(results)
        keys.record += 1
        bill, payments = self._money.bill(visit, keys.bill, keys.payment)
        if bill:
            found["billing"].append(bill)
            found["payments"] += payments
            keys.bill += 1
            keys.payment += len(payments)

    @cached_property
    def _people(self) -> People:
        recipe = self.recipe
        first = (recipe.first("patients"), recipe.first("insurance"))
        return People(
            recipe.profile, self.days, recipe.pools, self._families, self._policies, first
        )

    @cached_property
    def _visits(self) -> Visits:
        recipe = self.recipe
        tables = ("patients", "doctors", "appointments")
        return Visits(
            recipe.profile,
            self.days,
            self.calendar,
            self._families,
            self._catalogue,
            Keys(*(recipe.first(table) for table in tables)),
            self._staff.receptionists,
        )

    @cached_property
    def _money(self) -> Money:
        recipe = self.recipe
        return Money(
            recipe.profile,
            self.days,
            recipe.pools,
            self._policies,
            recipe.first("insurance"),
            self._staff.receptionists,
            self.calendar.closed,
        )


class _Keys:
    """The next keys of a unit. Each unit has a range of its own, wide enough for all that its
    visits can have, so that a unit can be made without knowing what the others had; what is left
    of a range stays unused."""

    def __init__(self, recipe: Recipe, visits_before: int) -> None:
        self.line = recipe.first("appointment_services") + visits_before * MOST_LINES
        self.record = recipe.first("medical_records") + visits_before
        self.result = recipe.first("lab_results") + visits_before * MOST_RESULTS
        self.bill = recipe.first("billing") + visits_before
        self.payment = recipe.first("payments") + visits_before * MOST_PAYMENTS


def _chunk(count: int) -> int:
    return max(FEWEST, min(count // PIECES, MOST))


def _rows(table: str, rows: list[str]) -> Rows:
    first = last = 0
    if table in KEYS:
        first, last = (int(row[: row.index("\t")]) for row in (rows[0], rows[-1]))
    return Rows(table, len(rows), "".join(rows).encode(), first, last)


def _specializations(known: Mapping[str, str]) -> list[str]:
    """Twenty doctors' fields: half of them general, the others in turn."""
    others = [name for name in known if name != "Umum"]
    found: Iterator[str] = (
        "Umum" if number % 2 == 0 else others[number // 2 % len(others)] for number in range(40)
    )
    return list(found)[:20]
