"""Short names for the plugin's fixtures, as the clinic's own tests use them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from projects import CommandLine

from clinic_db import sandbox, target
from clinic_db.database import Connection, identifier
from clinic_db.docs import schema as schemas
from clinic_db.schema_pool import Schema
from clinic_db.target import Target
from clinic_db.testing import Server


@pytest.fixture
def schema(clinic_db_schema: Schema) -> Schema:
    """A migrated database of the test's own, with the reference rows."""
    return clinic_db_schema


@pytest.fixture
def db(schema: Schema) -> Iterator[Connection]:
    """An autocommitting session in it."""
    with schema.connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def bare(clinic_db_server: Server) -> Iterator[Schema]:
    """The clinic without triggers: what keys and checks do by themselves."""
    schema = clinic_db_server.pool.acquire()
    with schema.connect() as db:
        for entry in schemas.read(db).entries:
            if entry.kind == "trigger":
                db.execute(f"DROP TRIGGER {identifier(entry.name)}")
    yield schema
    clinic_db_server.pool.drop(schema)


@pytest.fixture(scope="session")
def other() -> Iterator[Target]:
    """Another server, with nothing on it but an empty database `clinic`."""
    box = sandbox.start(f"other-{os.getpid()}", parent=os.getpid())
    yield replace(target.parse(box.url, "the sandbox"), ssl_mode="disabled")
    sandbox.stop(box.name)


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


# A project of its own, run by tests/runner/test_fixtures.py.
collect_ignore = ["example"]
