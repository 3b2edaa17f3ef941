"""Small generated clinics to look at: recipes, and their rows taken apart again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from clinic_db.clinic.seeding import pools
from clinic_db.clinic.seeding.catalogue import Service
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.clinic.seeding.tables import COLUMNS
from clinic_db.clinic.seeding.world import Recipe, World

TODAY = date(2026, 3, 17)
# The price list of seeds/reference, in hundredths of a rupiah.
PRICES = {
    "KONSUL-UMUM": 150_000_00, "KONSUL-ANAK": 250_000_00, "KONSUL-GIGI": 200_000_00,
    "KONTROL": 100_000_00, "LAB-DARAH": 120_000_00, "LAB-GULA": 45_000_00,
    "LAB-LIPID": 185_000_00, "VAKSIN-INFLUENZA": 350_000_00, "TAMBAL-GIGI": 300_000_00,
    "EKG": 175_000_00, "SURAT-SEHAT": 50_000_00, "EDUKASI": 0,
}  # fmt: skip
SERVICES = {code: Service(i, price) for i, (code, price) in enumerate(PRICES.items(), 1)}
Row = dict[str, str]


@cache
def some_pools() -> pools.Pools:
    return pools.make("id_ID")


def recipe(today: date = TODAY, **profile: Any) -> Recipe:
    """What a clinic with some values of its profile set is made from."""
    settings: dict[str, Any] = {"patients": 400, "appointments": 2_000, **profile}
    return Recipe(Profile(**settings), today, 420, SERVICES, some_pools(), {})


def world(today: date = TODAY, **profile: Any) -> World:
    made = World(recipe(today, **profile))
    return World(made.settled())


def texts(made: World, order: Sequence[int] | None = None) -> dict[str, list[bytes]]:
    """Table → the bytes of each chunk in the order of their numbers, made in another order."""
    tasks = [task for stage in made.tasks() for task in stage]
    found: dict[str, dict[int, bytes]] = {table: {} for table in COLUMNS}
    for index in order or range(len(tasks)):
        for rows in made.chunk(tasks[index]):
            found[rows.table][tasks[index].number] = rows.text
    return {table: [by[number] for number in sorted(by)] for table, by in found.items()}


def rows(made: World) -> dict[str, list[Row]]:
    """Table → its rows as columns to texts."""
    return {
        table: [dict(zip(COLUMNS[table], line, strict=True)) for line in _lines(chunks)]
        for table, chunks in texts(made).items()
    }


def _lines(chunks: Sequence[bytes]) -> Iterator[list[str]]:
    for chunk in chunks:
        for line in chunk.decode().splitlines():
            yield line.split("\t")


def smaller(made: World, **profile: Any) -> Recipe:
    """The recipe of a clinic with some values changed."""
    return replace(made.recipe, profile=replace(made.recipe.profile, **profile))
