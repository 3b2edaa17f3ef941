"""What tests of the runner share: an empty database and a small project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kills.runs import Runs
from projects import CommandLine, Outcome, two_tables

from clinic_db.schema_pool import Schema
from clinic_db.target import Target


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


@pytest.fixture
def at(empty: Schema, project: Path) -> tuple[object, ...]:
    """The options that every command gets."""
    return ("--project", project, "--database", empty.url)


@pytest.fixture
def run(cli: CommandLine, at: tuple[object, ...], other: Target) -> Callable[..., Outcome]:
    """`run("plan")`: with another server to ask."""
    return lambda *words, **environ: cli(*words, *at, "--against", other.url(), **environ)
