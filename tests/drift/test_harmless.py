"""No false alarm: what is like the files is found to be, however it came to be so."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from drift import cases
from drift.conftest import SHOP, Shop, account
from projects import ROOT

from clinic_db import database, runner, seeds, snapshot
from clinic_db.drift import find
from clinic_db.dump import of_project
from clinic_db.project import Project
from clinic_db.sandbox import Sandbox, client
from clinic_db.schema_pool import Schema
from clinic_db.snapshot import Snapshot
from clinic_db.target import Target
from clinic_db.testing import configuration

HARMLESS = cases.harmless()
DEFINERS = (
    "SELECT definer AS definer FROM information_schema.routines WHERE routine_schema = DATABASE()"
)
# With the binary log on, only SUPER creates functions and triggers; a role is the server's.
DEPLOYER = ("ALL", "GRANT OPTION", "CREATE ROLE ON *.*", "SUPER ON *.*")


@pytest.mark.parametrize("sqls", HARMLESS.values(), ids=HARMLESS)
def test_what_changes_no_definition_is_no_drift(shop: Shop, sqls: tuple[str, ...]) -> None:
    shop.begin()
    shop.run(*sqls)
    shop.assert_clean()


@pytest.fixture
def clinic(schema: Schema) -> Snapshot:
    """What the clinic's files say."""
    with schema.connect() as db:
        return snapshot.read(db)


def _assert_clean(at: Target, project: Path, expected: Snapshot) -> None:
    found = find(configuration(at, project), expected=expected)
    assert found.is_clean, (found.findings, found.unseen)
    assert found.warnings == ()


def test_clinic_has_none_newly_applied_nor_seeded(
    clinic: Snapshot, clinic_db_empty: Schema
) -> None:
    config = configuration(clinic_db_empty.target, ROOT)
    runner.apply(config, runner.SILENT)
    _assert_clean(clinic_db_empty.target, ROOT, clinic)
    with clinic_db_empty.connect() as db:
        for folder in ("reference", "demo"):
            seeds.load(config.project, folder, db)
    _assert_clean(clinic_db_empty.target, ROOT, clinic)


def test_clinic_imported_from_the_one_file_has_none(clinic: Snapshot, other: Target) -> None:
    """Another server, and the plain client in between."""
    box = Sandbox("other", "local", "", other.port, other.password, 0.0, database="")
    argv, environ = client(box)
    # What sql/clinic_database.sql is, by tests/dump.
    text = of_project(Project(ROOT), "clinic", with_rows=True)
    done = subprocess.run(
        [*argv, "--default-character-set=utf8mb4"],
        input=text, env=environ, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    try:
        _assert_clean(other, ROOT, clinic)
    finally:
        with database.connect(other) as root:
            root.execute("DROP DATABASE clinic")
            root.execute("CREATE DATABASE clinic")


def test_it_makes_no_difference_who_applied_and_who_reads(
    reference: Snapshot, clinic_db_empty: Schema
) -> None:
    """The definer is the one account, the reader the other."""
    at = clinic_db_empty.target
    with account(at, *DEPLOYER) as deployer:
        runner.apply(configuration(deployer, SHOP), runner.SILENT)
        with clinic_db_empty.connect() as root:
            definers = {row["definer"] for row in root.rows(DEFINERS)}
        assert definers == {f"{deployer.user}@%"}
        _assert_clean(at, SHOP, reference)
