"""Run the command line and kill this process at a statement: killed.py WHEN TEXT ARGUMENT…

WHEN is 'before' or 'after' the first statement that contains TEXT; 'ask' is before it too, but
asks the process to end instead (SIGTERM).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from clinic_db.cli import main
from clinic_db.database import Connection

when, text, *arguments = sys.argv[1:]
send = Connection._cursor


@contextmanager
def deadly(self: Connection, sql: str, args: Any) -> Iterator[Any]:
    hit = text in f"{sql} {args}"
    if hit and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    if hit and when == "ask":
        os.kill(os.getpid(), signal.SIGTERM)
    with send(self, sql, args) as cursor:
        if hit and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        yield cursor


Connection._cursor = deadly  # type: ignore[method-assign]
main(arguments)
