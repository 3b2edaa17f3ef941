"""A profile of one's own: what it can say, and that every mistake is told with file and line."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from projects import ROOT

from clinic_db.clinic.seeding.profile import PROVIDERS, SIZES, Profile, of_options
from clinic_db.clinic.seeding.profile_file import PROVIDER, RULES, read
from clinic_db.errors import UsageError

PAGE = ROOT / "docs/seeding.md"


def profile(tmp_path: Path, text: str, base: Profile | None = None) -> Profile:
    path = tmp_path / "clinic.toml"
    path.write_text(text, encoding="utf-8")
    return read(path, base or Profile())


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[clinic]\npatients = 5\n", 2, r"patients must be a whole number from 10 to 100,000,000"),
        ("\n[clinic]\n\nyears = true\n", 4, "years must be a whole number from 1 to 30, not True"),
        ("[clinic]\nlocale = 'Indonesian'\n", 2, 'locale must be a locale such as "id_ID"'),
        ("[clinic]\npatient = 50\n", 2, r"\[clinic\] has no patient; it has patients, app"),
        (
            "# mine\n[klinik]\npatients = 50\n",
            2,
            r"no table is called \[klinik\]; there are clinic",
        ),
        ("clinic = 5\n", 1, r"\[clinic\] is a table"),
        ("[money]\nunpaid = 1.5\n", 2, "unpaid must be a number from 0 to 1, not 1.5"),
        ("[money]\nunpaid = nan\n", 2, "unpaid must be a number from 0 to 1, not nan"),
        ("[money]\nunpaid = 0.6\npartly_paid = 0.6\n", 2, "the shares of unpaid, partly paid"),
        ("[visits]\ncancelled = 0.6\nno_show = 0.4\n", 3, "leave nobody who comes"),
        ("[calendar]\nweekdays = [1, 1, 1]\n", 2, "weekdays must be 7 numbers"),
        ("[calendar]\nweekdays = [0, 0, 0, 0, 0, 0, 0]\n", 2, "the clinic is never open"),
        ("[calendar]\nholidays = ['17-08']\n", 2, "holidays must be a list of days"),
        ("[calendar]\nholidays = [\n'08-17', '02-30']\n", 2, "holidays must be a list of days"),
        ("# mine\npatients = 50\n", 2, r"patients belongs below the line \[clinic\]"),
        ("\ufeff\n[clinic]\npatients = 5\n", 3, "patients must be a whole number"),
        ("# \u2028 a line to some\n[clinic]\npatients = 5\n", 3, "patients must be a whole"),
        ("[people]\nphone = '+62'\n", 2, "phone must be 4 to 32 characters with at least 4 '#'"),
        ("[people]\ncities = ['a\\tb']\n", 2, "cities must be a list of names"),
        ("[insurance]\nproviders = 5\n", 2, "providers are one or more tables"),
        (
            "[[insurance.providers]]\nname = 'A'\nshare = 1\nplans = ['x']\n"
            "[[insurance.providers]]\nname = 'B'\nshare = 1\n",
            5,
            "the provider has no plans",
        ),
        (
            "[insurance]\ninsured = 0.5\n[[insurance.providers]]\nname = 'A'\nshare = 1\n"
            "plans = ['x']\ncovers = 0\n",
            7,
            "covers must be a whole number from 1 to 100, not 0",
        ),
        ("[clinic]\npatients = \n", 2, "not TOML: Invalid value"),
        ("[clinic]\npatients = 50\npatients = 60\n", 3, "not TOML: Cannot overwrite a value"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    with pytest.raises(UsageError, match=message) as error:
        profile(tmp_path, text)
    assert error.value.where == f"{tmp_path / 'clinic.toml'}:{line}"
    assert error.value.hint == "docs/seeding.md describes every key"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read(tmp_path / "none.toml", Profile())
    (tmp_path / "latin.toml").write_bytes(b"[people]\ncities = ['Orl\xe9ans']\n")
    with pytest.raises(UsageError, match="cannot be read: not UTF-8"):
        read(tmp_path / "latin.toml", Profile())


def test_what_is_not_said_stays_as_it_was(tmp_path: Path) -> None:
    found = profile(tmp_path, "[visits]\ncancelled = 0.2\n", SIZES["medium"])
    assert (found.cancelled, found.patients, found.years) == (0.2, 20_000, 3)
    assert profile(tmp_path, "") == Profile()


def test_the_documented_example_is_a_profile(tmp_path: Path) -> None:
    """Every key stands in it, with a value that is not the default."""
    examples = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    found = profile(tmp_path, examples[0])
    said = {field.name for field in fields(Profile)}
    same = {name for name in said if getattr(found, name) == getattr(Profile(), name)}
    assert same == set()
    keys = {key for rules in RULES.values() for key in rules} | {"providers"}
    assert keys == said
    used = {key for key in PROVIDER if re.search(rf"^{key} = ", examples[0], re.M)}
    assert used == PROVIDER.keys()


def test_the_page_names_every_size() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, size in SIZES.items():
        row = f"| `{name}` | {size.patients:,} | {size.appointments:,} | {size.years} |"
        assert row in page, row


def test_the_number_that_is_not_given_follows() -> None:
    assert of_options(None, {"patients": 60}).appointments == 300
    assert of_options(None, {"appointments": 300}).patients == 60
    assert of_options(None, {"appointments": 1}).patients == 10
    assert of_options(SIZES["large"], {"patients": 60, "seed": None}).appointments == 1_000_000


def test_providers_have_prefixes_of_their_own() -> None:
    assert len({provider.prefix for provider in PROVIDERS}) == len(PROVIDERS)
