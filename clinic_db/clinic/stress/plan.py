"""What each client will do, and with which luck: a matter of the seed alone. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from random import Random


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of one client.

    Attributes:
        luck: settles every choice within the step, so that no step depends on how many choices
            the one before it had.
    """

    operation: str
    luck: int


def steps(weights: Mapping[str, int], seed: int, client: int) -> Iterator[Step]:
    """The client's steps, without an end: the same ones for the same arguments.

    What the server answers has no influence on them; whom they find does.

    Args:
        weights: operation → how often, against the others.
        client: its number; another one has other steps.
    """
    # Texts seed by their SHA-512, so two clients with neighbouring numbers share nothing.
    chance = Random(f"{seed}/{client}")
    names = list(weights)
    bounds = list(accumulate(weights.values()))
    while True:
        (name,) = chance.choices(names, cum_weights=bounds)
        yield Step(name, chance.getrandbits(64))


def share(total: int | None, clients: int, client: int) -> int | None:
    """How many of `total` steps are this client's; None is no bound."""
    if total is None:
        return None
    return total // clients + (client < total % clients)
