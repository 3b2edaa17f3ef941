"""What fits together: diagnoses with their words, services, prices and laboratory values.

`diagnoses.toml` says it; here it becomes look-up tables of 256 entries, so that a row needs a byte
and an index for each choice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from clinic_db.clinic.seeding.hashing import table
from clinic_db.clinic.seeding.tables import NULL
from clinic_db.errors import ProjectError

FILE = Path(__file__).with_name("diagnoses.toml")
WHO = ("child", "man", "woman", "elder")
CONTROL = "KONTROL"
SEASONS = {
    "all": (1.0,) * 12,
    "wet": (1.6, 1.6, 1.4, 0.9, 0.7, 0.6, 0.6, 0.6, 0.7, 0.9, 1.3, 1.5),
    "dry": (0.8, 0.8, 0.8, 1.0, 1.2, 1.3, 1.3, 1.3, 1.2, 1.0, 0.8, 0.8),
}
# How often somebody who comes often is seen for a follow-up instead of a full consultation.
FOLLOW_UP = 0.4
# A visit has at most so many lines, and so many results.
MOST_LINES = 4
MOST_RESULTS = 6


@dataclass(frozen=True, slots=True)
class Service:
    """A row of the price list; the price in hundredths of the currency."""

    service_id: int
    price: int


@dataclass(frozen=True, slots=True)
class Test:
    """A laboratory test.

    Attributes:
        head: the columns before the day of the test, as a row gives them.
        values: the columns behind it (value, unit, bounds, words): 128 times inside the bounds,
            then 128 times outside.
    """

    head: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """The services of one visit.

    Attributes:
        lines: (service_id, quantity, unit_price) as a row gives them.
        total: the sum in hundredths.
        results: (test, how many of 256 values are outside the bounds).
    """

    lines: tuple[str, ...]
    total: int
    results: tuple[tuple[Test, int], ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One entry of diagnoses.toml.

    Attributes:
        words: (is a child, allergy or '') → variants of (code, name, treatment, prescription,
            symptoms) as a row gives them.
        notes: what the reception wrote when the visit was booked, one for each variant.
        bundles: (specialization, comes often) → 256 bundles.
    """

    code: str
    who: frozenset[str]
    at: frozenset[str]
    weight: float
    season: str
    is_chronic: bool
    has_high_pressure: bool
    words: Mapping[tuple[bool, str], tuple[str, ...]]
    notes: tuple[str, ...]
    bundles: Mapping[tuple[str, bool], tuple[Bundle, ...]]

    def said_of(self, is_child: bool, allergy: str) -> tuple[str, ...]:
        """The variants for somebody; an allergy to no medicine changes nothing."""
        return self.words.get((is_child, allergy)) or self.words[is_child, ""]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything by index.

    Attributes:
        by_visit: (specialization, who, month from 0) → 256 diagnoses.
        chronic: who → 256 diagnoses that a person keeps.
        seen_by: specialization → 256 indexes into WHO.
        titles: specialization → what is put behind a doctor's name.
    """

    by_visit: Mapping[tuple[str, str, int], tuple[Diagnosis, ...]]
    chronic: Mapping[str, tuple[Diagnosis, ...]]
    seen_by: Mapping[str, tuple[int, ...]]
    titles: Mapping[str, str]


@cache
def content() -> dict[str, Any]:
    """diagnoses.toml as it stands."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def make(services: Mapping[str, Service]) -> Catalogue:
    """The catalogue for a price list.

    Args:
        services: code → service, those that can be added to a visit.

    Raises:
        ProjectError: the price list lacks a consultation.
    """
    said = content()
    special = said["specializations"]
    missing = sorted({s["consultation"] for s in special.values()} - services.keys())
    if missing:
        raise ProjectError(
            f"the price list has no active {', '.join(missing)}",
            where="services",
            hint="clinic-db seed --size reference inserts what is missing",
        )
    tests = {name: _test(values) for name, values in said["tests"].items()}
    found = [_diagnosis(entry, said, services, tests) for entry in said["diagnoses"]]
    return Catalogue(
        by_visit={
            (at, who, month): _weighted(
                [d for d in found if at in d.at and who in d.who], month
            )
            for at, each in special.items()
            for who in each["patients"]
            for month in range(12)
        },
        chronic={
            who: _weighted([d for d in found if d.is_chronic and who in d.who])
            for who in WHO[1:]
        },
        seen_by={
            at: table([each["patients"].get(who, 0) for who in WHO])
            for at, each in special.items()
        },
        titles={at: each.get("title", "") for at, each in special.items()},
    )  # fmt: skip


def _weighted(found: Sequence[Diagnosis], month: int | None = None) -> tuple[Diagnosis, ...]:
    weights = [d.weight * (1 if month is None else SEASONS[d.season][month]) for d in found]
    return tuple(found[i] for i in table(weights))


def _diagnosis(
    entry: Mapping[str, Any],
    said: Mapping[str, Any],
    services: Mapping[str, Service],
    tests: Mapping[str, Test],
) -> Diagnosis:
    variants = list(product(entry["treatment"], entry["prescription"], entry["symptoms"]))
    head = f"{entry['code']}\t{entry['name']}"
    instead = said["instead"]
    persons = product((False, True), ("", *(name for name in instead if name != WHO[0])))
    abnormal = entry.get("abnormal", {})
    bundles = {}
    for at in entry["at"]:
        consultation = said["specializations"][at]["consultation"]
        for often in (False, True):
            codes = list(_bundles(consultation, often, entry.get("services", {}), services))
            made = {each: _bundle(each, said["brings"], services, tests, abnormal)
                    for each in set(codes)}  # fmt: skip
            bundles[at, often] = tuple(made[each] for each in codes)
    return Diagnosis(
        code=entry["code"],
        who=frozenset(entry["who"]),
        at=frozenset(entry["at"]),
        weight=entry["weight"],
        season=entry.get("season", "all"),
        is_chronic=entry.get("chronic", False),
        has_high_pressure=entry.get("pressure") == "high",
        words={
            (is_child, allergy): tuple(
                f"{head}\t{t}\t{_suited(p, instead, is_child, allergy)}\t{s}"
                for t, p, s in variants
            )
            for is_child, allergy in persons
        },
        notes=tuple(symptom.split(",")[0] for _, _, symptom in variants),
        bundles=bundles,
    )


def _suited(
    prescription: str, instead: Mapping[str, Mapping[str, str]], is_child: bool, allergy: str
) -> str:
    """What is prescribed to somebody: in a child's form, and nothing that an allergy forbids."""
    for about in (WHO[0] if is_child else "", allergy):
        for medicine, other in instead.get(about, {}).items():
            prescription = prescription.replace(medicine, other)
    return prescription


def _bundles(
    consultation: str, often: bool, chances: Mapping[str, float], known: Mapping[str, Service]
) -> Iterator[tuple[str, ...]]:
    """256 combinations of codes, each as often as its chance says."""
    follow_up = FOLLOW_UP if often and CONTROL in known else 0.0
    extra = [(code, chance) for code, chance in chances.items() if code in known]
    combined, weights = [], []
    firsts = [(consultation, 1 - follow_up), (CONTROL, follow_up)]
    for (first, share), taken in product(firsts, product((True, False), repeat=len(extra))):
        for (_, chance), is_taken in zip(extra, taken, strict=True):
            share *= chance if is_taken else 1 - chance
        codes = (first, *(c for (c, _), is_taken in zip(extra, taken, strict=True) if is_taken))
        combined.append(codes[:MOST_LINES])
        weights.append(share)
    return (combined[i] for i in table(weights))


@cache
def _line(service: Service, quantity: int) -> str:
    return f"{service.service_id}\t{quantity}\t{service.price // 100}.{service.price % 100:02d}"


def _bundle(
    codes: Sequence[str],
    brings: Mapping[str, Sequence[str]],
    services: Mapping[str, Service],
    tests: Mapping[str, Test],
    abnormal: Mapping[str, float],
) -> Bundle:
    names = [name for code in codes for name in brings.get(code, ())][:MOST_RESULTS]
    return Bundle(
        lines=tuple(_line(services[code], 1) for code in codes),
        total=sum(services[code].price for code in codes),
        results=tuple((tests[name], round(256 * abnormal.get(name, 0.04))) for name in names),
    )


def _test(said: Mapping[str, Any]) -> Test:
    low, high = said.get("low", NULL), said.get("high", NULL)
    values = []
    for kind in ("normal", "abnormal"):
        if f"{kind}_words" in said:
            words = said[f"{kind}_words"]
            values += [
                f"{NULL}\t{NULL}\t{low}\t{high}\t{words[i % len(words)]}" for i in range(128)
            ]
        else:
            numbers = _spread(said[kind], said["decimals"])
            values += [f"{n}\t{said['unit']}\t{low}\t{high}\t{NULL}" for n in numbers]
    return Test(f"{said['type']}\t{said['loinc']}", tuple(values))


def _spread(span: Sequence[float], decimals: int) -> list[str]:
    first, last = span
    return [f"{first + (last - first) * i / 127:.{decimals}f}" for i in range(128)]
