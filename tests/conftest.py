"""Short names for the plugin's fixtures, as the clinic's own tests use them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


@pytest.fixture
def schema(clinic_db_schema: Schema) -> Schema:
    """A migrated database of the test's own, with the reference rows."""
    return clinic_db_schema


@pytest.fixture
def db(schema: Schema) -> Iterator[Connection]:
    """An autocommitting session in it."""
    with schema.connect() as connection:
        yield connection


# A project of its own, run by tests/runner/test_fixtures.py.
collect_ignore = ["example"]
