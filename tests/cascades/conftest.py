"""The database for the matrix as it is; tests/conftest.py has one without its triggers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic_db.schema_pool import Schema
from clinic_db.testing import Server


@pytest.fixture(scope="module")
def whole(clinic_db_server: Server) -> Iterator[Schema]:
    """The clinic; every case is rolled back, so one is enough."""
    schema = clinic_db_server.pool.acquire()
    yield schema
    clinic_db_server.pool.release(schema)
