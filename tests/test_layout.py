"""The house is in order: every object has its file, header and test; every command its help."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import click
import pytest
from projects import ROOT

from clinic_db import migrations, objects
from clinic_db.cli import COMMANDS, root
from clinic_db.database import Connection
from clinic_db.model import Migration, SqlObject
from clinic_db.project import OBJECT_FOLDERS, Project

PROJECT = Project(ROOT)
TEST_FOLDERS = {
    "function": "functions",
    "view": "views",
    "procedure": "procedures",
    "trigger": "triggers",
    "role": "roles",
}
OBJECTS = objects.read(PROJECT)
MIGRATIONS = migrations.read(PROJECT)
LONGEST_MODULE = 300


def _header(path: Path) -> list[str]:
    """The comment lines a file begins with."""
    lines = path.read_text(encoding="utf-8").splitlines()
    end = next(i for i, line in enumerate(lines) if not line.startswith("--"))
    return lines[:end]


def test_there_are_objects_of_every_kind_that_has_a_folder() -> None:
    """Guards the tests below against looking at nothing."""
    for kind, folder in OBJECT_FOLDERS.items():
        files = {path.stem for path in (ROOT / folder).glob("*.sql")}
        assert {item.name for item in OBJECTS if item.kind == kind} == files
    assert len(MIGRATIONS) >= 13
    assert len(OBJECTS) >= 30


@pytest.mark.parametrize("item", OBJECTS, ids=lambda item: f"{item.kind}-{item.name}")
def test_object_says_what_it_is_and_why(item: SqlObject) -> None:
    """`-- Kind: name`, an empty comment line, and at least one sentence."""
    header = _header(ROOT / item.script.path)
    assert header[0] == f"-- {item.kind.capitalize()}: {item.name}"
    assert header[1] == "--"
    assert len(" ".join(header[2:])) > 25, "say why, not only what"
    sql = item.statement.sql
    if item.kind in ("procedure", "function"):
        assert re.search(r"^COMMENT '.+'$", sql, re.M), "no COMMENT for the DBA"
        assert re.search(r"^SQL SECURITY (DEFINER|INVOKER)$", sql, re.M)
        assert re.search(r"^(NOT )?DETERMINISTIC$", sql, re.M)
        assert re.search(r"^(NO SQL|CONTAINS SQL|READS SQL DATA|MODIFIES SQL DATA)$", sql, re.M)
    if item.kind == "trigger":
        assert re.search(r"_(before|after)_(insert|update|delete)$", item.name)
        assert item.name.startswith(item.table)


@pytest.mark.parametrize("item", OBJECTS, ids=lambda item: f"{item.kind}-{item.name}")
def test_object_has_a_test(item: SqlObject) -> None:
    test = ROOT / "tests" / TEST_FOLDERS[item.kind] / f"test_{item.name}.py"
    assert test.is_file(), f"write {test.relative_to(ROOT)}"
    assert "\ndef test_" in test.read_text(encoding="utf-8")


@pytest.mark.parametrize("migration", MIGRATIONS, ids=lambda migration: migration.id)
def test_migration_tells_its_story_and_can_be_undone(migration: Migration) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z0-9]+)+", migration.id)
    header = _header(ROOT / migration.apply.path)
    assert header[0] == f"-- Migration: {migration.id}"
    assert header[1] == "--"
    assert migration.rollback is not None or migration.irreversible


def test_migrations_form_one_chain() -> None:
    for before, after in pairwise(MIGRATIONS):
        assert after.depends == (before.id,)


def _commands() -> list[tuple[str, click.Command]]:
    context = click.Context(root)
    found = []
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {sub}", each) for sub, each in command.commands.items()]
    return found


@pytest.mark.parametrize(("name", "command"), _commands(), ids=[name for name, _ in _commands()])
def test_command_has_help_with_an_example(name: str, command: click.Command) -> None:
    text = command.help or ""
    assert len(text.splitlines()[0]) > 20
    if not isinstance(command, click.Group):
        assert re.search(rf"^\s+.*clinic-db {name}", text, re.M), "no example"
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help or parameter.name in ("name", "form"), parameter.name


def test_the_lists_of_commands_are_whole_sentences_in_order() -> None:
    """click cuts a summary that is too long off in its middle."""
    assert list(COMMANDS) == sorted(COMMANDS)
    shown = {name: each.get_short_help_str(60) for name, each in _commands() if " " in name}
    assert [name for name, text in shown.items() if not text.endswith(".")] == []
    assert [name for name, text in shown.items() if text.endswith("...")] == []


def test_every_listed_command_is_there() -> None:
    assert {name for name, _ in _commands() if " " not in name} == set(COMMANDS)


def test_no_module_has_outgrown_its_job() -> None:
    for path in (ROOT / "clinic_db").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE, path


@pytest.mark.parametrize(
    ("package", "home"),
    [
        ("pymysql", ["clinic_db/database.py"]),
        ("yoyo", ["clinic_db/migrations.py"]),
        ("testcontainers", ["clinic_db/sandbox/container.py"]),
    ],
)
def test_each_driver_is_imported_in_one_module(package: str, home: list[str]) -> None:
    pattern = re.compile(rf"^\s*(?:import|from) {package}\b", re.M)
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "clinic_db").rglob("*.py"))
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == home


def test_every_table_and_column_is_commented(db: Connection) -> None:
    """What a DBA sees on the server explains itself."""
    bare = db.rows(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND column_comment = '' AND table_name NOT IN"
        " (SELECT v.table_name FROM information_schema.views AS v"
        " WHERE v.table_schema = DATABASE())"
        " UNION ALL SELECT table_name, '' FROM information_schema.tables"
        " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_comment = ''"
    )
    assert bare == []


def test_every_constraint_is_named_by_its_rule(db: Connection) -> None:
    """Nothing is left to the server's own names, which differ from one rebuild to the next."""
    rows = db.rows(
        "SELECT table_name AS t, constraint_name AS n, constraint_type AS k"
        " FROM information_schema.table_constraints WHERE constraint_schema = DATABASE()"
        " AND table_name NOT LIKE '\\_%%'"
    )
    prefixes = {"PRIMARY KEY": "PRIMARY", "UNIQUE": "uq_", "CHECK": "ck_", "FOREIGN KEY": "fk_"}
    assert len(rows) > 50
    for row in rows:
        assert row["n"].startswith(prefixes[row["k"]]), row
        if row["k"] != "PRIMARY KEY":
            assert row["t"] in row["n"], row
