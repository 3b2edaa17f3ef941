"""A pytest plugin: a real MySQL for every test that asks for one.

Fixtures (installed with the package, nothing to import):

- `clinic_db_server`: one throwaway server for the session.
- `clinic_db_schema`: a database of the test's own, migrated, with the reference rows.
- `clinic_db_connection`: a session in such a database; what it writes is rolled back.
- `clinic_db_empty`: a database of the test's own with nothing in it.

Environment: CLINIC_DB_TEST_URL names a server to use instead of starting one (an account that may
create databases); CLINIC_DB_TEST_REQUIRED=1 turns "no server to be had" from a skip into a failure.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clinic_db.target import Target

if TYPE_CHECKING:
    from clinic_db.config import Config
    from clinic_db.database import Connection
    from clinic_db.sandbox import Sandbox
    from clinic_db.schema_pool import Schema, SchemaPool

_USED = pytest.StashKey[str]()


@dataclass(frozen=True)
class Server:
    """The session's server.

    Attributes:
        target: an account that may do everything.
        sandbox: the throwaway server behind it, None where CLINIC_DB_TEST_URL names one.
        pool: the schemas on it.
    """

    target: Target
    sandbox: Sandbox | None
    pool: SchemaPool
    project: Path | None

    @property
    def url(self) -> str:
        return self.target.url()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`clinic_db_project` in the ini file: the project's folder, the root folder by default."""
    parser.addini("clinic_db_project", "the clinic-db project whose schema tests get", default="")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say which server the tests ran on."""
    if _USED in config.stash:
        terminalreporter.write_line(f"clinic-db: tests ran on {config.stash[_USED]}")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """With pytest-xdist each worker has a server of its own, and the main process says which."""
    used = getattr(node, "workeroutput", {}).get("clinic_db")
    if used:
        node.config.stash[_USED] = used


@pytest.fixture(scope="session")
def clinic_db_server(pytestconfig: pytest.Config) -> Iterator[Server]:
    """One real, throwaway MySQL server for the whole session."""
    from clinic_db import database, sandbox, target
    from clinic_db.errors import SandboxError
    from clinic_db.schema_pool import SchemaPool

    url = os.environ.get("CLINIC_DB_TEST_URL")
    box = None
    if not url:
        try:
            box = sandbox.start(f"pytest-{os.getpid()}", parent=os.getpid())
        except SandboxError as error:
            if os.environ.get("CLINIC_DB_TEST_REQUIRED") == "1":
                pytest.fail(str(error), pytrace=False)
            pytest.skip(str(error))
        url = box.url
    aim = target.parse(url, "CLINIC_DB_TEST_URL")
    if box is not None:
        # The bytes stay on this machine, and each test connects several times.
        aim = replace(aim, ssl_mode="disabled")
    project = _project(pytestconfig)
    with database.connect(aim) as connection:
        kind = box.kind if box else "given by CLINIC_DB_TEST_URL"
        used = pytestconfig.stash[_USED] = f"MySQL {connection.version} ({kind})"
    getattr(pytestconfig, "workeroutput", {})["clinic_db"] = used
    pool = SchemaPool(aim, lambda at: build(at, project), f"test_{os.getpid()}")
    yield Server(aim, box, pool, project)
    if box is None:
        pool.drop_all()
    else:
        sandbox.stop(box.name)


@pytest.fixture
def clinic_db_schema(clinic_db_server: Server) -> Iterator[Schema]:
    """A database of the test's own, equal to a newly migrated one."""
    schema = clinic_db_server.pool.acquire()
    yield schema
    clinic_db_server.pool.release(schema)


@pytest.fixture
def clinic_db_connection(clinic_db_schema: Schema) -> Iterator[Connection]:
    """A session in a transaction that is rolled back when the test ends."""
    connection = clinic_db_schema.connect()
    connection.execute("START TRANSACTION")
    yield connection
    if connection.is_open:
        connection.execute("ROLLBACK")


@pytest.fixture
def clinic_db_empty(clinic_db_server: Server) -> Iterator[Schema]:
    """A database of the test's own with nothing in it."""
    schema = clinic_db_server.pool.empty()
    yield schema
    clinic_db_server.pool.drop(schema)


def configuration(aim: Target, project: Path | None) -> Config:
    """The configuration for running the toolkit on a test's schema."""
    from clinic_db import project as projects
    from clinic_db.config import Config

    return Config(project=projects.find(project), target=aim)


def build(aim: Target, project: Path | None) -> None:
    """Make an empty database into the project's schema with its reference rows."""
    from clinic_db import database, runner, seeds

    config = configuration(aim, project)
    runner.apply(config, runner.Listener())
    if (config.project.root / "seeds" / "reference").is_dir():
        with database.connect(aim) as connection:
            seeds.load(config.project, "reference", connection)


def _project(config: pytest.Config) -> Path | None:
    named = str(config.getini("clinic_db_project"))
    if named:
        return (config.rootpath / named).resolve()
    return config.rootpath if (config.rootpath / "migrations").is_dir() else None
