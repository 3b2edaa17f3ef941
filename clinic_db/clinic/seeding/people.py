"""Rows of patients and insurance, a block of ten after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from clinic_db.clinic.seeding.days import DAYS_A_YEAR, Days
from clinic_db.clinic.seeding.families import BLOCK, MOST_FAMILIES, Families
from clinic_db.clinic.seeding.hashing import octets, rows
from clinic_db.clinic.seeding.policies import Policies
from clinic_db.clinic.seeding.pools import Pools, slug
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.clinic.seeding.tables import NULL

# Ages of children, adults and elders: the youngest, and how many years more.
AGES = ((0, 15), (23, 30), (23, 30), (58, 28))
CHILD, MAN, WOMAN, ELDER = range(4)
GENDERS = ("Male", "Female")
# Of 256: who has an e-mail address. Nobody owns the domain, so nobody is ever written to.
HAS_EMAIL = (0, 170, 175, 45)
DOMAIN = "contoh.example"
OPENING = 8 * 60


class _Home(NamedTuple):
    """What a family shares."""

    surname: str
    surname_slug: str
    phone: str
    address: str
    policy: int


class People:
    """Makes the rows of patients and their policies."""

    def __init__(
        self,
        profile: Profile,
        days: Days,
        pools: Pools,
        families: Families,
        policies: Policies,
        first_keys: tuple[int, int],
    ) -> None:
        self._profile = profile
        self._days = days
        self._pools = pools
        self._families = families
        self._policies = policies
        self._first_patient, self._first_policy = first_keys
        self._slugs = tuple(
            {name: slug(name) for name in names} for names in (pools.men, pools.women)
        )

    def block(self, number: int) -> Iterator[tuple[str, str]]:
        """(patient's row, its policy's row or '') of the block's people."""
        homes = [self._home(number, family) for family in range(MOST_FAMILIES)]
        dice = rows(self._profile.seed, "people", number, BLOCK, 9)
        for place, die in enumerate(dice):
            patient = number * BLOCK + place
            if patient < self._profile.patients:
                family, who = self._families.place(patient)
                registered = self._families.registered(patient, die[0])
                row = self._patient(patient, who, registered, homes[family], die)
                yield row, self._policy(patient, registered, homes[family])

    def _home(self, block: int, family: int) -> _Home:
        die = octets(self._profile.seed, "home", block * MOST_FAMILIES + family, 24)
        pools = self._pools
        surname = pools.surnames[(die[0] << 8 | die[1]) % len(pools.surnames)]
        street = pools.streets[(die[2] << 8 | die[3]) % len(pools.streets)]
        city = pools.cities[die[4] % len(pools.cities)]
        house = 1 + (die[5] << 8 | die[6]) % 180
        digits = iter(f"{int.from_bytes(die[8:20], 'big'):032d}"[::-1])
        phone = "".join(next(digits) if mark == "#" else mark for mark in self._profile.phone)
        policy = int.from_bytes(die[20:24], "big") % 1_000_000
        return _Home(surname, slug(surname), phone, f"{street} {house}, {city}", policy)

    def _patient(
        self, patient: int, who: int, registered: int, home: _Home, die: tuple[int, ...]
    ) -> str:
        gender = die[1] % 2
        if who in (MAN, WOMAN):
            gender = who - MAN
        elif who == ELDER:
            # Neighbours in a block are couples.
            gender = patient % 2
        names = (self._pools.men, self._pools.women)[gender]
        name = names[(die[2] << 8 | die[3]) % len(names)]
        youngest, years = AGES[who]
        age = youngest * DAYS_A_YEAR + (die[4] << 8 | die[5]) * years * DAYS_A_YEAR // 65536 + 1
        born = self._days.date(registered) - timedelta(days=age)
        key = self._first_patient + patient
        email = NULL
        if die[6] < HAS_EMAIL[who]:
            words = (self._slugs[gender][name], home.surname_slug, str(key))
            email = f"{'.'.join(filter(None, words))}@{DOMAIN}"
        at = self._days.utc(registered, OPENING + die[7] * 2, die[8])
        return (
            f"{key}\t{name} {home.surname}\t{born}\t{GENDERS[gender]}\t{home.phone}\t{email}"
            f"\t{home.address}\t{at}\t{at}\n"
        )

    def _policy(self, patient: int, registered: int, home: _Home) -> str:
        provider = self._policies.provider(patient)
        if provider is None:
            return ""
        said = self._profile.providers[provider]
        since, until = self._policies.span(patient, provider)
        key = self._first_policy + patient
        die = octets(self._profile.seed, "plan", patient, 3)
        plan = said.plans[die[0] % len(said.plans)]
        # An open-ended policy is one person's, another one the family's.
        number = f"{said.prefix}{home.policy:06d}"
        if said.is_open_ended:
            number = f"{said.prefix}{home.policy:06d}{patient % 10_000:04d}"
        if said.is_corporate:
            companies = self._pools.companies
            plan = f"{companies[(die[1] << 8 | die[2]) % len(companies)][:40]}, {plan}"[:80]
        at = self._days.utc(registered, OPENING + 15)
        last = NULL if until is None else self._days.iso[until]
        return (
            f"{key}\t{self._first_patient + patient}\t{said.name}\t{number}\t{plan}"
            f"\t{self._days.iso[since]}\t{last}\t{at}\n"
        )
