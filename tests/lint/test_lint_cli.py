"""`clinic-db lint`: what it prints and how it exits."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from lint.cases import BASE, CHANGE, write
from projects import CommandLine

from clinic_db import sandbox
from clinic_db.sandbox.paths import cache_dir
from clinic_db.schema_pool import Schema

# The machine's own, where the server's download is, seen before a test gets a home of its own.
CACHE = cache_dir().parent


@pytest.fixture
def project(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clean project, and the current folder in it; `cli` is asked for to come first."""
    assert cli is not None
    monkeypatch.setenv("XDG_CACHE_HOME", str(CACHE))
    root = tmp_path / "project"
    write(root, BASE)
    monkeypatch.chdir(root)
    return root


def test_clean_findings_usage(cli: CommandLine, project: Path) -> None:
    """0, 1, 2, with a sandbox of its own; the second run needs none."""
    done = cli("lint")
    assert (done.code, done.out) == (0, "2 files: nothing to correct\n"), done.err
    assert not [box.name for box in sandbox.running() if box.name.startswith(f"lint-{os.getpid()}")]
    write(project, {CHANGE: "-- Migration: 0002_change_notes\n\nDROP TABLE notes;\n"})
    done = cli("lint", "--rules", "destructive,header", "--format", "json")
    assert done.code == 1
    found = [(f["rule"], f["line"]) for f in json.loads(done.out)["findings"]]
    assert found == [("header", 1), ("destructive", 3)]
    done = cli("lint", "--ignore", "nope")
    assert done.code == 2
    assert "there is no rule 'nope'" in done.err
    assert cli("lint", "nowhere.sql").code == 2
    assert cli("lint", "--format", "nope").code == 2


def test_without_a_sandbox_and_with_sizes(
    cli: CommandLine, project: Path, clinic_db_empty: Schema
) -> None:
    write(project, {CHANGE: "ALTER TABLE notes ADD COLUMN a INT NULL;\n"})
    done = cli("lint", "--no-sandbox", "--ignore", "header,comment,irreversible-unsaid")
    assert done.code == 0
    assert "note: no server was asked" in done.out
    with clinic_db_empty.connect() as connection:
        connection.execute("CREATE TABLE notes (a INT)")
    done = cli("lint", "--rules", "blocking", "--database", clinic_db_empty.url)
    assert done.code == 0
    assert f"{CHANGE}:1  notes  INSTANT    go on   no           0" in done.out


def test_fix_tells_what_it_changed(cli: CommandLine, project: Path) -> None:
    write(project, {"sql/a.sql": "select 1;\n"})
    done = cli("lint", "--fix", "--rules", "style", "--no-cache", "sql")
    assert (done.code, done.out) == (0, "fixed: sql/a.sql\n1 file: nothing to correct\n")


def test_further_folders_are_a_setting(cli: CommandLine, project: Path) -> None:
    write(project, {"clinic-db.toml": 'lint_paths = ["queries"]\n', "queries/a.sql": "select 1;\n"})
    done = cli("lint", "--rules", "style")
    assert (done.code, "queries/a.sql:1:1: warning:" in done.out) == (1, True)
    write(project, {"clinic-db.toml": "lint_paths = 3\n"})
    assert "it is a list of folders" in cli("lint").err
