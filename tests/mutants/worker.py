"""A process that holds one server and one collected test suite, and tries mutants on them.

Collecting and starting a server take seconds, a test takes a tenth of one: so one pytest session
stays open, and its loop runs the tests it is asked for, as often as it is asked.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any, cast

import pytest
from _pytest.runner import runtestprotocol

from clinic_db import database
from clinic_db import project as projects
from clinic_db.errors import ServerError
from clinic_db.schema_pool import NO_SUCH_SESSION
from clinic_db.testing import Server
from mutants import generator, pool
from mutants.model import Mutant, Outcome, Reach

# What tests the clinic's rules; the other folders test the toolkit.
FOLDERS = (
    "tables",
    "triggers",
    "procedures",
    "functions",
    "views",
    "audit",
    "users",
    "roles",
    "cascades",
    "concurrency",
)
# A broken rule can make a test wait for ever; its sessions are ended after so many seconds.
PATIENCE = 45.0
# What it makes a session wait for, a lock that nobody gives back, is given up after so many.
LOCK_PATIENCE = 5
PROGRAMS = "performance_schema.events_statements_summary_by_program"
TABLES = "performance_schema.table_lock_waits_summary_by_table"


def main(pipe: Pipe, root: Path, log: Path) -> None:
    """Serve `pipe` until it says None; the tests' own output goes to `log`."""
    os.nice(10)
    os.chdir(root)
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(target, 1)
    os.dup2(target, 2)
    pool.take_over()
    folders = [f"tests/{name}" for name in FOLDERS if list((root / "tests" / name).glob("test_*"))]
    # No time for pretty messages of tests that are meant to fail.
    options = ["-q", "-p", "no:cacheprovider", "--tb=line", "--assert=plain"]
    pytest.main([*options, *folders], plugins=[Loop(pipe)])


class Loop:
    """Replaces pytest's own loop over all tests by one that does as it is told."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._server: Server | None = None
        self._items: dict[str, pytest.Item] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        """Remember the session's server."""
        result = yield
        if fixturedef.argname == "clinic_db_server":
            self._server = result
        return result

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Answer ('generate',), ('survey', known) and ('try', mutant, tests) until None comes."""
        self._items = {item.nodeid: item for item in session.items}
        first = next(i for i in session.items if "clinic_db_server" in vars(i)["fixturenames"])
        self._run(first)
        with database.connect(self.server.target) as db:
            db.execute("SET GLOBAL innodb_lock_wait_timeout = %s", (LOCK_PATIENCE,))
        while (task := self._pipe.recv()) is not None:
            name, *args = task
            answer = getattr(self, f"_do_{name}")
            self._pipe.send(answer(*args))
        return True

    @property
    def server(self) -> Server:
        assert self._server is not None, "no test asked for it"
        return self._server

    @property
    def pool(self) -> pool.MutantPool:
        assert isinstance(self.server.pool, pool.MutantPool)
        return self.server.pool

    def _do_generate(self) -> list[Mutant]:
        schema = self.pool.acquire()
        try:
            return generator.generate(projects.find(self.server.project), schema.connect())
        finally:
            self.pool.release(schema)

    def _do_survey(self, known: dict[str, Reach]) -> dict[str, Reach]:
        """Run every test that is not known once and ask the server what it touched."""
        found = {name: known[name] for name in self._items if name in known}
        ours = f"{self.pool.prefix}%"
        with database.connect(self.server.target) as db:
            for nodeid, item in self._items.items():
                if nodeid in known:
                    continue
                db.execute(f"TRUNCATE {PROGRAMS}")
                db.execute(f"TRUNCATE {TABLES}")
                begun = time.monotonic()
                failure = self._run(item)
                seconds = time.monotonic() - begun
                rows = db.rows(
                    f"SELECT object_name AS name FROM {PROGRAMS} "
                    "WHERE object_schema LIKE %s AND count_star > 0 "
                    f"UNION SELECT object_name FROM {TABLES} "
                    "WHERE object_schema LIKE %s AND count_write > 0",
                    (ours, ours),
                )
                touched = frozenset(str(row["name"]) for row in rows)
                found[nodeid] = Reach(seconds, not failure, touched)
        return found

    def _do_try(self, mutant: Mutant, tests: list[str]) -> Outcome:
        """Run `tests` in order until one fails that passes again without the mutant."""
        begun, ran = time.monotonic(), 0
        with ExitStack() as stack:
            stack.enter_context(self.pool.broken(mutant))
            for nodeid in tests:
                ran += 1
                why = self._run(self._items[nodeid])
                if not why:
                    continue
                stack.close()
                if not self._run(self._items[nodeid]):
                    return Outcome(nodeid, why, ran, time.monotonic() - begun)
                stack.enter_context(self.pool.broken(mutant))
        return Outcome("", "", ran, time.monotonic() - begun)

    def _run(self, item: pytest.Item) -> str:
        """Run one test; '' where it passed, else the end of its message."""
        # With the session itself as the next test, all that outlives this one is the server.
        following = cast("pytest.Item", item.session)
        with self._ended_after(PATIENCE) if self._server else ExitStack():
            reports = runtestprotocol(item, log=False, nextitem=following)
        failed = [report for report in reports if report.failed]
        if not failed:
            return ""
        lines = failed[0].longreprtext.strip().splitlines() or ["no message"]
        return f"{failed[0].when}: {lines[-1]}"[-200:]

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        """End what a test waits for, again and again, until it has had its answers."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(seconds):
                self._end_sessions()

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _end_sessions(self) -> None:
        with database.connect(replace(self.server.target, database="")) as db:
            rows = db.rows(
                "SELECT id AS session FROM performance_schema.processlist WHERE db LIKE %s",
                (f"{self.pool.prefix}%",),
            )
            for row in rows:
                try:
                    db.execute("KILL %s", (row["session"],))
                except ServerError as error:
                    if error.errno != NO_SUCH_SESSION:
                        raise
