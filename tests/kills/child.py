"""`clinic-db` in a process that dies, or loses its connection, at a chosen statement.

    python child.py HOW NUMBER DELAY -- ARGUMENTS OF clinic-db

HOW is `count` (nothing happens; the number of statements is printed at the end), or one of
`client-` and `connection-` with `before`, `inside` or `after` the statement of that NUMBER.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from clinic_db import database
from clinic_db.cli import main

HOW, NUMBER, DELAY = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
VICTIM, _, MOMENT = HOW.partition("-")
sent = 0
genuine = database.Connection._cursor


def strike(connection: database.Connection) -> None:
    """What the test is about."""
    if VICTIM == "client":
        os.kill(os.getpid(), signal.SIGKILL)
    # A session of its own, past the counting.
    killer = database._session(connection.target, "disabled")
    with killer.cursor() as cursor:
        cursor.execute(f"KILL CONNECTION {connection.id}")
    killer.close()


@contextmanager
def counted(self: database.Connection, sql: str, args: Any) -> Iterator[Any]:
    """Count, and strike at the chosen number."""
    global sent
    sent += 1
    mine = sent == NUMBER
    if mine and MOMENT == "before":
        strike(self)
    if mine and MOMENT == "inside":
        threading.Timer(DELAY, strike, (self,)).start()
    with genuine(self, sql, args) as cursor:
        if mine and MOMENT == "after":
            strike(self)
        yield cursor


database.Connection._cursor = counted  # type: ignore[method-assign]
try:
    main(sys.argv[sys.argv.index("--") + 1 :])
finally:
    print(f"statements: {sent}", file=sys.stderr)
