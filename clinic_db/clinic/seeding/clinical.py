"""Medical records and laboratory results of the visits that took place."""

from __future__ import annotations

from clinic_db.clinic.seeding.days import Days
from clinic_db.clinic.seeding.hashing import octets
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.clinic.seeding.tables import NULL
from clinic_db.clinic.seeding.visits import Visit

ALLERGIES = ("Penisilin", "Udang", "Debu", "Ibuprofen", "Kacang", "Sulfa")
# Of 256: patients with an allergy, records that stay drafts for longer than two days.
ALLERGIC, LATE = 34, 8
DRAFT_DAYS = 2


class Clinical:
    """Makes the rows of records and results."""

    def __init__(self, profile: Profile, days: Days) -> None:
        self._days = days
        self._allergies = octets(profile.seed, "allergies", 0, profile.patients)

    def record(self, visit: Visit, key: int) -> str:
        """The record of a completed visit."""
        die = visit.die
        made = self._days.utc(visit.day, visit.ends, die[7])
        signed = NULL
        if visit.day < self._days.today - DRAFT_DAYS and die[15] >= LATE:
            signed = self._days.utc(visit.day, visit.ends + 12, die[7])
        allergy = self._allergies[visit.patient]
        allergies = ALLERGIES[allergy % len(ALLERGIES)] if allergy < ALLERGIC else ""
        words = visit.diagnosis.said_of(visit.who == "child", allergies)
        return (
            f"{key}\t{visit.appointment_id}\t{visit.patient_id}\t{visit.doctor_id}"
            f"\t{words[die[20] % len(words)]}\t{allergies or NULL}\t{self._pressure(visit)}"
            f"\t{'Draft' if signed == NULL else 'Signed'}\t{signed}\t{self._days.iso[visit.day]}"
            f"\t{made}\t{made if signed == NULL else signed}\n"
        )

    def results(self, visit: Visit, record: int, key: int) -> list[str]:
        """The results of the billed tests, from `key` on; today's are not there yet."""
        if not visit.bundle.results or visit.day >= self._days.today:
            return []
        die = visit.die
        at = self._days.utc(visit.day, visit.ends + 90, die[7])
        day = self._days.iso[visit.day]
        rows = []
        for i, (test, abnormal) in enumerate(visit.bundle.results):
            # Two bytes of the visit's and the place in the list: another value for each test.
            chance = (die[16] + 89 * i) % 256
            value = test.values[(die[17] + 53 * i) % 128 + 128 * (chance < abnormal)]
            rows.append(f"{key + i}\t{record}\t{test.head}\t{day}\t{value}\t{at}\n")
        return rows

    def _pressure(self, visit: Visit) -> str:
        if visit.who == "child":
            return f"{NULL}\t{NULL}"
        low, high = (138, 90) if visit.diagnosis.has_high_pressure else (108, 68)
        return f"{low + visit.die[18] % 26}\t{high + visit.die[19] % 14}"
