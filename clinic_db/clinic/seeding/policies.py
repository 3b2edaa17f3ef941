"""Who is insured, with whom and until when: asked for by the policies and by the bills."""

from __future__ import annotations

from clinic_db.clinic.seeding.days import DAYS_A_YEAR, Days
from clinic_db.clinic.seeding.families import BLOCK, MOST_FAMILIES, Families
from clinic_db.clinic.seeding.hashing import BYTE, octets, table
from clinic_db.clinic.seeding.profile import Profile

# Policies with an end began one to four of these before it.
TERM = DAYS_A_YEAR
# They end between so many days before today and about 500 days after it.
ENDED = 250
# An open-ended policy began at least so long before the history.
SINCE = 60


class Policies:
    """At most one policy for each patient."""

    def __init__(self, profile: Profile, days: Days, families: Families) -> None:
        self._days = days
        self._families = families
        self._providers = profile.providers
        self._kinds = table([provider.share for provider in profile.providers])
        self._insured = round(profile.insured * BYTE)
        count = profile.patients
        self._chance = octets(profile.seed, "insured", 0, count)
        self._kind = octets(profile.seed, "provider", 0, count)
        self._since = octets(profile.seed, "policy", 0, count)
        blocks = -(-count // BLOCK)
        self._end = octets(profile.seed, "family policy", 0, blocks * MOST_FAMILIES)

    def provider(self, patient: int) -> int | None:
        """Index of the patient's provider, None for the uninsured."""
        if self._chance[patient] >= self._insured:
            return None
        return self._kinds[self._kind[patient]]

    def span(self, patient: int, provider: int) -> tuple[int, int | None]:
        """First and last day of the patient's policy; None is open-ended."""
        if self._providers[provider].is_open_ended:
            return self._days.start - SINCE - self._since[patient] * 3, None
        # One number on the card, one term: a family's.
        family, _ = self._families.place(patient)
        byte = self._end[patient // BLOCK * MOST_FAMILIES + family]
        until = self._days.today - ENDED + byte * 3
        terms = 1 + byte % 3
        terms += until - TERM * terms >= self._days.today
        return max(until - TERM * terms + 1, 1), until

    def valid(self, patient: int, day: int) -> int | None:
        """Index of the provider that covers the patient on a day."""
        provider = self.provider(patient)
        if provider is None:
            return None
        since, until = self.span(patient, provider)
        return provider if since <= day and (until is None or day <= until) else None
