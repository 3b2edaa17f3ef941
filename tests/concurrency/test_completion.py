"""Completion: 16 sessions complete and reopen a few visits, and each has one record all along."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from clinic import Clinic
from concurrency.crowd import Act, Crowd

from clinic_db.clinic.invariants import broken
from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

ACTS, VISITS = 640, 4
TURNS = {"complete": "Completed", "reopen": "CheckedIn"}

Turn = Callable[[Clinic, str, int], None]


def by_procedure(clinic: Clinic, turn: str, visit: int) -> None:
    clinic.run(f"{turn}_appointment", visit)


def by_update(clinic: Clinic, turn: str, visit: int) -> None:
    clinic.set_status(visit, TURNS[turn])


def visits_of(owner: Clinic) -> list[int]:
    """Some visits of one doctor, so that everybody wants the same locks."""
    doctor, patients = owner.doctor(), [owner.patient() for _ in range(2)]
    return [
        owner.appointment(
            doctor_id=doctor, patient_id=patients[n % 2], appointment_date=owner.at(9 + n)
        )
        for n in range(VISITS)
    ]


def turns(dice: random.Random, visits: list[int], turn: Turn, count: int) -> list[Act]:
    def act() -> Act:
        name, visit = dice.choice(list(TURNS)), dice.choice(visits)
        return Act(name, lambda clinic: turn(clinic, name, visit))

    return [act() for _ in range(count)]


def unvoided(db: Connection, visit: int) -> int:
    return int(
        db.value(
            "SELECT count(*) FROM medical_records WHERE appointment_id = %s AND voided_at IS NULL",
            (visit,),
        )
    )


@pytest.mark.parametrize("old", [False, True], ids=["fresh", "old-snapshot"])
@pytest.mark.parametrize("isolation", ["REPEATABLE-READ", "READ-COMMITTED"])
@pytest.mark.parametrize("turn", [by_procedure, by_update])
def test_a_visit_has_one_record_however_often_it_is_completed(
    schema: Schema, turn: Turn, isolation: str, old: bool
) -> None:
    owner, dice = Clinic(schema.connect()), random.Random(20260105)
    visits = visits_of(owner)
    outcome = Crowd(schema, isolation, old=old).run(turns(dice, visits, turn, ACTS))
    assert broken(owner.db) == []
    assert not outcome.deadlocks, outcome
    assert [unvoided(owner.db, visit) for visit in visits] == [1] * VISITS
    for name in TURNS:
        assert len(outcome.done[name]) > VISITS, outcome


@pytest.mark.parametrize("old", [False, True], ids=["fresh", "old-snapshot"])
@pytest.mark.parametrize("isolation", ["REPEATABLE-READ", "READ-COMMITTED"])
def test_voiding_and_signing_among_it_neither_deadlock_nor_leave_two(
    schema: Schema, isolation: str, old: bool
) -> None:
    """A signed record keeps its visit completed, a voided one makes room for the next draft."""
    owner, dice = Clinic(schema.connect()), random.Random(20260105)
    visits = visits_of(owner)

    def treat(name: str, *arguments: str) -> Act:
        visit = dice.choice(visits)

        def run(clinic: Clinic) -> None:
            record = clinic.db.value(
                "SELECT max(record_id) FROM medical_records WHERE appointment_id = %s", (visit,)
            )
            clinic.run(name, record, *arguments)

        return Act(name, run)

    acts = turns(dice, visits, by_procedure, ACTS // 4 * 3)
    acts += [treat("void_record", "keliru") for _ in range(ACTS // 8)]
    acts += [treat("sign_record") for _ in range(ACTS // 8)]
    dice.shuffle(acts)
    outcome = Crowd(schema, isolation, old=old).run(acts)
    assert broken(owner.db) == []
    assert not outcome.deadlocks, outcome
    assert max(unvoided(owner.db, visit) for visit in visits) == 1
    for name in (*TURNS, "void_record", "sign_record"):
        assert outcome.done[name], outcome
