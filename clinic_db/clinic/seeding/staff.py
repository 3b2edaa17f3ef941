"""Rows of doctors and of the logins: admin, reception, and one for each doctor."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from clinic_db.clinic.seeding.calendar import Doctor
from clinic_db.clinic.seeding.days import NOON, Days
from clinic_db.clinic.seeding.hashing import octets
from clinic_db.clinic.seeding.pools import Pools, slug
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.clinic.seeding.tables import NULL

DOCTORS_A_RECEPTIONIST = 4
FEWEST_RECEPTIONISTS = 2
DENTIST = "Gigi"
DOMAIN = "klinik.example"
# Nobody was hired before this many days before the history; logins were made with the clinic.
OPENED = 1_200
# A doctor is entered before the first day of work, so that visits can be booked from then on.
NOTICE = 31
HEAD = "$argon2id$v=19$m=19456,t=2,p=1$"


class Keys(NamedTuple):
    """The first keys of both tables."""

    doctor: int
    user: int


class Staff:
    """Makes the rows of doctors and users, and says which keys the reception has."""

    def __init__(
        self,
        profile: Profile,
        days: Days,
        pools: Pools,
        doctors: Sequence[Doctor],
        titles: Mapping[str, str],
        first: Keys,
    ) -> None:
        self._profile = profile
        self._days = days
        self._pools = pools
        self._doctors = doctors
        self._titles = titles
        self._first = first
        count = max(FEWEST_RECEPTIONISTS, len(doctors) // DOCTORS_A_RECEPTIONIST)
        self.receptionists = tuple(first.user + 1 + i for i in range(count))

    def doctors(self) -> Iterator[str]:
        """A row for each doctor."""
        for doctor in self._doctors:
            first_name, surname = self._name(doctor)
            key = self._first.doctor + doctor.number
            field = doctor.specialization
            title = self._titles[field]
            prefix = "drg." if field == DENTIST else "dr."
            name = f"{prefix} {first_name} {surname}" + (f", {title}" if title else "")
            die = octets(self._profile.seed, "licence", doctor.number, 8)
            digits = f"{int.from_bytes(die, 'big'):020d}"
            since = max(doctor.since, self._days.start - OPENED)
            at = self._days.utc(since - NOTICE, 9 * 60, die[0])
            licence = f"SIP-{digits[-3:]}/{key:04d}/{self._days.iso[since][:4]}"
            phone = f"0812-{digits[4:8]}-{digits[8:12]}"
            email = f"{slug(f'{first_name} {surname}')}.{key}@{DOMAIN}"
            left = NULL if doctor.until is None else self._days.utc(doctor.until, 18 * 60)
            yield (
                f"{key}\t{licence}\t{name}\t{field}\t{phone}\t{email}\t{int(left == NULL)}"
                f"\t{at}\t{at if left == NULL else left}\n"
            )

    def users(self) -> Iterator[str]:
        """A row for the admin, each receptionist and each doctor, all of them closed.

        The hashes are well-formed and belong to no password, so that nobody can log in to a
        clinic whose passwords would be public.
        """
        made = self._days.utc(self._days.start - OPENED - NOTICE, 8 * 60)
        admin = self._first.user
        yield self._user(admin, f"admin.{admin}", "Admin", NULL, made, True)
        for key in self.receptionists:
            yield self._user(key, f"resepsionis.{key}", "Receptionist", NULL, made, True)
        for key, doctor in enumerate(self._doctors, self.receptionists[-1] + 1):
            number = self._first.doctor + doctor.number
            words = filter(None, ("dr", slug(self._name(doctor)[0]), str(number)))
            since = max(doctor.since, self._days.start - OPENED)
            at = self._days.utc(since - NOTICE, 9 * 60 + 5)
            yield self._user(key, ".".join(words), "Doctor", number, at, doctor.until is None)

    def _user(
        self, key: int, name: str, role: str, doctor: int | str, at: str, is_active: bool
    ) -> str:
        die = octets(self._profile.seed, "login", key - self._first.user, 50)
        salt, digest = (b64encode(part).decode().rstrip("=") for part in (die[:16], die[16:48]))
        last = NULL
        if is_active:
            last = self._days.utc(self._days.today - die[48] % 5, NOON - 60 - die[49])
        return (
            f"{key}\t{name}\t{HEAD}{salt}${digest}\t{role}\t{doctor}\t{int(is_active)}"
            f"\t{last}\t{at}\n"
        )

    def _name(self, doctor: Doctor) -> tuple[str, str]:
        die = octets(self._profile.seed, "doctor name", doctor.number, 5)
        names = (self._pools.men, self._pools.women)[die[0] % 2]
        surnames = self._pools.surnames
        return (
            names[(die[1] << 8 | die[2]) % len(names)],
            surnames[(die[3] << 8 | die[4]) % len(surnames)],
        )
