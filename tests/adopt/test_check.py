"""Looking at the forerunner's database: every defect by table and key, and nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from adopt.conftest import Site
from adopt.forerunner import KEYS, plant
from projects import two_tables

from clinic_db.clinic.adopt import load
from clinic_db.clinic.adopt.defects import DEFECTS


def test_there_are_enough_rows_and_every_kind_of_defect(site: Site) -> None:
    """Guards the other tests against looking at too little."""
    planted = plant(site.old)
    assert sum(len(rows) for rows in site.old.rows().values()) >= 200
    assert {defect for _, _, defect in planted} == set(DEFECTS)
    assert {table for table, _, _ in planted} == set(KEYS)


def test_clean_rows_are_no_findings(site: Site) -> None:
    before = site.old.checksums()
    report = site.adopt("--check")
    assert (report["state"], report["findings"]) == ("clean", [])
    assert any("3 passwords are disabled" in note for note in report["notes"])
    assert site.old.checksums() == before


@pytest.mark.parametrize("args", [["--check"], [], ["--check", "--fix"]])
def test_every_defect_is_reported_and_nothing_is_changed(
    site: Site, args: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even for a moment: nothing is begun."""
    monkeypatch.setattr(load, "begin", None)
    planted = plant(site.old)
    before = site.old.checksums()
    report = site.adopt(*args, code=1)
    found = [(f["table"], f["key"], f["defect"]) for f in report["findings"]]
    assert len(found) == len(set(found))
    assert set(found) == planted
    assert all(f["detail"] and f["rule"] and f["repair"] for f in report["findings"])
    assert site.old.checksums() == before


def test_people_get_a_table(site: Site) -> None:
    plant(site.old)
    done = site.run("adopt", "--check")
    assert done.code == 1
    line = next(line for line in done.out.splitlines() if "overlap " in line and " 202 " in line)
    assert line.startswith("appointments")
    assert "overlaps appointment 201 of the same doctor" in line
    assert "nothing was changed" in done.out


def test_a_shorter_visit_overlaps_less(site: Site) -> None:
    """--duration is what an appointment takes that does not say."""
    plant(site.old)
    report = site.adopt("--check", "--duration", "15", code=1)
    overlaps = {f["key"] for f in report["findings"] if f["defect"] == "overlap"}
    assert overlaps == {204, 205, 216, 218}
    assert site.run("adopt", "--check", "--duration", "20").code == 2
    for offset in ("Jakarta", "+14:30", "-13:00", "7"):
        assert site.run("adopt", "--check", "--utc-offset", offset).code == 2


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("DROP TABLE lab_results", "there is no table lab_results"),
        ("ALTER TABLE billing DROP COLUMN status", "billing has no column status"),
        ("ALTER TABLE billing DROP status, ADD status INT GENERATED ALWAYS AS (1) STORED",
         "billing.status is generated"),
        ("ALTER TABLE users MODIFY user_id VARCHAR(9)", "no integer primary key user_id"),
        ("CREATE TABLE payments (a INT)", "a table payments stands in the way"),
        ("CREATE TABLE forerunner_users (a INT)", "a table forerunner_users stands in the way"),
        ("CREATE TABLE x (p INT, FOREIGN KEY (p) REFERENCES patients (patient_id))",
         "x refers to patients"),
    ],
)  # fmt: skip
def test_what_is_not_the_forerunners_is_refused(site: Site, change: str, problem: str) -> None:
    site.old.db.execute(change)
    before = site.old.checksums()
    for args in ("--check", "--fix"):
        error = site.adopt(args, code=6)["error"]
        assert problem in " ".join(error["detail"])
    assert site.old.checksums() == before


def test_another_project_is_refused(site: Site, tmp_path: Path) -> None:
    """Its migrations would not make the tables that the rows go to."""
    project = str(two_tables(tmp_path / "project"))
    before = site.old.checksums()
    for args in ("--check", "--fix"):
        error = site.adopt(args, "--project", project, code=8)["error"]
        assert "do not make appointment_services" in error["message"]
    assert site.old.checksums() == before


def test_a_database_of_this_project_is_refused(site: Site) -> None:
    """It is the new schema already: there is nothing to take over."""
    site.old.db.execute("DROP TABLE " + ", ".join(KEYS))
    site.old.db.execute("DROP VIEW unpaid_bills")
    assert site.run("apply").code == 0
    before = site.old.checksums()
    assert "migrated already" in site.adopt("--fix", code=6)["error"]["message"]
    assert site.old.checksums() == before


def test_an_empty_date_is_a_finding_under_any_name(site: Site) -> None:
    """Columns under another name that is known are found."""
    site.old.db.execute("ALTER TABLE patients RENAME COLUMN date_of_birth TO dob")
    site.old.db.execute("UPDATE patients SET dob = NULL WHERE patient_id = 5")
    report = site.adopt("--check", code=1)
    assert [(f["key"], f["defect"]) for f in report["findings"]] == [(5, "bad_date_of_birth")]
