"""What tests of seeding share: `clinic-db seed` on a schema, and what is in its tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from projects import CommandLine, Outcome

from clinic_db import queries
from clinic_db.clinic.seeding.tables import TABLES
from clinic_db.database import Connection, identifier
from clinic_db.schema_pool import Schema

SMALL = ("--patients", "120", "--appointments", "700", "--today", "2026-03-17")


@dataclass(frozen=True)
class Site:
    """A migrated database and `clinic-db` on it."""

    schema: Schema
    db: Connection
    run: Callable[..., Outcome]

    def seed(self, *args: str, code: int = 0) -> dict[str, Any]:
        """`clinic-db seed --format json`; fails where it does not exit with `code`."""
        done = self.run("seed", *args, "--format", "json")
        assert done.code == code, done.err
        document = json.loads(done.out if done.out else done.err[done.err.index("{") :])
        assert isinstance(document, dict)
        return document

    def checksums(self) -> dict[str, int]:
        """Table → the server's checksum of its rows."""
        names = ", ".join(identifier(table) for table in TABLES)
        found = self.db.rows(queries.get("checksum").replace("{tables}", names))
        return {row["Table"].split(".")[1]: int(row["Checksum"]) for row in found}

    def counts(self) -> dict[str, int]:
        """Table → rows, for those that have any."""
        found = {
            table: int(self.db.value(f"SELECT count(*) FROM {identifier(table)}"))
            for table in (*TABLES, "audit_log")
        }
        return {table: count for table, count in found.items() if count}

    def triggers(self) -> set[str]:
        sql = "SELECT trigger_name AS n FROM information_schema.triggers"
        return {row["n"] for row in self.db.rows(f"{sql} WHERE trigger_schema = database()")}

    def is_settled(self) -> bool:
        """Whether everything on the server is as the files say."""
        status = json.loads(self.run("status", "--format", "json").out)
        return not status["objects"] and not status["warnings"]

    def bookkeeping(self) -> list[dict[str, Any]]:
        return self.db.rows("SHOW TABLES LIKE '\\_clinic\\_db\\_seed%'")


@pytest.fixture
def site(schema: Schema, cli: CommandLine) -> Iterator[Site]:
    def run(*args: str) -> Outcome:
        return cli(*args, CLINIC_DB_URL=schema.url)

    with schema.connect() as db:
        yield Site(schema, db, run)
