"""What tests of the runner share: an empty database and a small project."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import two_tables

from clinic_db.schema_pool import Schema


@pytest.fixture
def empty(clinic_db_empty: Schema) -> Schema:
    """A database with nothing in it."""
    return clinic_db_empty


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two migrations."""
    return two_tables(tmp_path / "project")
