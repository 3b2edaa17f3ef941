"""yoyo reads what this runner wrote, and this runner reads what yoyo would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from projects import ROOT, CommandLine
from yoyo import read_migrations

from clinic_db import migrations, runner
from clinic_db.project import Project
from clinic_db.runner import Listener
from clinic_db.schema_pool import Schema
from clinic_db.testing import configuration


def _yoyo(schema: Schema, project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yoyo", *arguments, "--no-config-file", "--batch",
         "--database", schema.url, str(project / "migrations")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def _states(listing: str) -> dict[str, str]:
    """Migration → 'A' for applied or 'U' for not, from what `yoyo list` prints."""
    rows = [line.split() for line in listing.splitlines()]
    return {row[1]: row[0] for row in rows if row and row[0] in ("A", "U")}


def test_yoyo_lists_every_migration_as_applied(empty: Schema) -> None:
    config = configuration(empty.target, ROOT)
    runner.apply(config, Listener())
    listed = _yoyo(empty, ROOT, "list")
    assert listed.returncode == 0, listed.stderr
    names = [migration.id for migration in migrations.read(config.project)]
    assert len(names) >= 13
    assert _states(listed.stdout) == dict.fromkeys(names, "A")


def test_yoyo_sees_what_was_rolled_back(cli: CommandLine, empty: Schema, project: Path) -> None:
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    cli("rollback", *arguments)
    listed = _yoyo(empty, project, "list").stdout
    assert _states(listed) == {"0001_create_a": "A", "0002_create_b": "U"}


def test_database_that_yoyo_migrated_is_taken_over(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """yoyo applied the first two; they are neither run again nor forgotten."""
    done = _yoyo(empty, project, "apply")
    assert done.returncode == 0, done.stderr
    arguments = ("--project", project, "--database", empty.url)
    assert "2 migrations, 0 to apply" in cli("status", *arguments).out
    assert "nothing to do" in cli("apply", *arguments).out
    assert cli("rollback", *arguments).code == 0
    listed = _yoyo(empty, project, "list").stdout
    assert _states(listed) == {"0001_create_a": "A", "0002_create_b": "U"}


def test_order_and_directives_are_yoyos(tmp_path: Path) -> None:
    """The same files in the same order with the same dependencies as yoyo's own reader gives."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for name, depends in (
        ("a", "c"), ("b", ""), ("c", "b"), ("d", "a"), ("e", "b d"), ("f", "e"),
    ):  # fmt: skip
        head = f"-- why\n-- depends: {depends}\n" if depends else "-- why\n"
        (folder / f"{name}.sql").write_text(f"{head}\nSELECT 1;\n")
    ours = migrations.read(Project(tmp_path))
    theirs = read_migrations(str(folder))
    assert {m.id: set(m.depends) for m in ours} == {m.id: {d.id for d in m.depends} for m in theirs}
    from yoyo.migrations import topological_sort

    assert [m.id for m in ours] == [m.id for m in topological_sort(theirs)]
