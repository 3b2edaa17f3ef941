"""Booking: 16 sessions want the same few hours, and nobody is ever in two places at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from clinic import Clinic
from concurrency.crowd import Act, Crowd, Outcome

from clinic_db.clinic.invariants import broken
from clinic_db.schema_pool import Schema

ATTEMPTS, CHANGES = 1200, 400
DOCTORS, PATIENTS = 3, 6
# Two mornings in quarters of an hour.
TIMES = [(day, hour, minute) for day in (2, 3) for hour in (8, 9, 10) for minute in (0, 15, 30, 45)]

Book = Callable[[Clinic, int, int, datetime, int], int]


def by_procedure(clinic: Clinic, patient: int, doctor: int, at: datetime, minutes: int) -> int:
    return int(clinic.call("book_appointment", patient, doctor, at, minutes, None))


def by_insert(clinic: Clinic, patient: int, doctor: int, at: datetime, minutes: int) -> int:
    return clinic.appointment(
        patient_id=patient, doctor_id=doctor, appointment_date=at, duration_min=minutes
    )


@dataclass
class Diary:
    """A few doctors and patients, and what 16 sessions do to their time."""

    owner: Clinic
    dice: random.Random = field(default_factory=lambda: random.Random(20260105))
    visits: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.doctors = [self.owner.doctor() for _ in range(DOCTORS)]
        self.patients = [self.owner.patient() for _ in range(PATIENTS)]
        self.times = [self.owner.at(hour, minute, days=day) for day, hour, minute in TIMES]
        # So that there is something to change from the first act on.
        self.visits.append(
            self.owner.appointment(patient_id=self.patients[0], doctor_id=self.doctors[0])
        )

    def booking(self, book: Book) -> Act:
        patient, doctor = self.dice.choice(self.patients), self.dice.choice(self.doctors)
        at, minutes = self.dice.choice(self.times), self.dice.choice((15, 30, 45))

        def run(clinic: Clinic) -> None:
            self.visits.append(book(clinic, patient, doctor, at, minutes))

        return Act("book", run)

    def change(self) -> Act:
        """Of a visit that is chosen when its turn comes."""
        at, minutes = self.dice.choice(self.times), self.dice.choice((15, 30, None))
        procedure, *arguments = self.dice.choice(
            (
                ("reschedule_appointment", at, minutes),
                ("cancel_appointment", "sakit"),
                ("reopen_appointment",),
            )
        )

        def run(clinic: Clinic) -> None:
            clinic.run(procedure, self.dice.choice(self.visits), *arguments)

        return Act(procedure, run)

    def acts(self, book: Book, attempts: int, changes: int) -> list[Act]:
        found = [self.booking(book) for _ in range(attempts)]
        found += [self.change() for _ in range(changes)]
        self.dice.shuffle(found)
        return found


def assert_both_were_wanted(outcome: Outcome) -> None:
    """Guards the test: doctors and patients were in demand, and every kind of act got through."""
    for person in ("doctor", "patient"):
        assert (
            f"appointments: the {person} is already booked at that time" in outcome.refused["book"]
        )
    for name in ("book", "reschedule_appointment", "cancel_appointment", "reopen_appointment"):
        assert outcome.done[name], str(outcome)


@pytest.mark.parametrize("old", [False, True], ids=["fresh", "old-snapshot"])
@pytest.mark.parametrize("isolation", ["REPEATABLE-READ", "READ-COMMITTED"])
@pytest.mark.parametrize("book", [by_procedure, by_insert])
def test_nobody_is_in_two_places(schema: Schema, book: Book, isolation: str, old: bool) -> None:
    """1,200 bookings among reschedules, cancellations and reopenings, and no deadlock for these."""
    diary = Diary(Clinic(schema.connect()))
    acts = diary.acts(book, ATTEMPTS, CHANGES)
    outcome = Crowd(schema, isolation, old=old).run(acts)
    assert broken(diary.owner.db) == []
    lost = outcome.deadlocks
    if book is by_insert:
        del lost["book"]
    assert not lost
    assert diary.owner.count("appointments") == len(diary.visits) > 50
    assert_both_were_wanted(outcome)


def by_looking_first(clinic: Clinic, patient: int, doctor: int, at: datetime, minutes: int) -> int:
    taken = clinic.db.value(
        "SELECT count(*) FROM appointments WHERE (doctor_id = %s OR patient_id = %s) "
        "AND appointment_date < %s + INTERVAL %s MINUTE "
        "AND appointment_date + INTERVAL duration_min MINUTE > %s",
        (doctor, patient, at, minutes, at),
    )
    return 0 if taken else by_insert(clinic, patient, doctor, at, minutes)


@pytest.mark.parametrize("old", [False, True], ids=["fresh", "old-snapshot"])
def test_a_check_by_select_overlaps(schema: Schema, old: bool) -> None:
    """The tests above rest on this: the same crowd gets past a look at the table."""
    diary = Diary(Clinic(schema.connect()))
    diary.owner.db.execute("DROP TRIGGER appointments_after_insert")
    Crowd(schema, "READ-COMMITTED", old=old).run(diary.acts(by_looking_first, 320, 0))
    rules = {breach.rule for breach in broken(diary.owner.db)}
    assert rules >= {"doctors_overlapping", "patients_overlapping"}
