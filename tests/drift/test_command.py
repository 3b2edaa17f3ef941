"""`clinic-db drift`: what it prints, its exit codes, and where it builds the files."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from drift.conftest import SHOP, Shop
from projects import CommandLine, two_tables, write

from clinic_db import database, runner, sandbox
from clinic_db.drift import find
from clinic_db.schema_pool import Schema
from clinic_db.target import Target
from clinic_db.testing import configuration

BROKEN = (
    "ALTER TABLE tags MODIFY tag VARCHAR(40) NOT NULL COMMENT 'What it says'",
    "DROP INDEX ix_customers_name ON customers",
    "CREATE TABLE copy_of_tags (id INT PRIMARY KEY)",
    "DROP TRIGGER orders_before_insert_limit",
    "CREATE TRIGGER orders_before_insert_limit BEFORE INSERT ON orders FOR EACH ROW BEGIN\n"
    "    SET NEW.amount = 1;\nEND",
    "CREATE PROCEDURE by_hand () SELECT 1",
    "GRANT DELETE ON orders TO drift_packer",
)
TEXT = """\
ADDRESS (MySQL VERSION), files built on MySQL VERSION

extra    table copy_of_tags

changed  column tags.tag
  type:
    - varchar(30)
    + varchar(40)

missing  index customers.ix_customers_name  (full_name(20), joined_on DESC)
extra    procedure by_hand

changed  trigger orders_before_insert_limit
  body:
    @@ -1 +1,3 @@
    -SET NEW.amount = least(NEW.amount, 1000000)
    +BEGIN
    +    SET NEW.amount = 1;
    +END

changed  role drift_packer
  table orders:
    - SELECT
    + DELETE, SELECT

6 differences (3 changed, 2 extra, 1 missing); - the files, + the server
next: clinic-db new create_copy_of_tags  (to keep what was done; or undo it on the server)
  for table copy_of_tags
next: clinic-db new alter_tags  (to keep what was done; or undo it on the server)
  for column tags.tag
next: clinic-db new alter_customers  (to keep what was done; or undo it on the server)
  for index customers.ix_customers_name
next: DROP PROCEDURE `by_hand`
  for procedure by_hand
next: clinic-db apply
  for trigger orders_before_insert_limit, role drift_packer
"""


@pytest.fixture
def scratch(other: Target) -> str:
    """The URL of an empty database on another server."""
    return other.url()


def _databases(at: Target) -> set[str]:
    with database.connect(replace(at, database="")) as root:
        return {str(next(iter(row.values()))) for row in root.rows("SHOW DATABASES")}


def _broken(shop: Shop) -> None:
    shop.begin()
    shop.run(*BROKEN)


def test_text_shows_every_difference_and_what_to_do(
    cli: CommandLine, shop: Shop, scratch: str
) -> None:
    _broken(shop)
    at = shop.live.target
    done = cli("drift", "--project", SHOP, "--database", at.url(), "--against", scratch)
    shown = done.out.replace(at.address, "ADDRESS").replace(shop.expected.place.version, "VERSION")
    assert (done.code, shown, done.err) == (1, TEXT, "")


def test_json_says_the_same_to_machines(cli: CommandLine, shop: Shop, scratch: str) -> None:
    _broken(shop)
    at = shop.live.target
    arguments = ("drift", "--project", SHOP, "--database", at.url(), "--format", "json")
    done = cli(*arguments, CLINIC_DB_AGAINST_URL=scratch)
    document = json.loads(done.out)
    assert done.code == 1
    assert (document["drift"], document["complete"]) == (True, True)
    assert document["database"] == at.address
    found = {(d["what"], d["kind"], d["name"]): d for d in document["differences"]}
    assert len(found) == 6
    column = found["changed", "column", "tags.tag"]
    assert column["attributes"] == {"type": {"expected": "varchar(30)", "actual": "varchar(40)"}}
    assert column["next"] == ["clinic-db new alter_tags"]
    index = found["missing", "index", "customers.ix_customers_name"]["attributes"]
    assert index["parts"] == {"expected": "full_name(20), joined_on DESC", "actual": None}
    extra = found["extra", "procedure", "by_hand"]
    assert extra["attributes"]["body"] == {"expected": None, "actual": "SELECT 1"}


def test_ignored_kinds_and_names_are_left_out(cli: CommandLine, shop: Shop, scratch: str) -> None:
    _broken(shop)
    at = shop.live.target
    arguments = ["drift", "--project", SHOP, "--database", at.url(), "--against", scratch]
    for ignored in ("table:copy_*", "table:tags", "index", "procedure:by_*", "trigger", "role"):
        arguments += ["--ignore", ignored]
    assert "1 difference (1 changed)" in cli(*arguments[:-2]).out
    done = cli(*arguments)
    assert (done.code, done.out.splitlines()[-1]) == (0, "no drift")
    refused = cli(*arguments, "--ignore", "tables")
    assert refused.code == 2
    assert "'tables' is no kind of object" in refused.err


def test_sandbox_is_gone_when_the_comparison_is(shop: Shop) -> None:
    shop.begin()
    assert find(shop.config).is_clean
    assert f"drift-{os.getpid()}" not in {box.name for box in sandbox.running()}


def test_reference_leaves_nothing_behind(cli: CommandLine, shop: Shop, other: Target) -> None:
    """A database that was there is empty again, with its defaults; one that was not, is not."""
    shop.begin()
    arguments = ("drift", "--project", SHOP, "--database", shop.live.target.url(), "--against")
    there = replace(other, database="drift_there")
    with database.connect(other) as root:
        root.execute("CREATE DATABASE drift_there CHARACTER SET latin1 COLLATE latin1_bin")
        before = _databases(other)
        for aim in (there, replace(other, database="drift_made")):
            done = cli(*arguments, aim.url())
            assert (done.code, done.out.splitlines()[-1]) == (0, "no drift")
            assert _databases(other) == before
        root.execute("USE drift_there")
        assert root.rows("SHOW TABLES") == []
        assert root.value("SELECT @@collation_database") == "latin1_bin"
        grants = root.rows("SHOW GRANTS FOR drift_packer")
        assert [str(next(iter(row.values()))) for row in grants] == [
            "GRANT USAGE ON *.* TO `drift_packer`@`%`"
        ]
        root.execute("CREATE TABLE somebody_elses (id INT)")
        refused = cli(*arguments, there.url())
        assert refused.code == 2
        assert "--against: the database 'drift_there' is not empty" in refused.err
        assert root.rows("SHOW TABLES")
        root.execute("DROP DATABASE drift_there")


def test_server_of_the_live_database_is_not_written_to(cli: CommandLine, shop: Shop) -> None:
    at = shop.live.target
    before = _databases(at)
    arguments = ("drift", "--project", SHOP, "--database", at.url(), "--against")
    refused = cli(*arguments, replace(at, database="drift_made").url())
    assert refused.code == 2
    assert "that is the server whose database is to be compared" in refused.err
    assert at.password not in refused.err
    assert _databases(at) == before


def test_files_that_cannot_be_built_are_no_drift(
    cli: CommandLine, clinic_db_empty: Schema, other: Target, tmp_path: Path
) -> None:
    project = two_tables(tmp_path / "p")
    arguments = ("drift", "--project", project, "--database", clinic_db_empty.url, "--against")
    write(project, {"procedures/p.sql": "-- why\nCREATE PROCEDURE p ()\nSELEKT 1;\n"})
    before = _databases(other)
    failed = cli(*arguments, other.url())
    assert failed.code == 5
    assert "procedures/p.sql:3: statement 1 of 1 failed" in failed.err
    assert "where the files are built" in failed.err
    assert "nothing was compared" in failed.err
    assert _databases(other) == before


def test_history_that_the_files_do_not_match_is_said(
    cli: CommandLine, clinic_db_empty: Schema, other: Target, tmp_path: Path
) -> None:
    """What is not applied yet is missing, and what has lost its file is extra: both with why."""
    project = two_tables(tmp_path / "p")
    arguments = ("drift", "--project", project, "--database", clinic_db_empty.url,
                 "--against", other.url())  # fmt: skip
    shown = cli(*arguments)
    assert shown.code == 1
    assert "warning: not applied yet: 0001_create_a, 0002_create_b; what they make" in shown.out
    assert "missing  table a\nmissing  table b\n" in shown.out
    runner.apply(configuration(clinic_db_empty.target, project), runner.SILENT)
    assert cli(*arguments).code == 0
    for path in project.glob("migrations/0002*"):
        path.unlink()
    shown = cli(*arguments)
    assert "warning: applied, but without a file: 0002_create_b; what they made" in shown.out
    assert "extra    table b\n" in shown.out
