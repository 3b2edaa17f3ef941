"""`clinic-db seed --size …`: the same rows with any number of workers, on any way to the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from seeding import slow
from seeding.conftest import SMALL, Site

from clinic_db import snapshot
from clinic_db.clinic import invariants
from clinic_db.clinic.seeding.tables import TABLES
from clinic_db.database import Connection
from clinic_db.schema_pool import Schema
from clinic_db.testing import Server

CHUNKED = ("--patients", "300", "--appointments", "1700", "--today", "2026-03-17")
EVERY_FATE = """\
[clinic]
patients = 60
appointments = 220
[money]
unpaid = 0.1
partly_paid = 0.15
refunded = 0.2
voided = 0.1
"""


@pytest.fixture
def without_load(clinic_db_server: Server) -> Iterator[None]:
    """A server that takes no LOAD DATA LOCAL."""
    with Schema(clinic_db_server.target).connect() as db:
        db.execute("SET GLOBAL local_infile = OFF")
        yield
        db.execute("SET GLOBAL local_infile = ON")


def test_any_number_of_workers_gives_the_same_rows(site: Site) -> None:
    sums = []
    for workers in (1, 2, 16):
        assert site.seed(*CHUNKED, "--workers", str(workers))["workers"] == workers
        sums.append(site.checksums())
        site.seed("--clear")
    assert sums[0] == sums[1] == sums[2]
    assert len(set(sums[0].values())) == len(TABLES)


def test_a_generated_clinic_obeys_every_rule(site: Site) -> None:
    before = snapshot.read(site.db)
    told = site.seed(*SMALL)
    assert told["rows"] == site.counts()
    assert told["rows"]["appointments"] == 700
    assert told["method"] == "load"
    assert invariants.broken(site.db) == []
    assert site.is_settled()
    assert snapshot.compare(before, snapshot.read(site.db)) == []


def test_the_fast_way_leaves_the_rows_of_the_slow_way(
    site: Site, clinic_db_server: Server, tmp_path: Path
) -> None:
    """With all triggers on, plain INSERTs end in the same bytes in every table.

    The audit log is left out: it tells who changed what here, and nobody changed anything.
    """
    profile = tmp_path / "clinic.toml"
    profile.write_text(EVERY_FATE)
    site.seed("--profile", str(profile), "--today", "2026-03-17")
    fates = "SELECT DISTINCT status FROM billing"
    assert len(site.db.rows(fates)) == 4
    assert site.db.value("SELECT count(*) FROM payments WHERE kind = 'Refund'") > 5
    other = clinic_db_server.pool.acquire()
    with other.connect() as db:
        slow.copy(site.db, db)
        assert Site(other, db, site.run).checksums() == site.checksums()
    clinic_db_server.pool.release(other)
    assert "audit_log" not in site.counts()


def test_a_server_without_local_infile_gets_inserts(site: Site, without_load: None) -> None:  # noqa: ARG001
    """By itself, and says so; the rows are the same."""
    done = site.run("seed", *SMALL)
    assert done.code == 0, done.err
    assert "rows by multi-row INSERT" in done.out
    assert "note: the server takes no LOAD DATA LOCAL (local_infile is OFF)" in done.err
    inserted = site.checksums()
    site.seed("--clear")
    site.db.execute("SET GLOBAL local_infile = ON")
    assert site.seed(*SMALL)["method"] == "load"
    assert site.checksums() == inserted


def test_a_row_that_the_server_leaves_out_is_an_error(site: Site) -> None:
    """LOAD DATA LOCAL makes a warning of a duplicate and goes on; a seeding does not."""
    site.db.execute(
        "INSERT INTO patients (patient_id, full_name, date_of_birth, email)"
        " VALUES (1, 'Siti', '1990-01-01', 'x@contoh.example')"
    )
    site.db.execute("CREATE UNIQUE INDEX one_each ON patients (address)")
    done = site.run("seed", *SMALL, "--append", "--workers", "1")
    assert done.code == 5
    assert "rows were left out of patients" in done.err
    assert "Duplicate entry" in done.err
    assert "next: clinic-db seed --clear removes what was loaded" in done.err
    assert site.counts()["patients"] == 1
    assert site.is_settled()


def test_nothing_is_done_that_lies_ahead_of_the_clinics_clock(site: Site) -> None:
    """In the morning the day is not half over, so yesterday is the last day with visits done."""
    hours = 3 - int(site.db.value("SELECT hour(utc_timestamp())"))
    offset = f"{hours:+03d}:00" if hours > -13 else f"{hours + 24:+03d}:00"
    site.db.execute("UPDATE clinic_settings SET value = %s WHERE name = 'utc_offset'", (offset,))
    site.seed("--patients", "100", "--appointments", "900")
    ahead = "SELECT count(*) FROM appointments WHERE appointment_date > clinic_now() AND status "
    assert site.db.value(f"{ahead} IN ('CheckedIn', 'Completed', 'NoShow')") == 0
    assert site.db.value("SELECT count(*) FROM payments WHERE paid_at > utc_timestamp()") == 0
    latest = "SELECT date(max(appointment_date)) < clinic_today()"
    assert site.db.value(f"{latest} FROM appointments WHERE status = 'Completed'") == 1


def test_numbers_of_rows_and_time_are_told_in_the_end(site: Site) -> None:
    out = site.run("seed", *SMALL).out
    assert "appointments            700" in out
    assert "rows by LOAD DATA in" in out
    assert "rows/s with" in out


def test_one_command_makes_everything(cli: object, clinic_db_empty: Schema, site: Site) -> None:  # noqa: ARG001
    """From a database that is not there to a clinic that is full."""
    name = clinic_db_empty.name
    with clinic_db_empty.connect() as db:
        db.execute(f"DROP DATABASE {name}")
        done = site.run("seed", "--create", *SMALL, "--database", clinic_db_empty.url)
        assert done.code == 0, done.err
        assert _count(db, name) == 700


def _count(db: Connection, name: str) -> int:
    return int(db.value(f"SELECT count(*) FROM {name}.appointments"))
