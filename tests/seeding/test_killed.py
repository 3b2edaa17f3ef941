"""A seeding that is cut short: no half visit, no table without its rules, and a way back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from clinic import Clinic, kill, refused
from projects import ROOT
from seeding.conftest import SMALL, Site

from clinic_db import runner
from clinic_db.check import GUARD
from clinic_db.clinic import invariants
from clinic_db.clinic.seeding import guards, stream
from clinic_db.clinic.seeding.tables import KEYS
from clinic_db.testing import configuration

MANY = ("--patients", "3000", "--appointments", "30000", "--today", "2026-03-17", "--workers", "2")


def _start(site: Site, *args: str) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "CLINIC_DB_URL": site.schema.url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "clinic_db", "seed", *(args or MANY)]
    return subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL)


def _until(holds: Callable[[], object], child: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    for _ in range(1_200):
        if holds():
            return
        assert child.poll() is None, "the seeding ended too early"
        pause.wait(0.05)
    raise AssertionError("it did not come to that")


def _visits(site: Site) -> int:
    return int(site.db.value("SELECT count(*) FROM appointments"))


def _others(site: Site) -> int:
    """Sessions on the database other than the test's own."""
    return int(
        site.db.value(
            "SELECT count(*) FROM information_schema.processlist"
            " WHERE db = database() AND id <> connection_id()"
        )
    )


def test_ctrl_c_leaves_whole_visits_that_clear_removes(site: Site) -> None:
    with _start(site) as child:
        _until(lambda: _visits(site), child)
        child.send_signal(signal.SIGINT)
        assert child.wait(60) == 130
    assert 0 < _visits(site) < 30_000
    assert invariants.broken(site.db) == []
    assert site.is_settled(), "the triggers are back"
    again = site.run("seed", "--size", "small", "--append")
    assert again.code == 7
    assert "an earlier seeding was cut short" in again.err
    site.seed("--clear")
    assert site.counts() == {}
    assert site.bookkeeping() == []


def test_a_killed_seeding_locks_the_tables_until_it_is_cleared(site: Site) -> None:
    """Nothing can come in past the rules, not even after `apply` has put the triggers back."""
    with _start(site) as child:
        _until(lambda: _visits(site), child)
        child.kill()
        assert child.wait(60) == -signal.SIGKILL
    pause = threading.Event()
    for _ in range(600):
        if not _others(site):
            break
        pause.wait(0.05)
    assert _others(site) == 0, "the workers end with the run"
    assert invariants.broken(site.db) == []
    status = site.run("status").out
    assert "a seeding runs, or was cut short" in status
    assert "create trigger appointments_after_insert: missing on the server" in status
    for _ in range(2):
        with refused("patients: the clinic is being seeded; if that was cut short: clinic-db seed"):
            Clinic(site.db).patient()
        assert site.run("apply").code == 0
    site.seed("--clear")
    assert site.counts() == {}
    assert site.is_settled()
    assert not [name for name in site.triggers() if name.endswith(GUARD)]
    assert Clinic(site.db).appointment(status="Completed")


def test_a_table_in_use_stops_a_clearing(site: Site) -> None:
    site.seed(*SMALL)
    before = site.checksums()
    with site.schema.connect() as other, other.transaction():
        other.rows("SELECT * FROM insurance")
        done = site.run("seed", "--clear", "--lock-wait-timeout", "1")
    assert done.code == 4
    assert "another session uses a table of the clinic" in done.err
    assert "next: stop the application, then run it again" in done.err
    assert site.checksums() == before


@pytest.mark.parametrize("event", ["insert", "delete"])
def test_what_was_killed_among_rows_of_people_is_cleared_by_force(site: Site, event: str) -> None:
    """A seeding with --append, or a clearing: the guards that it left are in nobody's way."""
    files = runner.read_files(configuration(site.schema.target, ROOT))
    Clinic(site.db).patient()
    site.seed(*SMALL, "--append")
    guards.close(site.db, files, guards.draw(), event)
    site.seed("--clear", "--force")
    assert site.counts() == {"patients": 1}
    assert site.bookkeeping() == []
    assert site.is_settled()


def test_nobody_else_can_insert_while_the_triggers_are_off(site: Site) -> None:
    """A guard opens for the number of its run only, and there is none without a rule or a guard."""
    files = runner.read_files(configuration(site.schema.target, ROOT))
    before = site.triggers()
    token = guards.draw()
    guards.close(site.db, files, token)
    assert {name.removesuffix(GUARD) for name in site.triggers() - before} == set(KEYS)
    assert before - site.triggers() == {
        name for name in before
        if name.endswith("_insert") and name.rsplit("_", 2)[0] in KEYS
    }  # fmt: skip
    for given in (None, 0, 1, token + 1, str(token + 1), float(token - 1)):
        with site.schema.connect() as other:
            other.execute("SET @clinic_db_seed = %s", (given,))
            with refused("the clinic is being seeded"):
                Clinic(other).patient()
    with site.schema.connect() as mine:
        stream.pass_guards(mine, token)
        assert Clinic(mine).patient()
    guards.restore(site.db, files)
    assert site.triggers() == before
    assert site.is_settled()


def test_updates_and_deletes_keep_their_rules_meanwhile(site: Site) -> None:
    files = runner.read_files(configuration(site.schema.target, ROOT))
    clinic = Clinic(site.db)
    visit = clinic.appointment(status="Completed")
    guards.close(site.db, files, guards.draw())
    with refused("a completed appointment cannot be deleted"):
        site.db.execute("DELETE FROM appointments WHERE appointment_id = %s", (visit,))
    with refused("Completed cannot become Cancelled"):
        site.db.execute("UPDATE appointments SET status = 'Cancelled'")
    guards.restore(site.db, files)


def test_a_table_in_use_stops_a_seeding_before_its_first_row(site: Site) -> None:
    with site.schema.connect() as other, other.transaction():
        other.rows("SELECT * FROM insurance")
        done = site.run("seed", *MANY, "--lock-wait-timeout", "1")
    assert done.code == 4
    assert "another session uses insurance" in done.err
    assert site.is_settled()
    site.seed("--clear")
    assert site.counts() == {}


def test_rows_that_are_written_until_the_guards_stand_keep_their_keys(site: Site) -> None:
    """Neither a duplicate key, nor a row of people among those that `--clear` takes for its own."""
    waiting = (
        "SELECT count(*) FROM performance_schema.metadata_locks WHERE lock_status = 'PENDING'"
        " AND object_schema = database() AND object_name = 'patients'"
    )
    with site.schema.connect() as other, other.transaction():
        patient = Clinic(other).patient()
        child = _start(site, *SMALL, "--append")
        _until(lambda: site.db.value(waiting), child)
    assert child.wait(60) == 0
    assert site.db.value("SELECT count(*) FROM patients WHERE patient_id > %s", (patient,)) == 120
    site.seed("--clear", "--force")
    assert site.counts() == {"patients": 1}


def test_a_worker_that_dies_ends_the_run(site: Site) -> None:
    """Killed by the system for want of memory, say."""
    with _start(site) as child:
        _until(lambda: _visits(site), child)
        os.kill(_workers(child.pid)[0], signal.SIGKILL)
        assert child.wait(60) == 5
    assert invariants.broken(site.db) == []
    assert site.is_settled()
    site.seed("--clear")
    assert site.counts() == {}


def test_sessions_that_are_ended_on_the_server_end_the_run(site: Site) -> None:
    """The run's own too: the triggers come back by another one."""
    with _start(site) as child:
        _until(lambda: _visits(site), child)
        for row in site.db.rows(
            "SELECT id FROM information_schema.processlist"
            " WHERE db = database() AND id <> connection_id()"
        ):
            kill(site.db, row["id"])
        assert child.wait(60) == 5
    assert invariants.broken(site.db) == []
    assert site.is_settled()
    site.seed("--clear")
    assert site.counts() == {}


def _workers(parent: int) -> list[int]:
    """The grandchildren: workers are copies of a process that the run began for copying."""
    found = subprocess.run(
        ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = {int(pid): int(above) for pid, above in map(str.split, found.splitlines())}
    return [pid for pid, above in parents.items() if parents.get(above) == parent]
