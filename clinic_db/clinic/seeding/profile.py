"""What a generated clinic is like: a frozen record, the sizes, and what of it makes no sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from clinic_db.errors import UsageError

# A block of patients is the smallest clinic that has families of every kind.
FEWEST_PATIENTS = 10
VISITS_PER_PATIENT = 5


@dataclass(frozen=True, slots=True)
class Provider:
    """An insurer.

    Attributes:
        share: how many of the insured it insures, against the other providers.
        plans: names of its plans.
        covers: percent of a bill that it pays.
        prefix: begins its policy numbers.
        is_open_ended: policies have no last day.
        is_corporate: the plan names an employer.
    """

    name: str
    share: float
    plans: tuple[str, ...]
    covers: int = 100
    prefix: str = ""
    is_open_ended: bool = False
    is_corporate: bool = False


PROVIDERS = (
    Provider(
        "BPJS Kesehatan", 70, ("Kelas 1", "Kelas 2", "Kelas 3"), prefix="000", is_open_ended=True
    ),
    Provider("Asuransi Sejahtera", 18, ("Silver", "Gold"), covers=80, prefix="AS-"),
    Provider("Nusantara Life", 12, ("Rawat Jalan",), covers=90, prefix="NL-", is_corporate=True),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """A clinic to generate. Shares are between 0 and 1; a list of weights needs no certain sum.

    Attributes:
        patients, appointments: how many rows of each.
        years: of history before today.
        seed: another number makes another clinic of the same kind.
        locale: of the names, as Faker calls it.
        doctors: 0 leaves it to the number of appointments.
        future_days: how far ahead appointments are booked.
        weekdays, months: how busy they are, Monday and January first; 0 is closed.
        holidays: closed every year, as 'MM-DD'.
        cancelled, no_show: shares of the past appointments.
        insured: share of the patients.
        unpaid, partly_paid, refunded, voided: shares of the bills.
        phone: '#' stands for a digit.
        cities: in which patients live; without any, Faker's.
    """

    patients: int = 2_000
    appointments: int = 10_000
    years: int = 1
    seed: int = 1
    locale: str = "id_ID"
    doctors: int = 0
    future_days: int = 30
    weekdays: tuple[float, ...] = (1.25, 1.05, 1.0, 1.0, 0.9, 0.7, 0.0)
    months: tuple[float, ...] = (
        1.15, 1.15, 1.1, 1.0, 0.95, 0.9, 0.9, 0.95, 0.95, 1.0, 1.05, 1.05,
    )  # fmt: skip
    holidays: tuple[str, ...] = ("01-01", "05-01", "06-01", "08-17", "12-25")
    cancelled: float = 0.08
    no_show: float = 0.05
    insured: float = 0.62
    providers: tuple[Provider, ...] = PROVIDERS
    unpaid: float = 0.06
    partly_paid: float = 0.05
    refunded: float = 0.01
    voided: float = 0.005
    phone: str = "08##-####-####"
    cities: tuple[str, ...] = ()


SIZES: Mapping[str, Profile] = {
    "small": Profile(),
    "medium": Profile(patients=20_000, appointments=100_000, years=3),
    "large": Profile(patients=200_000, appointments=1_000_000, years=3),
}


def of_options(base: Profile | None, options: Mapping[str, Any]) -> Profile:
    """`base` with what was given on the command line.

    Without a base, one of the two numbers is enough: the other one follows.

    Raises:
        UsageError: the numbers make no sense together.
    """
    known = {field.name for field in fields(Profile)}
    given = {k: v for k, v in options.items() if k in known and v is not None}
    if base is None and "patients" in given:
        given.setdefault("appointments", given["patients"] * VISITS_PER_PATIENT)
    elif base is None and "appointments" in given:
        given["patients"] = max(given["appointments"] // VISITS_PER_PATIENT, FEWEST_PATIENTS)
    profile = replace(base or Profile(), **given)
    problem = contradiction(profile)
    if problem:
        raise UsageError(problem[1], where=f"--{problem[0]}", hint="clinic-db seed --help")
    return profile


def contradiction(profile: Profile) -> tuple[str, str] | None:
    """The field and the words for values that are fine alone but not together, or None."""
    if profile.cancelled + profile.no_show > 0.9:
        return "no_show", "cancelled and no_show leave nobody who comes"
    if profile.unpaid + profile.partly_paid + profile.refunded + profile.voided > 1:
        return "unpaid", "the shares of unpaid, partly paid, refunded and void bills pass 1"
    if not any(profile.weekdays) or not any(profile.months):
        return "weekdays", "the clinic is never open"
    return None
