"""What one thing is that a client does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from clinic_db.clinic.stress.desk import Desk

# What is timed: the statements that a web backend would send for it.
Act = Callable[[], object]
# Finds whom it is about, which is not timed; None where there is nobody.
Prepare = Callable[[Desk, Random], Act | None]


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that people in a clinic do.

    Attributes:
        weight: how often, of a hundred.
        refusals: what the clinic may answer because another client was faster, in its own words.
            Any other refusal is an error: nobody asked for something impossible.
    """

    name: str
    weight: int
    prepare: Prepare
    refusals: tuple[str, ...] = ()
