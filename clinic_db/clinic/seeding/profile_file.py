"""Read a profile of one's own from TOML; every error names the file and the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from clinic_db.clinic.seeding.profile import Profile, Provider, contradiction
from clinic_db.errors import UsageError

HINT = "docs/seeding.md describes every key"
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_HEADER = re.compile(r"\s*\[(\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a key takes.

    Attributes:
        says: the words for it, after 'must be'.
        takes: whether a value will do.
    """

    says: str
    takes: Callable[[Any], bool]


def _whole(low: int, high: int) -> Rule:
    return Rule(
        f"a whole number from {low:,} to {high:,}",
        lambda v: isinstance(v, int) and not isinstance(v, bool) and low <= v <= high,
    )


def _weight(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1000


def _weights(count: int, first: str) -> Rule:
    return Rule(
        f"{count} numbers from 0 to 1000, {first} first",
        lambda v: isinstance(v, list) and len(v) == count and all(map(_weight, v)),
    )


def _texts(says: str, pattern: str) -> Rule:
    return Rule(says, lambda v: isinstance(v, list) and all(_is_text(t, pattern) for t in v))


def _is_day(value: Any) -> bool:
    """Whether it is MM-DD, and a day that a leap year has."""
    try:
        return isinstance(value, str) and f"{date.fromisoformat(f'2000-{value}'):%m-%d}" == value
    except ValueError:
        return False


def _is_text(value: Any, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


SHARE = Rule("a number from 0 to 1", lambda v: _weight(v) and v <= 1)
FLAG = Rule("true or false", lambda v: isinstance(v, bool))
RULES: Mapping[str, Mapping[str, Rule]] = {
    "clinic": {
        "patients": _whole(10, 100_000_000),
        "appointments": _whole(1, 1_000_000_000),
        "years": _whole(1, 30),
        "seed": _whole(0, 2**63 - 1),
        "doctors": _whole(0, 100_000),
        "future_days": _whole(0, 365),
        "locale": Rule("a locale such as \"id_ID\"", lambda v: _is_text(v, "[a-z]{2,3}_[A-Z]{2}")),
    },
    "calendar": {
        "weekdays": _weights(7, "Monday"),
        "months": _weights(12, "January"),
        "holidays": Rule(
            "a list of days such as \"08-17\"",
            lambda v: isinstance(v, list) and all(map(_is_day, v)),
        ),
    },
    "visits": {"cancelled": SHARE, "no_show": SHARE},
    "people": {
        "phone": Rule(
            "4 to 32 characters with at least 4 '#'",
            lambda v: _is_text(v, r"[^\t\n\\]{4,32}") and v.count("#") >= 4,
        ),
        "cities": _texts("a list of names", r"[^\t\n\\]{1,60}"),
    },
    "insurance": {"insured": SHARE},
    "money": {"unpaid": SHARE, "partly_paid": SHARE, "refunded": SHARE, "voided": SHARE},
}  # fmt: skip
PLAN = r"[^\t\n\\]{1,40}"
PROVIDER: Mapping[str, Rule] = {
    "name": Rule("1 to 120 characters", lambda v: _is_text(v, r"[^\t\n\\]{1,120}")),
    "share": Rule("a number above 0, up to 1000", lambda v: _weight(v) and v > 0),
    "plans": Rule(
        "one or more names",
        lambda v: (
            isinstance(v, list) and bool(v) and all(_is_text(t, r"[^\t\n\\]{1,40}") for t in v)
        ),
    ),
    "covers": _whole(1, 100),
    "prefix": Rule("up to 20 characters", lambda v: _is_text(v, r"[^\t\n\\]{0,20}")),
    "is_open_ended": FLAG,
    "is_corporate": FLAG,
}
NEEDED = ("name", "share", "plans")


class _Document:
    """A file's text, and on which line what stands."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines: dict[tuple[str, int, str], int] = {}
        table, index = "", 0
        counts: dict[str, int] = {}
        for number, line in enumerate(text.split("\n"), 1):
            if header := _HEADER.match(line):
                table = header[2].replace(" ", "")
                index = counts[table] = counts.get(table, -1) + 1
                self._lines[table, index, ""] = number
            elif key := _KEY.match(line):
                self._lines.setdefault((table, index if table else 0, key[1]), number)

    def refuse(self, message: str, table: str, key: str = "", index: int = 0) -> NoReturn:
        """Raise for a key, or for a whole table."""
        above, _, last = table.rpartition(".")
        places = [(table, index, key), (key, 0, ""), (table, index, ""), (above, 0, last)]
        line = next((self._lines[place] for place in places if place in self._lines), 1)
        raise UsageError(message, where=f"{self._path}:{line}", hint=HINT)


def read(path: Path, base: Profile) -> Profile:
    """`base` with everything that the file says.

    Raises:
        UsageError: an unreadable file, a key that is unknown, a value that makes no sense.
    """
    text, content = _parse(path)
    document = _Document(path, text)
    found: dict[str, Any] = {}
    for table, values in content.items():
        if table not in RULES:
            above = [name for name, rules in RULES.items() if table in rules]
            what = f"no table is called [{table}]; there are {', '.join(RULES)}"
            if above and not isinstance(values, dict):
                what = f"{table} belongs below the line [{above[0]}]"
            document.refuse(what, "", table)
        if not isinstance(values, dict):
            document.refuse(f"[{table}] is a table", table)
        rules = RULES[table]
        for key, value in values.items():
            if (table, key) == ("insurance", "providers"):
                found["providers"] = _providers(document, value)
                continue
            _check(document, rules, value, table, key)
            found[key] = tuple(value) if isinstance(value, list) else value
    profile = replace(base, **found)
    problem = contradiction(profile)
    if problem:
        table = next(name for name, rules in RULES.items() if problem[0] in rules)
        document.refuse(problem[1], table, problem[0])
    return profile


def _parse(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        # Editors of one system write a byte order mark, which is nobody's first key.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise UsageError(f"cannot be read: {reason}", where=str(path), hint=HINT) from error
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        line = place[1] if place and place[1] else len(text.splitlines()) or 1
        message = _AT_LINE.sub("", str(error))
        raise UsageError(f"not TOML: {message}", where=f"{path}:{line}", hint=HINT) from error


def _providers(document: _Document, value: Any) -> tuple[Provider, ...]:
    table = "insurance.providers"
    if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
        document.refuse("providers are one or more tables [[insurance.providers]]", table)
    for index, provider in enumerate(value):
        for key in NEEDED:
            if key not in provider:
                document.refuse(f"the provider has no {key}", table, index=index)
        for key, given in provider.items():
            _check(document, PROVIDER, given, table, key, index)
    return tuple(Provider(**{**each, "plans": tuple(each["plans"])}) for each in value)


def _check(
    document: _Document,
    rules: Mapping[str, Rule],
    value: Any,
    table: str,
    key: str,
    index: int = 0,
) -> None:
    if key not in rules:
        document.refuse(f"[{table}] has no {key}; it has {', '.join(rules)}", table, key, index)
    if not rules[key].takes(value):
        document.refuse(f"{key} must be {rules[key].says}, not {value!r}", table, key, index)
