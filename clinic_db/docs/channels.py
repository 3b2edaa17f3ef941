"""The lines between two columns: each net gets a vertical track of its own. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_db.docs.boxes import End

# What an overlap of two lines is worth, in crossings.
_OVERLAP = 4
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Strand:
    """A net inside a channel: heights at its left and right edge, with the box's end met there.

    An end of None is the net itself, coming from or going on to another channel.
    """

    net: int
    left: tuple[tuple[int, End | None], ...]
    right: tuple[tuple[int, End | None], ...]

    @property
    def heights(self) -> list[int]:
        return [at for at, _ in (*self.left, *self.right)]

    @property
    def is_straight(self) -> bool:
        """Needs no vertical piece."""
        return len(set(self.heights)) == 1


@dataclass(frozen=True, slots=True)
class Channel:
    """Strands in the order of their tracks, from left to right."""

    strands: Sequence[Strand]
    crossings: int
    length: int


def route(strands: Sequence[Strand]) -> Channel:
    """Order the tracks so that few lines cross: swap neighbours while that helps."""
    pairs: dict[tuple[int, int], int] = {}

    def cost(first: int, second: int) -> int:
        if (first, second) not in pairs:
            pairs[first, second] = _crossings(strands[first], strands[second])
        return pairs[first, second]

    order = list(range(len(strands)))
    for _ in order:
        for at in range(len(order) - 1):
            a, b = order[at], order[at + 1]
            if cost(b, a) < cost(a, b):
                order[at], order[at + 1] = b, a
    crossings = sum(cost(a, b) for place, a in enumerate(order) for b in order[place + 1 :])
    length = sum(max(s.heights) - min(s.heights) for s in strands)
    return Channel([strands[i] for i in order], crossings, length)


def _crossings(first: Strand, second: Strand) -> int:
    """How often two strands meet when the track of `first` is left of that of `second`."""
    found = sum(_within(at, second) for at, _ in first.right)
    found += sum(_within(at, first) for at, _ in second.left)
    found += sum(
        _OVERLAP for at, _ in first.right for other, _ in second.left if abs(at - other) < _NEAR
    )
    return found


def _within(at: int, strand: Strand) -> bool:
    return min(strand.heights) - _NEAR < at < max(strand.heights) + _NEAR and not strand.is_straight
