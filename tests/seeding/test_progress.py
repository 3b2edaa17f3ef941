"""What the person who waits sees, and that machines and CI see none of it."""

from __future__ import annotations

from collections import Counter

from seeding.conftest import SMALL, Site
from terminal import at_a_terminal

from clinic_db.clinic.seeding.tables import TABLES


def watched(site: Site, *args: str, **environ: str) -> str:
    """What somebody at a terminal sees of `clinic-db seed`."""
    url = site.schema.url
    return at_a_terminal("seed", *SMALL, "--append", *args, CLINIC_DB_URL=url, **environ)


def test_at_a_terminal_there_is_a_bar_for_each_table(site: Site) -> None:
    written = watched(site)
    for table in TABLES:
        assert table in written
    assert "700/700" in written
    assert "rows/s" in written


def test_quiet_and_ci_show_nothing(site: Site) -> None:
    assert watched(site, "--quiet") == ""
    assert watched(site, CI="true") == ""


def test_without_a_terminal_there_are_no_bars(site: Site) -> None:
    done = site.run("seed", *SMALL)
    assert done.err == ""
    assert "appointments" in done.out


def test_what_is_told_adds_up(site: Site) -> None:
    """The bars' numbers are those of committed rows, and in the end of all of them."""
    from clinic_db.clinic.seeding import profile, run
    from clinic_db.testing import configuration

    told: Counter[str] = Counter()
    expected: dict[str, int] = {}
    outcome = run.seed(
        configuration(site.schema.target, None),
        run.Wish(profile.of_options(None, {"patients": 100}), workers=2),
        run.Audience(rows=told.update, expects=expected.update),
    )
    assert dict(told) == dict(outcome.counts) == site.counts()
    assert {table: told[table] for table in expected} == expected
