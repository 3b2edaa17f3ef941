"""Names, streets and companies from Faker: made once, with a fixed seed, and handed to the workers.

The only module that knows Faker. Asking it for every row costs 8 to 25 µs a word; rows combine
the pools' words by hash instead. What a pool holds depends on the locale and on Faker's version,
not on the seed: another seed combines the same words otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from clinic_db.errors import MissingExtraError, UsageError

SEED = 20_240_817
# Tries for one pool; Faker repeats itself, so a pool is smaller.
DRAWS = 600
# What a row may not hold between two tabs, and what the columns cannot take.
_UNWANTED = re.compile(r"[\t\r\n\\]+")


@dataclass(frozen=True, slots=True)
class Pools:
    """Words to combine; none holds a tab, a line end or a backslash."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[str, ...]
    companies: tuple[str, ...]


def make(locale: str, cities: tuple[str, ...] = ()) -> Pools:
    """The pools of a locale.

    Args:
        cities: instead of Faker's.

    Raises:
        MissingExtraError: Faker is not installed.
        UsageError: Faker does not know the locale.
    """
    try:
        from faker import Faker
    except ModuleNotFoundError as error:
        raise MissingExtraError("clinic-db seed --size", "seed") from error
    try:
        fake = Faker(locale)
    except AttributeError as error:
        raise UsageError(
            f"Faker knows no locale {locale!r}", where="locale", hint="for instance id_ID, en_US"
        ) from error
    fake.seed_instance(SEED)
    return Pools(
        men=_pool(fake.first_name_male, 40),
        women=_pool(fake.first_name_female, 40),
        surnames=_pool(fake.last_name, 40),
        streets=_pool(fake.street_name, 60),
        cities=cities or _pool(fake.city, 40)[:40],
        companies=_pool(fake.company, 60),
    )


def slug(text: str) -> str:
    """What of a name can stand in an address: 'Siti Nur' is 'siti.nur'; '' where nothing can."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", ".", plain).strip(".")


def _pool(draw: Callable[[], str], longest: int) -> tuple[str, ...]:
    """The different short words of many draws, in the order in which they came."""
    words = (_UNWANTED.sub(" ", draw()).strip() for _ in range(DRAWS))
    return tuple(dict.fromkeys(word for word in words if 0 < len(word) <= longest))
