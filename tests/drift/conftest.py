"""One shop on the session's server, and what its files say, for every test of drift."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_db import database, runner, snapshot
from clinic_db.config import Config
from clinic_db.database import identifier
from clinic_db.drift import Drift, find
from clinic_db.schema_pool import SchemaPool
from clinic_db.snapshot import Snapshot
from clinic_db.target import Target
from clinic_db.testing import Server, configuration

SHOP = Path(__file__).resolve().parent / "shop"
ROLES = (
    "drift_packer",
    "drift_trainee",
    "drift_boss",
    "drift_stranger",
    "drift_somebody",
    "drift_idle",
)


class Shop:
    """The shop's files applied to a database of their own.

    Attributes:
        expected: what the files say, read from another database that was built from them.
    """

    def __init__(self, pool: SchemaPool, expected: Snapshot) -> None:
        self._pool = pool
        self.expected = expected
        self.live = pool.empty()
        self._is_clean = False
        self._build()

    @property
    def config(self) -> Config:
        """For a command on the shop."""
        return configuration(self.live.target, SHOP)

    def drift(self) -> Drift:
        """What `clinic-db drift` finds, with the reference that all tests share."""
        return find(self.config, expected=self.expected)

    def assert_clean(self) -> None:
        """There is no drift."""
        found = self.drift()
        assert not found.warnings
        assert found.is_clean, found.findings
        self._is_clean = True

    def begin(self) -> None:
        """There is no drift: a shop that was not found so last is built anew."""
        if not self._is_clean:
            self.close()
            self.live = self._pool.empty()
            self._build()

    def run(self, *sqls: str) -> None:
        """Run statements by hand, in a session of their own."""
        self._is_clean = False
        with database.connect(self.live.target) as hand:
            for sql in sqls:
                hand.execute(sql)

    def apply(self) -> int:
        """`clinic-db apply`; how many steps there were."""
        self._is_clean = False
        return len(runner.apply(self.config, runner.SILENT).steps)

    def plan(self) -> int:
        """`clinic-db plan`: how many steps there are."""
        return len(runner.plan_apply(self.config).steps)

    def close(self) -> None:
        """Drop the database, and what a case that failed may have left on the server."""
        self._pool.drop(self.live)
        with database.connect(replace(self.live.target, database="")) as root:
            root.execute("DROP DATABASE IF EXISTS drift_elsewhere")
            root.execute(f"DROP USER IF EXISTS {', '.join(ROLES)}")

    def _build(self) -> None:
        steps = self.plan()
        assert steps, "plan says what there is to do"
        assert self.apply() == steps
        assert self.plan() == 0
        self.assert_clean()


@pytest.fixture(scope="session")
def reference(clinic_db_server: Server) -> Iterator[Snapshot]:
    """What the shop's files say."""
    pool = clinic_db_server.pool
    schema = pool.empty()
    runner.apply(configuration(schema.target, SHOP), runner.SILENT)
    with database.connect(schema.target) as connection:
        found = snapshot.read(connection)
    yield found
    pool.drop(schema)


@pytest.fixture(scope="session")
def shop(clinic_db_server: Server, reference: Snapshot) -> Iterator[Shop]:
    """A shop to break; every test leaves it as it found it."""
    made = Shop(clinic_db_server.pool, reference)
    yield made
    made.close()


@contextmanager
def account(at: Target, *grants: str, name: str = "drift_account") -> Iterator[Target]:
    """An account with these rights on the database.

    Args:
        grants: as 'SELECT', for the database, or 'SELECT ON mysql.db'.
    """
    who = replace(at, user=name, password="only here")
    here = f"{identifier(at.database)}.*"
    with database.connect(at) as root:
        root.execute(f"CREATE USER {name} IDENTIFIED BY %s", (who.password,))
        for grant in grants:
            where = "" if " ON " in grant else f" ON {here}"
            root.execute(f"GRANT {grant}{where} TO {name}")
    try:
        yield who
    finally:
        with database.connect(at) as root:
            root.execute(f"DROP USER {name}")
