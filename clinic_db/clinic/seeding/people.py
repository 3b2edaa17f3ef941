"""Rows of patients and insurance, a block of ten after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from clinic_db.clinic.seeding import ages
from clinic_db.clinic.seeding.ages import ELDER, MAN, WOMAN
from clinic_db.clinic.seeding.days import Days
from clinic_db.clinic.seeding.families import BLOCK, MOST_FAMILIES, Families
from clinic_db.clinic.seeding.hashing import octets, rows
from clinic_db.clinic.seeding.policies import Policies
from clinic_db.clinic.seeding.pools import Pools, slug
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.clinic.seeding.tables import NULL

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
    registered: int


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
        dice = list(rows(self._profile.seed, "people", number, BLOCK, 9))
        places = [self._families.place(number * BLOCK + place) for place in range(BLOCK)]
        homes = self._homes(number, places, dice)
        elapsed = [self._days.today - homes[family].registered for family, _ in places]
        chances = [die[4] << 8 | die[5] for die in dice]
        known = ages.of_block(places, chances, elapsed)
        for place, ((family, who), die, age) in enumerate(zip(places, dice, known, strict=True)):
            patient = number * BLOCK + place
            if patient < self._profile.patients:
                home = homes[family]
                row = self._patient(patient, who, age, home, die)
                yield row, self._policy(patient, age, home, die)

    def _homes(
        self, block: int, places: Sequence[tuple[int, int]], dice: Sequence[tuple[int, ...]]
    ) -> dict[int, _Home]:
        """Family → what it shares; all of it is registered with its first one."""
        homes: dict[int, _Home] = {}
        for place, (family, _) in enumerate(places):
            if family not in homes:
                registered = self._families.registered(block * BLOCK + place, dice[place][0])
                homes[family] = self._home(block, family, registered)
        return homes

    def _home(self, block: int, family: int, registered: int) -> _Home:
        die = octets(self._profile.seed, "home", block * MOST_FAMILIES + family, 24)
        pools = self._pools
        surname = pools.surnames[(die[0] << 8 | die[1]) % len(pools.surnames)]
        street = pools.streets[(die[2] << 8 | die[3]) % len(pools.streets)]
        city = pools.cities[die[4] % len(pools.cities)]
        house = 1 + (die[5] << 8 | die[6]) % 180
        digits = iter(f"{int.from_bytes(die[8:20], 'big'):032d}"[::-1])
        phone = "".join(next(digits) if mark == "#" else mark for mark in self._profile.phone)
        policy = int.from_bytes(die[20:24], "big") % 1_000_000
        address = f"{street} {house}, {city}"
        return _Home(surname, slug(surname), phone, address, policy, registered)

    def _patient(self, patient: int, who: int, age: int, home: _Home, die: tuple[int, ...]) -> str:
        gender = die[1] % 2
        if who in (MAN, WOMAN):
            gender = who - MAN
        elif who == ELDER:
            # Neighbours in a block are couples.
            gender = patient % 2
        names = (self._pools.men, self._pools.women)[gender]
        name = names[(die[2] << 8 | die[3]) % len(names)]
        born = self._days.date(home.registered) - timedelta(days=age)
        key = self._first_patient + patient
        email = NULL
        if die[6] < HAS_EMAIL[who]:
            words = (self._slugs[gender][name], home.surname_slug, str(key))
            email = f"{'.'.join(filter(None, words))}@{DOMAIN}"
        at = self._days.utc(home.registered, OPENING + die[7] * 2, die[8])
        return (
            f"{key}\t{name} {home.surname}\t{born}\t{GENDERS[gender]}\t{home.phone}\t{email}"
            f"\t{home.address}\t{at}\t{at}\n"
        )

    def _policy(self, patient: int, age: int, home: _Home, die: tuple[int, ...]) -> str:
        """The row of the patient's policy, '' without one that lasts until the registration."""
        provider = self._policies.provider(patient)
        if provider is None:
            return ""
        said = self._profile.providers[provider]
        since, until = self._policies.span(patient, provider)
        if until is not None and until < home.registered:
            return ""
        key = self._first_policy + patient
        # An open-ended policy is one person's, another one the family's.
        number, about = f"{said.prefix}{home.policy:06d}", ("family plan", home.policy)
        if said.is_open_ended:
            number, about = f"{number}{patient % 10_000:04d}", ("plan", patient)
        chosen = octets(self._profile.seed, *about, 3)
        plan = said.plans[chosen[0] % len(said.plans)]
        if said.is_corporate:
            companies = self._pools.companies
            plan = f"{companies[(chosen[1] << 8 | chosen[2]) % len(companies)][:40]}, {plan}"[:80]
        # Entered right after the patient, or in the morning of its first day.
        at = self._days.utc(home.registered, OPENING + die[7] * 2 + 5, die[8])
        if since > home.registered:
            at = self._days.utc(since, OPENING + 15)
        # Nobody was insured before the birth.
        first = self._days.iso[max(since, home.registered - age)]
        last = NULL if until is None else self._days.iso[until]
        return (
            f"{key}\t{self._first_patient + patient}\t{said.name}\t{number}\t{plan}"
            f"\t{first}\t{last}\t{at}\n"
        )
