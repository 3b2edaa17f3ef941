"""Databases for the matrix: one as it is, one with its triggers taken away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic_db.database import identifier
from clinic_db.docs import schema as schemas
from clinic_db.schema_pool import Schema
from clinic_db.testing import Server


@pytest.fixture(scope="module")
def whole(clinic_db_server: Server) -> Iterator[Schema]:
    """The clinic; every case is rolled back, so one is enough."""
    schema = clinic_db_server.pool.acquire()
    yield schema
    clinic_db_server.pool.release(schema)


@pytest.fixture(scope="module")
def bare(clinic_db_server: Server) -> Iterator[Schema]:
    """The clinic without triggers: what the foreign keys do by themselves."""
    schema = clinic_db_server.pool.acquire()
    with schema.connect() as db:
        for entry in schemas.read(db).entries:
            if entry.kind == "trigger":
                db.execute(f"DROP TRIGGER {identifier(entry.name)}")
    yield schema
    clinic_db_server.pool.drop(schema)
