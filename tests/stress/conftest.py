"""What tests of the stress test share: `clinic-db stress` on the sample clinic."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from projects import ROOT, CommandLine, Outcome

from clinic_db import seeds
from clinic_db.clinic.stress import plan
from clinic_db.clinic.stress.client import WEIGHTS
from clinic_db.database import Connection
from clinic_db.project import Project
from clinic_db.schema_pool import Schema

LOOKING = "patient_by_phone"
SEED = next(n for n in range(1_000) if next(plan.steps(WEIGHTS, n, 0)).operation == LOOKING)
# One look by phone, and no more.
ONE_LOOK = ("--operations", "1", "--clients", "1", "--seed", str(SEED))


@dataclass(frozen=True)
class Site:
    """A database with the sample clinic in it, and `clinic-db` on it."""

    schema: Schema
    db: Connection
    cli: CommandLine
    children: list[subprocess.Popen[str]] = field(default_factory=list)

    def run(self, *args: object) -> Outcome:
        """`clinic-db stress ARGS`, in this process."""
        return self.cli("stress", *args, CLINIC_DB_URL=self.schema.url)

    def measured(self, *args: object, code: int = 0) -> dict[str, Any]:
        """The document of a run that must exit with `code`."""
        done = self.run(*args, "--format", "json")
        assert done.code == code, done.out + done.err
        document = json.loads(done.out)
        assert isinstance(document, dict)
        return document

    def start(self, *args: str) -> subprocess.Popen[str]:
        """`clinic-db stress ARGS` as a process of its own, with both outputs in one pipe."""
        child = subprocess.Popen(
            [sys.executable, "-m", "clinic_db", "stress", *args],
            env={**os.environ, "CLINIC_DB_URL": self.schema.url, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.children.append(child)
        return child

    def count(self, table: str) -> int:
        return int(self.db.value(f"SELECT count(*) FROM {table}"))

    def sessions(self) -> list[int]:
        """Those of other clients on this database."""
        rows = self.db.rows(
            "SELECT id FROM performance_schema.processlist"
            " WHERE db = database() AND id <> connection_id()"
        )
        return [int(row["id"]) for row in rows]

    def wait_until_alone(self) -> None:
        """The server ends a session a moment after its client has; none is left behind."""
        pause = threading.Event()
        for _ in range(600):
            if not self.sessions():
                return
            pause.wait(0.05)
        raise AssertionError("sessions are left behind")


@pytest.fixture
def site(schema: Schema, cli: CommandLine) -> Iterator[Site]:
    with schema.connect() as db:
        seeds.load(Project(ROOT), "demo", db)
        made = Site(schema, db, cli)
        yield made
        for child in made.children:
            # One that a failed test has left behind.
            child.kill()
            child.communicate()


def row(document: dict[str, Any], operation: str) -> dict[str, Any]:
    """The figures of one operation."""
    (found,) = (each for each in document["operations"] if each["operation"] == operation)
    assert isinstance(found, dict)
    return found
