"""Who works when, and how many come: doctors' weeks, lunch breaks, seasons, and no overlap.

A doctor's day is the unit of everything: its visits have consecutive keys, share no quarter of an
hour and can be made without knowing any other. Chunks are runs of such units.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from clinic_db.clinic.seeding.days import Days
from clinic_db.clinic.seeding.hashing import BYTE, octets, whole
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.errors import UsageError

# A doctor sees at most so many in one day, and on a usual one about so many.
MOST = 24
USUAL = 13
FEWEST_DOCTORS = 3
# Bookings get fewer from tomorrow to the last day that can be booked.
FIRST_BOOKED, LAST_BOOKED = 0.75, 0.05
GROWTH = 0.3
# No visit is booked so many days before it.
BOOKED_BEFORE = 31
LEAVE = 12


@dataclass(frozen=True, slots=True)
class Shift:
    """A doctor's hours: the quarters of the day that can be booked, a break between two of them."""

    quarters: tuple[int, ...]
    break_after: int


def _shift(*spans: tuple[int, int]) -> Shift:
    quarters = [q for start, end in spans for q in range(start * 4, end * 4)]
    return Shift(tuple(quarters), (spans[0][1] - spans[0][0]) * 4)


SHIFTS = (_shift((8, 12), (13, 16)), _shift((9, 12), (13, 17)), _shift((12, 15), (16, 20)))


@dataclass(frozen=True, slots=True)
class Doctor:
    """One doctor's working life.

    Attributes:
        number: from 0 on.
        off: weekdays (Monday is 0) without work.
        since, until: first and last day here; `until` is None for those who still work.
        leave: first day of the year (0 to 364) of two weeks away.
        share: of a day's visits, against the colleagues.
    """

    number: int
    specialization: str
    shift: Shift
    off: frozenset[int]
    since: int
    until: int | None
    leave: int
    share: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One doctor's day.

    Attributes:
        first: how many visits there are before it, in all units.
        in_day: how many there are before it on this day.
        count: visits of it; `of_day` those of all doctors together.
    """

    day: int
    doctor: int
    first: int
    in_day: int
    count: int
    of_day: int


class Calendar:
    """All units of a clinic; small enough to be made in every worker.

    Attributes:
        doctors: in order of their numbers.
        closed: days without anybody there, from before the first booking on.
    """

    def __init__(self, profile: Profile, days: Days, specializations: Sequence[str]) -> None:
        self._seed = profile.seed
        self._days = days
        span = range(days.start - BOOKED_BEFORE, days.end + 1)
        self.closed = frozenset(day for day in span if not _opening(profile, days.date(day)))
        self.doctors, working, visits = _staffed(profile, days, specializations)
        self._day, self._doctor = array("i"), array("i")
        self._in_day, self._first, self._of_day = array("i"), array("q"), array("i")
        self._lay_out(working, visits)

    def __len__(self) -> int:
        return len(self._day)

    def visits_by_day(self) -> dict[int, int]:
        """Day → visits, for the days with any."""
        return dict(zip(self._day, self._of_day, strict=True))

    def unit(self, number: int) -> Unit:
        """One doctor's day."""
        first = self._first[number]
        return Unit(
            self._day[number],
            self._doctor[number],
            first,
            self._in_day[number],
            self._first[number + 1] - first,
            self._of_day[number],
        )

    def chunks(self, size: int) -> list[tuple[int, int]]:
        """Runs of units, as (first, last + 1), of about `size` visits and at most MOST more."""
        found, begin = [], 0
        while begin < len(self):
            end = bisect_right(self._first, self._first[begin] + size, begin + 1, len(self))
            found.append((begin, end))
            begin = end
        return found

    def slots(self, unit: Unit, dice: Sequence[int]) -> Iterator[tuple[int, int]]:
        """(first quarter, quarters) of each visit of a unit, in order and without overlap.

        Args:
            dice: a byte for each visit.
        """
        shift = self.doctors[unit.doctor].shift
        length = len(shift.quarters)
        for i in range(unit.count):
            here, following = i * length // unit.count, (i + 1) * length // unit.count
            if here < shift.break_after < following:
                following = shift.break_after
            wanted = 1 + (dice[i] > 70) + (dice[i] > 215) + (dice[i] > 245)
            taken = min(wanted, following - here)
            spare = following - here - taken
            start = here + (dice[i] % (min(spare, 3) + 1) if spare else 0)
            yield shift.quarters[start], taken

    def _lay_out(self, working: Mapping[int, Sequence[int]], visits: Mapping[int, int]) -> None:
        total = 0
        for day, count in visits.items():
            for doctor, in_day, _ in _split(count, working[day], self.doctors):
                self._day.append(day)
                self._doctor.append(doctor)
                self._in_day.append(in_day)
                self._first.append(total + in_day)
                self._of_day.append(count)
            total += count
        self._first.append(total)


def _split(
    count: int, working: Sequence[int], doctors: Sequence[Doctor]
) -> Iterator[tuple[int, int, int]]:
    """(doctor, first, end) for the doctors of a day who see anybody."""
    ends = list(accumulate(doctors[number].share for number in working))
    before = 0
    for number, end in zip(working, ends, strict=True):
        until = count * end // ends[-1]
        if until > before:
            yield number, before, until
        before = until


def _staffed(
    profile: Profile, days: Days, specializations: Sequence[str]
) -> tuple[list[Doctor], dict[int, list[int]], dict[int, int]]:
    """Doctors enough for the busiest day, who works on each day, and how many come."""
    span = days.today - days.start
    guess = profile.appointments * 7 // (span * 5 * USUAL)
    wanted = profile.doctors or max(FEWEST_DOCTORS, guess)
    while True:
        doctors = [_doctor(profile, days, number, specializations) for number in range(wanted)]
        working = {day: _working(doctors, days, day) for day in range(days.start, days.end + 1)}
        visits = _visits(profile, days, working)
        fullest = max(
            (end - first for day, n in visits.items()
             for _, first, end in _split(n, working[day], doctors)),
            default=0,
        )  # fmt: skip
        if not visits:
            raise UsageError("the clinic is never open", where="weekdays, months, holidays")
        if fullest <= MOST:
            return doctors, working, visits
        if profile.doctors:
            raise UsageError(
                f"{profile.doctors} doctor(s) cannot see {profile.appointments:,} visits: one of "
                f"them would have {fullest} on a day, {MOST} is the most",
                where="doctors",
                hint="more doctors or years, fewer appointments; 0 doctors finds the number",
            )
        wanted += max(1, wanted // 10)


def _doctor(profile: Profile, days: Days, number: int, specializations: Sequence[str]) -> Doctor:
    dice = octets(profile.seed, "doctor", number, 8)
    span = days.today - days.start
    since = days.start - 1 - dice[0] * 4
    if number % 5 == 4:
        since = days.start + span * dice[0] // (2 * BYTE)
    until = None
    if number % 12 == 11:
        until = days.start + span * (BYTE + dice[1]) // (2 * BYTE)
    # Everybody has Sunday and one more day off; six days a week for every fourth.
    off = {6, dice[2] % 5} if dice[3] >= BYTE // 4 else {6}
    if not profile.weekdays[5]:
        off.discard(dice[2] % 5)
    return Doctor(
        number,
        specializations[number % len(specializations)],
        SHIFTS[dice[4] % len(SHIFTS)],
        frozenset(off if not profile.weekdays[6] or number % 3 else off - {6}),
        since,
        until,
        whole(profile.seed, "leave", number, 365),
        80 + dice[5] % 41,
    )


def _working(doctors: Sequence[Doctor], days: Days, day: int) -> list[int]:
    date = days.date(day)
    weekday, of_year = date.weekday(), date.timetuple().tm_yday - 1
    return [
        doctor.number
        for doctor in doctors
        if weekday not in doctor.off
        and doctor.since <= day
        and (doctor.until is None or day <= doctor.until)
        and not 0 <= of_year - doctor.leave < LEAVE
    ]


def _visits(profile: Profile, days: Days, working: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """How many come on each day; together exactly `profile.appointments`."""
    weights = {day: _weight(profile, days, day) for day, there in working.items() if there}
    weights = {day: weight for day, weight in weights.items() if weight}
    total = sum(weights.values())
    found, before = {}, 0
    for day, end in zip(weights, accumulate(weights.values()), strict=True):
        until = profile.appointments * end // total
        if until > before:
            found[day] = until - before
        before = until
    return found


def _opening(profile: Profile, date: date) -> float:
    """What the profile says of a date, 0 where the clinic is closed."""
    if date.strftime("%m-%d") in profile.holidays:
        return 0
    return profile.weekdays[date.weekday()] * profile.months[date.month - 1]


def _weight(profile: Profile, days: Days, day: int) -> int:
    """How busy a day is, in whole numbers: sums of fractions depend on their order."""
    weight = _opening(profile, days.date(day))
    weight *= 1 + GROWTH * (day - days.start) / (days.today - days.start)
    weight *= 0.9 + octets(profile.seed, "day", day - days.today, 1)[0] / (5 * BYTE)
    if day > days.today:
        left = (days.end - day) / (days.end - days.today)
        weight *= LAST_BOOKED + (FIRST_BOOKED - LAST_BOOKED) * left
    return round(weight * 10_000)
