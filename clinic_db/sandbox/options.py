"""The server's options: what makes a sandbox one, and quick."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

NO_NATIVE_AIO = "--innodb-use-native-aio=OFF"

# What every sandbox gets, container or process. The binary log stays on, as in production:
# triggers and functions meet the same rules there. Linux has asynchronous I/O for about 25
# servers (fs.aio-max-nr), so they do with InnoDB's own.
_COMMON = (
    "--mysqlx=OFF",
    "--local-infile=ON",
    "--innodb-buffer-pool-size=128M",
    NO_NATIVE_AIO,
)
# Nothing in a sandbox needs to survive a power cut.
_THROWAWAY = (
    "--innodb-flush-log-at-trx-commit=0",
    "--sync-binlog=0",
)


def common(durable: bool, extra: Sequence[str]) -> list[str]:
    """Return the options of any sandbox; `extra` comes last and so has the last word."""
    return [*_COMMON, *(() if durable else _THROWAWAY), *extra]


def as_user() -> list[str]:
    """Return what mysqld wants to hear before it runs as root."""
    return ["--user=root"] if os.geteuid() == 0 else []


def process(work: Path, port: int) -> list[str]:
    """Return the options of a private process: its own folders, socket and loopback port."""
    return [
        *as_user(),
        f"--datadir={work / 'data'}",
        f"--tmpdir={work}",
        f"--socket={work / 'mysql.sock'}",
        f"--pid-file={work / 'mysqld.pid'}",
        f"--init-file={work / 'first_start.sql'}",
        "--bind-address=127.0.0.1",
        f"--port={port}",
    ]
