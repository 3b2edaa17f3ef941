"""Two sets of definitions, and what they do not agree on. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Key = tuple[str, str]
Attributes = Mapping[str, str]
Objects = Mapping[Key, Attributes]

POSITION = "position"
FIRST = "first"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two databases do not agree on.

    Attributes:
        what: 'missing' (only in the expected one), 'extra' (only in the actual one), 'changed'.
        attributes: attribute → (expected, actual); for what is missing or extra all that it has.
    """

    kind: str
    name: str
    what: str
    attributes: Mapping[str, tuple[str, str]]


def between(expected: Objects, actual: Objects, owners: Mapping[Key, str]) -> list[Difference]:
    """What differs, by kind and name.

    A table that is missing or extra stands for everything in it. A place in an order is compared
    among the things that both have: one that was put in between moves no other.

    Args:
        owners: column, index, constraint or partition → its table.
    """
    moved = _moved(expected, actual, owners)
    differences = []
    for key in sorted(expected.keys() | actual.keys()):
        wanted, had = expected.get(key), actual.get(key)
        if wanted is None or had is None:
            table = ("table", owners.get(key, ""))
            if key in owners and (table in expected) != (table in actual):
                continue
            differences.append(_only_one(key, wanted, had))
            continue
        changed = {
            name: (wanted.get(name, ""), had.get(name, ""))
            for name in sorted((wanted.keys() | had.keys()) - {POSITION})
            if wanted.get(name, "") != had.get(name, "")
        }
        if key in moved:
            changed[POSITION] = moved[key]
        if changed:
            differences.append(Difference(*key, "changed", changed))
    return differences


def _only_one(key: Key, wanted: Attributes | None, had: Attributes | None) -> Difference:
    if wanted is not None:
        return Difference(*key, "missing", {name: (wanted[name], "") for name in sorted(wanted)})
    assert had is not None
    return Difference(*key, "extra", {name: ("", had[name]) for name in sorted(had)})


def _moved(
    expected: Objects, actual: Objects, owners: Mapping[Key, str]
) -> dict[Key, tuple[str, str]]:
    """The fewest things that must have moved to make one order of the other: what was before."""
    common = [key for key in expected if key in actual]
    sequences: dict[tuple[str, ...], list[Key]] = {}
    for key in common:
        if POSITION in expected[key] and POSITION in actual[key]:
            sequences.setdefault(_sequence(key, actual[key], owners), []).append(key)
    moved = {}
    for keys in sequences.values():
        before = sorted(keys, key=lambda key: int(expected[key][POSITION]))
        after = sorted(keys, key=lambda key: int(actual[key][POSITION]))
        for key in set(before) - _kept(before, after):
            moved[key] = (_follows(key, before), _follows(key, after))
    return moved


def _sequence(key: Key, attributes: Attributes, owners: Mapping[Key, str]) -> tuple[str, ...]:
    """What a place is counted in: the table, for a trigger also the moment at which it fires."""
    moment = [attributes.get(name, "") for name in ("table_name", "timing", "event")]
    return (key[0], owners.get(key, ""), *(moment if key[0] == "trigger" else ()))


def _kept(before: Sequence[Key], after: Iterable[Key]) -> set[Key]:
    """A longest selection that is in the same order in both."""
    rank = {key: place for place, key in enumerate(before)}
    ends: list[int] = []
    chains: list[list[Key]] = []
    for key in after:
        at = bisect_left(ends, rank[key])
        chain = [*(chains[at - 1] if at else []), key]
        ends[at : at + 1] = [rank[key]]
        chains[at : at + 1] = [chain]
    return set(chains[-1]) if chains else set()


def _follows(key: Key, order: Sequence[Key]) -> str:
    place = order.index(key)
    return f"after {order[place - 1][1].rpartition('.')[2]}" if place else FIRST
