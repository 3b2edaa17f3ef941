"""A stress test that is cut short shows what was measured, and still asks for the rules."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable

import pytest
from stress.conftest import ONE_LOOK, Site

from clinic_db.clinic.invariants import RULES
from clinic_db.clinic.stress import crew
from clinic_db.errors import ServerError

LONG = ("--seconds", "300", "--clients", "3")


def _until(holds: Callable[[], object], child: subprocess.Popen[str]) -> None:
    pause = threading.Event()
    for _ in range(1_200):
        if holds():
            return
        assert child.poll() is None, "it ended too early"
        pause.wait(0.05)
    raise AssertionError("it did not come to that")


def _at_work(site: Site, child: subprocess.Popen[str], visits: int = 20) -> None:
    """Until so many visits more are booked."""
    before = site.count("appointments")
    _until(lambda: site.count("appointments") >= before + visits, child)


def test_ctrl_c_shows_what_was_measured_and_asks_for_the_rules(site: Site) -> None:
    """Even if the server has ended the run's own session meanwhile, which has nothing to do."""
    child = site.start(*LONG)
    _at_work(site, child)
    site.db.execute("KILL %s", (min(site.sessions()),))
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=60)
    assert child.returncode == 130, out
    assert "\nbook " in out
    assert " s (interrupted), " in out
    assert out.endswith(f"all {len(RULES)} rules of the clinic hold\n")
    site.wait_until_alone()


def test_ctrl_c_hides_no_finding(site: Site) -> None:
    site.db.execute("DELETE FROM appointment_slots LIMIT 1")
    child = site.start(*LONG)
    _at_work(site, child)
    child.send_signal(signal.SIGTERM)
    out, _ = child.communicate(timeout=60)
    assert child.returncode == 1, out
    assert " s (interrupted), " in out
    assert "\nbroken   slots_missing: " in out


def test_ctrl_c_while_the_rules_are_asked_for_gives_them_up(site: Site) -> None:
    """The figures are shown all the same. No client needs the table for which a rule waits."""
    waiting = (
        "SELECT count(*) FROM performance_schema.processlist WHERE db = database()"
        " AND state = 'Waiting for table metadata lock'"
    )
    with site.schema.connect() as other:
        other.execute("LOCK TABLES appointment_slots WRITE")
        child = site.start(*ONE_LOOK, "--lock-wait-timeout", "60")
        _until(lambda: site.db.value(waiting), child)
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=60)
    assert child.returncode == 130, out
    assert "\npatient_by_phone      1 " in out
    assert out.endswith("the clinic's rules were not checked: interrupted\n")


def test_a_client_whose_session_is_ended_does_no_more_and_the_others_go_on(site: Site) -> None:
    child = site.start(*LONG)
    _at_work(site, child)
    own = site.db.value(
        "SELECT max(id) FROM performance_schema.processlist WHERE db = database()"
        " AND id <> connection_id()"
    )
    site.db.execute("KILL %s", (own,))
    _until(lambda: own not in site.sessions(), child)
    _at_work(site, child)
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=60)
    assert child.returncode == 1, out
    (line,) = (line for line in out.splitlines() if line.startswith("error "))
    assert line.split()[1] == "1"
    assert "Lost connection" in line or "was killed" in line


def test_a_call_that_hangs_is_ended_on_the_server(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is up, and no lock is to blame: its session is ended, and that is an error."""
    monkeypatch.setattr(crew, "GRACE_SECONDS", 0)
    site.db.execute("DROP PROCEDURE cancel_appointment")
    site.db.execute(
        "CREATE PROCEDURE cancel_appointment (IN in_appointment_id BIGINT, IN in_reason TEXT) "
        "DO sleep(300)"
    )
    found = site.measured("--seconds", 1, "--lock-wait-timeout", 1, "--clients", 3, code=1)
    (fault,) = found["faults"]
    assert fault["operation"] == "cancel"
    assert fault["errno"] in {0, *ServerError.LOST}
    assert found["interrupted"] is False


def test_a_worker_that_dies_ends_the_run(site: Site) -> None:
    """Killed by the system for want of memory, say."""
    child = site.start(*LONG)
    _at_work(site, child)
    os.kill(_workers(child.pid)[0], signal.SIGKILL)
    out, _ = child.communicate(timeout=60)
    assert child.returncode == 5, out
    assert "a worker process ended by itself" in out
    assert "what it had written stays" in out
    site.wait_until_alone()


def _workers(parent: int) -> list[int]:
    """The grandchildren: workers are copies of a process that the run began for copying."""
    found = subprocess.run(
        ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = {int(pid): int(above) for pid, above in map(str.split, found.splitlines())}
    return [pid for pid, above in parents.items() if parents.get(above) == parent]
