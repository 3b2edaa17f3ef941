"""How old people are when they are registered, so that those of a family fit together. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

CHILD, MAN, WOMAN, ELDER = range(4)


def years(count: int) -> int:
    """As many days, leap days included."""
    return count * 1461 // 4


# The youngest and the oldest of each kind, at the registration.
SPANS = tuple((years(low), years(high)) for low, high in ((0, 15), (23, 53), (23, 53), (58, 86)))
# A child is one until today and for the year that can be booked, and nobody gets older than that.
GROWN, OLDEST = years(17), years(96)
# How old parents are at the birth of a child, and old people at that of a parent.
YOUNGEST_PARENT, OLDEST_PARENT, GENERATION = years(18), years(45), years(20)
# How far the ages of a couple are apart, and sisters and brothers at least.
COUPLE, SIBLINGS = years(6), 300
# What is left of a span where a long history leaves nothing: room for the children of a family.
LEAST = years(3)


def of_block(
    places: Sequence[tuple[int, int]], chances: Sequence[int], elapsed: Sequence[int]
) -> list[int]:
    """The ages of a block's people in days, on the day of their registration.

    In a history of more than 12 years children of its beginning grow up before its end.

    Args:
        places: (family, kind) of each; parents come before their children and their own parents.
        chances: a number below 65536 for each.
        elapsed: days since the registration, which is one day for a family.
    """
    found: list[int] = []
    known: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, chance, since in zip(places, chances, elapsed, strict=True):
        family, who = place
        parents = known[family, MAN] + known[family, WOMAN]
        if who == CHILD:
            low, high = _child(parents, since, len(known[place]), places.count(place))
        else:
            partners = known[family, ELDER] if who == ELDER else parents
            low, high = _adult(who, partners, parents, since)
        age = low + chance * (high - low) // 65536 + 1
        known[place].append(age)
        found.append(age)
    return found


def _child(parents: Sequence[int], since: int, before: int, count: int) -> tuple[int, int]:
    """The span of a child of which there are `count` in the family, `before` of them younger."""
    high = min(_oldest_child(since), min(parents) - YOUNGEST_PARENT)
    low = max(0, max(parents) - OLDEST_PARENT)
    share = (high - low) // count
    low += before * share
    return low, low + max(share - SIBLINGS * (count > 1), 1)


def _adult(
    who: int, partners: Sequence[int], parents: Sequence[int], since: int
) -> tuple[int, int]:
    low, high = SPANS[who]
    if who != ELDER:
        high = min(high, _oldest_child(since) - LEAST + OLDEST_PARENT)
    if partners:
        low, high = max(low, partners[0] - COUPLE), min(high, partners[0] + COUPLE)
    if who == ELDER:
        low = max(low, *(age + GENERATION for age in parents)) if parents else low
        high = max(min(high, OLDEST - since), low + LEAST)
    return low, high


def _oldest_child(since: int) -> int:
    return max(min(SPANS[CHILD][1], GROWN - since), LEAST)
