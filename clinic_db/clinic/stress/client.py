"""A client at work: step after step until its time or its share is up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from time import perf_counter

from clinic_db.clinic.stress.desk import Desk
from clinic_db.clinic.stress.figures import Record, is_refusal
from clinic_db.clinic.stress.operation import Act, Operation
from clinic_db.clinic.stress.plan import Step
from clinic_db.clinic.stress.reading import DASHBOARD, LOOK_UPS
from clinic_db.clinic.stress.writing import DESK
from clinic_db.errors import ServerError

OPERATIONS = {each.name: each for each in (*LOOK_UPS, *DASHBOARD, *DESK)}
WEIGHTS = {each.name: each.weight for each in OPERATIONS.values()}
# What a client does who finds nobody to do the planned thing with: makes work, or just looks.
INSTEAD = ("book", "free_slots")

Tally = dict[str, Record]


def tally() -> Tally:
    """Nothing done yet."""
    return {name: Record() for name in OPERATIONS}


def play(desk: Desk, steps: Iterable[Step], is_over: Callable[[], bool], met: Tally) -> None:
    """Do the steps one after the other and note in `met` what became of each.

    Nothing is tried a second time. A client whose session is gone does no more.

    Args:
        is_over: asked before each step.
    """
    for step in steps:
        if is_over() or not desk.db.is_open:
            return
        _take(desk, step, met)


def _take(desk: Desk, step: Step, met: Tally) -> None:
    """One step, noted exactly once; timed from its first statement to its last."""
    chance = Random(step.luck)
    operation = OPERATIONS[step.operation]
    begun = perf_counter()
    try:
        operation, act = _ready(desk, operation, chance)
        begun = perf_counter()
        act()
    except ServerError as error:
        record = met[operation.name]
        if is_refusal(error, operation.refusals):
            record.refused[error.text] += 1
        else:
            record.fail(error)
    met[operation.name].seconds.append(perf_counter() - begun)


def _ready(desk: Desk, planned: Operation, chance: Random) -> tuple[Operation, Act]:
    for operation in (planned, *(OPERATIONS[name] for name in INSTEAD)):
        act = operation.prepare(desk, chance)
        if act:
            return operation, act
    raise AssertionError(f"{INSTEAD[-1]} always finds something to look at")
