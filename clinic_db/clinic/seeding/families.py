"""Who the patients are: families in blocks of ten, and who comes on which day.

Every block holds three children, two men, three women and two elders, in families that differ from
block to block. So a person's place says who it is, and the n-th child (man, …) can be found without
a look at anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping

from clinic_db.clinic.seeding.days import Days
from clinic_db.clinic.seeding.hashing import octets, shuffle
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.errors import UsageError

BLOCK = 10
# Families of a block, as (family, who) for each of its ten people.
PATTERNS = (
    ("0M 0W 0C 0C 1M 1W 1C 2E 2E 3W"),
    ("0M 0W 0C 0C 0C 1M 1W 2E 3E 4W"),
    ("0M 0W 0C 1W 1C 2M 2W 2C 2E 3E"),
)
MOST_FAMILIES = 5
_LETTERS = {"C": 0, "M": 1, "W": 2, "E": 3}
_PLACES = tuple(
    tuple((int(word[0]), _LETTERS[word[1]]) for word in pattern.split()) for pattern in PATTERNS
)
# Pattern → who → places in the block.
_HOLDERS = tuple(
    tuple(tuple(i for i, (_, who) in enumerate(places) if who == sought) for sought in range(4))
    for places in _PLACES
)
SIZES = tuple(len(holders) for holders in _HOLDERS[0])
# People of every fourth block come often: half of the visits are theirs.
OFTEN_EVERY = 4
# So many of the patients were registered before the history, the others over its course.
REGISTERED_BEFORE = 0.6
# Nobody is booked earlier than this after the registration.
SETTLED = 31


class Families:
    """All patients of a clinic, by number."""

    def __init__(self, profile: Profile, days: Days) -> None:
        self._seed = profile.seed
        self._days = days
        self.count = profile.patients
        self._before = max(round(profile.patients * REGISTERED_BEFORE), BLOCK)
        blocks = -(-profile.patients // BLOCK)
        self._patterns = bytes(
            byte % len(PATTERNS) for byte in octets(profile.seed, "pattern", 0, blocks)
        )
        self._day = -1
        self._orders: dict[tuple[int, bool], tuple[int, int, int]] = {}
        self._level = 0

    def place(self, number: int) -> tuple[int, int]:
        """(family in its block, index into catalogue.WHO) of a patient."""
        block, place = divmod(number, BLOCK)
        return _PLACES[self._patterns[block]][place]

    def comes_often(self, number: int) -> bool:
        """Whether a patient is one of those who have half of the visits."""
        return number // BLOCK % OFTEN_EVERY == 0

    def registered(self, number: int, byte: int) -> int:
        """The day on which a patient was registered."""
        if number < self._before:
            return self._days.start - SETTLED - byte * 2
        later = self.count - self._before
        return self._days.start + (number - self._before) * self._span // later

    def check(self, visits: Mapping[int, int]) -> None:
        """Refuse a clinic in which somebody would have to come twice a day.

        Raises:
            UsageError: names the day.
        """
        for day, count in visits.items():
            most = self._blocks(day) * BLOCK
            if count > most:
                raise UsageError(
                    f"{self.count:,} patients are too few: {count:,} visits on "
                    f"{self._days.iso[day]}, when {most:,} patients are registered",
                    where="patients",
                    hint="more patients or years, or fewer appointments",
                )

    def visitor(self, day: int, of_day: int, index: int, who: int, often: bool) -> int:
        """The patient of a day's `index`-th visit; nobody has two visits on one day.

        Args:
            of_day: how many visits the day has.
            who, often: who should come; a clinic with few patients cannot always choose.
        """
        if day != self._day:
            self._begin(day, of_day)
        if self._level == 0:
            who = 0
        if self._level < 2:
            often = False
        a, b, length = self._orders.get((who, often)) or self._order(day, who, often)
        chosen = (a * index + b) % length
        if self._level == 0:
            return chosen
        block, place = divmod(chosen, SIZES[who])
        if self._level == 2:
            block = block * 4 if often else block + block // 3 + 1
        return block * BLOCK + _HOLDERS[self._patterns[block]][who][place]

    @property
    def _span(self) -> int:
        return self._days.today - self._days.start

    def _blocks(self, day: int) -> int:
        """Whole blocks of patients who can have a visit on a day."""
        later = max(0, min(day, self._days.today) - SETTLED - self._days.start)
        there = self._before + (self.count - self._before) * later // self._span
        return there // BLOCK

    def _begin(self, day: int, of_day: int) -> None:
        blocks = self._blocks(day)
        smallest = min(SIZES)
        self._day = day
        self._orders.clear()
        self._level = 0
        if of_day <= blocks * smallest:
            self._level = 1
        if of_day <= (blocks // OFTEN_EVERY) * smallest:
            self._level = 2

    def _order(self, day: int, who: int, often: bool) -> tuple[int, int, int]:
        """How the people of one kind are called up on a day: each index another one."""
        blocks = self._blocks(day)
        frequent = -(-blocks // OFTEN_EVERY)
        length = blocks * BLOCK
        if self._level == 1:
            length = blocks * SIZES[who]
        elif self._level == 2:
            length = (frequent if often else blocks - frequent) * SIZES[who]
        a, b = shuffle(self._seed, f"order/{who}/{often}", day, length)
        self._orders[who, often] = a, b, length
        return a, b, length
