"""An adoption that is killed anywhere goes on at the next run, and no row is ever lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from adopt.conftest import Site
from adopt.forerunner import plant
from adopt.oracle import assert_nothing_is_lost, differences
from projects import ROOT

from clinic_db.clinic import invariants
from clinic_db.schema_pool import Schema

KILLED = Path(__file__).with_name("killed.py")
WAITING = (
    "SELECT count(*) FROM information_schema.processlist"
    " WHERE db = database() AND state = 'Waiting for table metadata lock'"
)


def _start(site: Site, *args: str) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "CLINIC_DB_URL": site.schema.url, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *args], env=environ, cwd=ROOT, stdout=subprocess.DEVNULL
    )


def _assert_adopted(
    site: Site, fresh: Schema, before: dict[str, dict[int, dict[str, object]]]
) -> None:
    assert_nothing_is_lost(site.old.db, before)
    assert invariants.broken(site.old.db) == []
    assert differences(site.schema, fresh) == []
    assert "nothing to do" in site.run("apply").out


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("after", "CREATE TABLE IF NOT EXISTS _clinic_db_adoption"),
        ("after", "('begun'"),
        ("after", "RENAME TABLE"),
        ("after", "DROP CONSTRAINT"),
        ("before", "CREATE TABLE appointments"),
        ("after", "CREATE TABLE billing"),
        ("after", "('migrated'"),
        ("before", "copied appointments"),
        ("after", "INSERT INTO `payments`"),
        ("before", "('verified'"),
        ("after", "CREATE TRIGGER billing_before_update"),
        ("after", "DROP TABLE `forerunner_patients`"),
        ("after", "DROP TABLE `_clinic_db_adoption`"),
    ],
)  # fmt: skip
def test_a_killed_adoption_goes_on(site: Site, schema: Schema, when: str, text: str) -> None:
    plant(site.old)
    before = site.old.rows()
    child = _start(site, str(KILLED), when, text, "adopt", "--fix")
    assert child.wait(60) == -signal.SIGKILL
    aside = site.old.db.one("SHOW TABLES LIKE 'forerunner\\_patients'")
    gone = "forerunner_" if aside else ""
    if "DROP TABLE" not in text or when == "before":
        assert site.old.rows(gone) == before
    if "DROP TABLE `_" not in text:
        assert site.adopt("--check", code=1)["state"] == "unfinished"
    assert site.adopt("--fix")["state"] in ("adopted", "already adopted")
    _assert_adopted(site, schema, before)


def test_a_run_that_is_asked_to_end_stops_before_the_next_step(site: Site, schema: Schema) -> None:
    """The signal falls between two statements: the step under way is undone, the rest waits."""
    plant(site.old)
    before = site.old.rows()
    child = _start(site, str(KILLED), "ask", "INSERT INTO `doctors`", "adopt", "--fix")
    assert child.wait(60) == 130
    done = {row["step"] for row in site.old.db.rows("SELECT step FROM _clinic_db_adoption")}
    assert done == {"begun", "migrated", "copied patients"}
    assert site.old.rows("forerunner_") == before
    assert site.adopt("--fix")["state"] == "adopted"
    _assert_adopted(site, schema, before)


def test_what_the_first_run_was_told_holds(site: Site) -> None:
    """--fix, the clinic's offset and the duration are remembered: a run has one set of rules."""
    plant(site.old)
    told = ("--fix", "--utc-offset", "+08:00", "--duration", "15")
    child = _start(site, str(KILLED), "before", "RENAME TABLE", "adopt", *told)
    assert child.wait(60) == -signal.SIGKILL
    assert site.adopt()["state"] == "adopted"
    db = site.old.db
    assert db.value("SELECT value FROM clinic_settings WHERE name = 'utc_offset'") == "+08:00"
    assert db.rows("SELECT DISTINCT duration_min FROM appointments") == [{"duration_min": 15}]


def test_an_apply_in_between_does_no_harm(site: Site, schema: Schema) -> None:
    """The triggers that it makes would refuse the rows of the past; they go until all is loaded."""
    plant(site.old)
    before = site.old.rows()
    child = _start(site, str(KILLED), "after", "copied users", "adopt", "--fix")
    assert child.wait(60) == -signal.SIGKILL
    assert site.run("apply").code == 0
    assert site.adopt("--fix")["state"] == "adopted"
    _assert_adopted(site, schema, before)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 130)]
)
def test_a_run_that_waits_can_be_stopped(
    site: Site, schema: Schema, number: signal.Signals, code: int
) -> None:
    """Killed, its RENAME may still happen when the way is free; the next run sees which."""
    plant(site.old)
    before = site.old.rows()
    with site.schema.connect() as other, other.transaction():
        other.rows("SELECT * FROM patients")
        child = _start(site, "-m", "clinic_db", "adopt", "--fix", "--lock-wait-timeout", "60")
        pause = threading.Event()
        for _ in range(200):
            if site.old.db.value(WAITING):
                break
            pause.wait(0.05)
        child.send_signal(number)
        assert child.wait(30) == code
    assert site.adopt("--fix")["state"] == "adopted"
    _assert_adopted(site, schema, before)
