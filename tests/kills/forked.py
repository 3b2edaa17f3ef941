"""Runs of `clinic-db`, each in a process of its own that dies or stops at a chosen statement.

The process that is started imports the command line once and forks for every run, which is the
whole of its job. It reads one JSON document a line:

    {"id": 1, "how": "client-before", "number": 7, "text": "", "delay": 0.001, "args": [… ]}

and answers with one when the run begins, one when it stops, and one when it ends:

    {"id": 1, "pid": 4711}
    {"id": 1, "stopped": true}
    {"id": 1, "code": -9, "out": "…", "err": "…", "sent": 7}

`how` is 'count' (nothing happens), 'stop-before' or 'stop-after' (the run stops itself, to be gone
on with SIGCONT), or one of 'client-', 'connection-', 'query-' and 'signal-' (SIGTERM) with
'before', 'inside' or 'after'; `number` counts the messages that a run sends after connecting,
those with `text` in them where it is given.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from traceback import print_exception
from typing import Any

from clinic_db import database, plan, report  # noqa: F401 - imported once, for every run
from clinic_db.cli import main, migrate  # noqa: F401

TURN_SECONDS = 0.005
SIGNALS = {"client": signal.SIGKILL, "stop": signal.SIGSTOP, "signal": signal.SIGTERM}
# The session that was to be killed has ended by itself.
NOBODY = 1094
# The exit code of a run that could not be struck.
MISSED = 99
genuine = database.Connection._cursor


class Strike:
    """Counts a run's messages and does what was asked for at the chosen one."""

    def __init__(self, how: str, number: int, text: str, delay: float) -> None:
        self.sent = 0
        self._met = 0
        self._text = text
        self._victim, _, self._moment = how.partition("-")
        self._number = number
        self._delay = delay

    def install(self) -> None:
        """From now on every message of this process is counted."""
        strike = self

        @contextmanager
        def counted(self: database.Connection, sql: str, args: Any) -> Iterator[Any]:
            strike.sent += 1
            strike._met += strike._text in sql
            mine = strike._text in sql and strike._met == strike._number
            if mine and strike._moment == "before":
                strike.hit(self)
            if mine and strike._moment == "inside":
                threading.Timer(strike._delay, strike.hit, (self,)).start()
            with genuine(self, sql, args) as cursor:
                if mine and strike._moment == "after":
                    strike.hit(self)
                yield cursor

        database.Connection._cursor = counted  # type: ignore[method-assign]

    def hit(self, connection: database.Connection) -> None:
        """What the test is about; a strike that does not strike ends the run with `MISSED`."""
        try:
            if self._victim in SIGNALS:
                os.kill(os.getpid(), SIGNALS[self._victim])
            else:
                _kill(self._victim, connection)
        except BaseException as error:
            late = self._moment == "inside" and error.args[:1] == (NOBODY,)
            if not late:
                print_exception(error, file=sys.__stderr__)
                os._exit(MISSED)


def _kill(what: str, connection: database.Connection) -> None:
    # A session of its own, past the counting.
    killer = database._session(connection.target, "disabled", loads=False)
    with killer.cursor() as cursor:
        cursor.execute(f"KILL {what.upper()} {connection.id}")
    killer.close()


def run(job: dict[str, Any], answer: int) -> None:
    """One run, in a process that was forked for it; writes what it printed to `answer`."""
    strike = Strike(job["how"], job["number"], job["text"], job["delay"])
    strike.install()
    out, err = StringIO(), StringIO()
    code = 1
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(job["args"])
        except SystemExit as ended:
            code = int(ended.code or 0)
    said = {"code": code, "out": out.getvalue(), "err": err.getvalue(), "sent": strike.sent}
    os.write(answer, json.dumps(said).encode())


def start(job: dict[str, Any]) -> tuple[int, int]:
    """Fork; gives the process and the file that it will write to."""
    with tempfile.TemporaryFile() as file:
        answer = os.dup(file.fileno())
    pid = os.fork()
    if pid == 0:
        try:
            run(job, answer)
        finally:
            os._exit(0)
    return pid, answer


def ended(status: int, answer: int) -> dict[str, Any]:
    """What to tell of a run that is over."""
    os.lseek(answer, 0, os.SEEK_SET)
    text = b"".join(iter(lambda: os.read(answer, 1 << 16), b""))
    os.close(answer)
    code = os.waitstatus_to_exitcode(status)
    if code == 0 and text:
        said: dict[str, Any] = json.loads(text)
        return said
    return {"code": code or 1, "out": "", "err": "", "sent": 0}


def serve() -> None:
    """Start what is asked for, tell what stopped and what ended, until nobody asks any more."""
    alive: dict[int, tuple[int, int]] = {}
    asking = True
    # Not buffered: a line that was read ahead would not wake select.
    jobs = os.fdopen(0, "rb", buffering=0)
    while asking or alive:
        if asking and select.select([jobs], [], [], TURN_SECONDS)[0]:
            line = jobs.readline()
            asking = bool(line)
            if asking:
                job = json.loads(line)
                pid, answer = start(job)
                alive[pid] = (job["id"], answer)
                print(json.dumps({"id": job["id"], "pid": pid}), flush=True)
        while alive:
            pid, status = os.waitpid(-1, os.WNOHANG | os.WUNTRACED)
            if pid == 0:
                break
            number, answer = alive[pid]
            if os.WIFSTOPPED(status):
                said: dict[str, Any] = {"stopped": True}
            else:
                said = ended(status, answer)
                del alive[pid]
            print(json.dumps({"id": number} | said), flush=True)


if __name__ == "__main__":
    serve()
