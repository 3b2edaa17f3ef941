"""Appointments, the slots that they hold and the services used, a doctor's day at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from clinic_db.clinic.seeding.calendar import Calendar, Unit
from clinic_db.clinic.seeding.catalogue import WHO, Bundle, Catalogue, Diagnosis
from clinic_db.clinic.seeding.days import NOON, QUARTERS, Days
from clinic_db.clinic.seeding.families import Families
from clinic_db.clinic.seeding.hashing import octets, rows
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.clinic.seeding.tables import NULL

WIDTH = 32
# Days between the booking and the visit, each as likely as the others; 0 is somebody who walks in.
LEADS = (0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 7, 9, 14, 14, 21, 28)
REASONS = ("Pasien berhalangan", "Dokter berhalangan", "Sudah sembuh", "Dijadwalkan ulang")
# Of 256: visits for what the patient has anyway, and visits that the reception wrote notes for.
FOR_CHRONIC, HAS_NOTES = 170, 90
# Visits of today are over an hour before noon, and then people are in the waiting room until noon.
CLOSED_AT = NOON - 60
OPENING = 8 * 60
# The chance of a byte pair is compared with shares of this.
PAIR = 65536


class Keys(NamedTuple):
    """The first keys of the rows that visits refer to or are."""

    patient: int
    doctor: int
    appointment: int


@dataclass(slots=True)
class Visit:
    """One appointment and what everything that belongs to it needs to know.

    Attributes:
        patient: the patient's number from 0 on; `patient_id` and the other two are keys.
        begins, ends: minutes of the day.
        die: the visit's own bytes; each user reads bytes that nobody else reads.
    """

    appointment_id: int
    patient: int
    patient_id: int
    doctor_id: int
    day: int
    quarter: int
    length: int
    begins: int
    ends: int
    status: str
    who: str
    diagnosis: Diagnosis
    bundle: Bundle
    die: tuple[int, ...]


class Visits:
    """Makes visits and their rows."""

    def __init__(
        self,
        profile: Profile,
        days: Days,
        calendar: Calendar,
        families: Families,
        catalogue: Catalogue,
        first: Keys,
        receptionists: Sequence[int],
    ) -> None:
        self._seed = profile.seed
        self._days = days
        self._calendar = calendar
        self._families = families
        self._catalogue = catalogue
        self._first = first
        self._receptionists = receptionists
        self._cancelled = round(profile.cancelled * PAIR)
        self._absent = self._cancelled + round(profile.no_show * PAIR)
        self._traits = octets(profile.seed, "chronic", 0, profile.patients)

    def of_unit(self, unit: Unit) -> Iterator[Visit]:
        """The visits of one doctor's day, in order of time."""
        doctor = self._calendar.doctors[unit.doctor]
        seen = self._catalogue.seen_by[doctor.specialization]
        month = self._days.date(unit.day).month - 1
        number = unit.day - self._days.today
        dice = list(rows(self._seed, f"visits/{unit.doctor}", number, unit.count, WIDTH))
        slots = self._calendar.slots(unit, [die[0] for die in dice])
        for index, ((quarter, length), die) in enumerate(zip(slots, dice, strict=True)):
            patient = self._families.visitor(
                unit.day, unit.of_day, unit.in_day + index, seen[die[1]], die[2] < 128
            )
            who = WHO[self._families.place(patient)[1]]
            often = self._families.comes_often(patient)
            diagnosis = self._diagnosis(doctor.specialization, who, month, patient, die)
            begins = quarter * 15
            yield Visit(
                self._first.appointment + unit.first + index,
                patient,
                self._first.patient + patient,
                self._first.doctor + unit.doctor,
                unit.day,
                quarter,
                length,
                begins,
                begins + 15 * length,
                self._status(unit.day, begins + 15 * length, die),
                who,
                diagnosis,
                diagnosis.bundles[doctor.specialization, often][die[5]],
                die,
            )

    def appointment(self, visit: Visit) -> str:
        """The row of the visit."""
        die, status = visit.die, visit.status
        booked_on, minute, second = self._booked(visit)
        booked = self._days.utc(booked_on, minute, second)
        changed = booked
        reason = NULL
        if status in ("Completed", "NoShow"):
            changed = self._days.utc(visit.day, visit.ends, die[7])
        elif status == "CheckedIn":
            changed = self._days.utc(visit.day, visit.begins - 6, die[7])
        elif status == "Cancelled":
            reason = REASONS[die[8] % len(REASONS)]
            changed = self._days.utc(visit.day, visit.begins - 3, die[7])
        notes = NULL
        if die[9] < HAS_NOTES:
            notes = visit.diagnosis.notes[die[20] % len(visit.diagnosis.notes)]
        by: int | str = NULL
        # While nobody is at the reception, people book by themselves.
        if die[10] < 200 and booked_on not in self._calendar.closed:
            by = self._receptionists[die[10] % len(self._receptionists)]
        return (
            f"{visit.appointment_id}\t{visit.patient_id}\t{visit.doctor_id}"
            f"\t{self._days.iso[visit.day]} {QUARTERS[visit.quarter]}\t{15 * visit.length}"
            f"\t{status}\t{notes}\t{reason}\t{by}\t{booked}\t{changed}\n"
        )

    def slots(self, visit: Visit) -> str:
        """A row for each quarter of an hour that the visit holds."""
        if visit.status in ("Cancelled", "NoShow"):
            return ""
        head = f"{visit.doctor_id}\t{self._days.iso[visit.day]} "
        tail = f"\t{visit.patient_id}\t{visit.appointment_id}\n"
        held = QUARTERS[visit.quarter : visit.quarter + visit.length]
        return head + (tail + head).join(held) + tail

    def lines(self, visit: Visit, key: int) -> list[str]:
        """The rows of the services, from `key` on; there are some once the patient is here."""
        if visit.status not in ("Completed", "CheckedIn"):
            return []
        at = self._days.utc(visit.day, visit.begins - 2, visit.die[7])
        return [
            f"{key + i}\t{visit.appointment_id}\t{line}\t{at}\n"
            for i, line in enumerate(visit.bundle.lines)
        ]

    def _status(self, day: int, ends: int, die: tuple[int, ...]) -> str:
        if day > self._days.today or (day == self._days.today and ends > NOON):
            return "Scheduled"
        chance = die[3] << 8 | die[4]
        if chance < self._cancelled:
            return "Cancelled"
        if day == self._days.today and ends > CLOSED_AT:
            return "CheckedIn"
        return "NoShow" if chance < self._absent else "Completed"

    def _booked(self, visit: Visit) -> tuple[int, int, int]:
        """Day, minute and byte of the booking: never after today's noon or the visit's begin."""
        die = visit.die
        lead = LEADS[die[11] % len(LEADS)]
        if visit.day > self._days.today:
            day = min(visit.day - lead, self._days.today)
        elif lead == 0 and visit.status in ("Completed", "CheckedIn"):
            return visit.day, visit.begins - 10 - die[12] % 40, die[13]
        else:
            day = visit.day - max(lead, 1)
        # Until a quarter to twelve, so that today's are before noon.
        return day, OPENING + die[12] % 225, die[13]

    def _diagnosis(
        self, at: str, who: str, month: int, patient: int, die: tuple[int, ...]
    ) -> Diagnosis:
        """What the patient has anyway, if that is what brings people to this doctor."""
        chronic = self._catalogue.chronic.get(who)
        if chronic and die[14] < FOR_CHRONIC and self._families.comes_often(patient):
            own = chronic[self._traits[patient]]
            if at in own.at:
                return own
        choices = self._catalogue.by_visit.get((at, who, month))
        if choices is None:
            # Few patients: somebody whom this doctor does not usually see.
            choices = next(
                found for key, found in self._catalogue.by_visit.items() if key[1:] == (who, month)
            )
        return choices[die[6]]
