"""What tests of the runner share: an empty database, a small project, the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import CommandLine, two_tables

from clinic_db.schema_pool import Schema


@pytest.fixture
def empty(clinic_db_empty: Schema) -> Schema:
    """A database with nothing in it."""
    return clinic_db_empty


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two migrations."""
    return two_tables(tmp_path / "project")


@pytest.fixture
def cli(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> CommandLine:
    """`clinic-db`, run from an empty folder with an empty home."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("HOME", str(home))
    return CommandLine(monkeypatch, capsys)
