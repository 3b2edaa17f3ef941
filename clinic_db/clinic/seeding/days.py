"""Days as small numbers, and instants in UTC from the clinic's wall clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# Days before the history for which texts are ready: registrations and policies begin earlier.
BEFORE = 1_500
AFTER = 900
CLOCK = tuple(f" {minute // 60:02d}:{minute % 60:02d}:" for minute in range(1440))
SECONDS = tuple(f"{byte % 60:02d}" for byte in range(256))
# Starts of the quarters of an hour of a day.
QUARTERS = tuple(f"{q // 4:02d}:{q % 4 * 15:02d}:00" for q in range(96))
NOON = 12 * 60
DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Days:
    """The days around a history.

    A day is its number from the first one on; all of `iso` has texts.

    Attributes:
        start: first day of the history.
        today: the day that `--today` says.
        end: last day on which appointments are booked.
        offset: minutes from UTC to the clinic's wall clock.
        iso: day → '2025-03-01'.
    """

    start: int
    today: int
    end: int
    offset: int
    first: date
    iso: tuple[str, ...]

    def date(self, day: int) -> date:
        """The calendar's day."""
        return self.first + timedelta(days=day)

    def utc(self, day: int, minute: int, byte: int = 0) -> str:
        """The instant of a minute of the clinic's day; `byte` gives the seconds."""
        minute -= self.offset
        if not 0 <= minute < 1440:
            day += minute // 1440
            minute %= 1440
        return self.iso[day] + CLOCK[minute] + SECONDS[byte]


def make(today: date, years: int, future_days: int, offset: int) -> Days:
    """The days of a history of `years` before `today`."""
    length = years * DAYS_A_YEAR
    first = today - timedelta(days=length + BEFORE)
    count = BEFORE + length + 1 + max(future_days, 0) + AFTER
    iso = tuple((first + timedelta(days=i)).isoformat() for i in range(count))
    return Days(BEFORE, BEFORE + length, BEFORE + length + future_days, offset, first, iso)
