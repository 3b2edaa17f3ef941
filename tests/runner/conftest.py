"""What tests of the runner share: an empty database and a small project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import two_tables
from runs import Runs

from clinic_db.schema_pool import Schema


@pytest.fixture
def empty(clinic_db_empty: Schema) -> Schema:
    """A database with nothing in it."""
    return clinic_db_empty


@pytest.fixture(scope="session")
def runs() -> Iterator[Runs]:
    """Runs in processes of their own, which may be struck at a chosen statement."""
    started = Runs()
    yield started
    started.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two migrations."""
    return two_tables(tmp_path / "project")
