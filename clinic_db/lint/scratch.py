"""Databases to try things in, on a throwaway server that is started when it is first needed."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import AbstractContextManager
from dataclasses import replace
from types import TracebackType

from clinic_db import database, queries, server
from clinic_db.database import Connection, identifier
from clinic_db.target import Target, parse


class Scratch(AbstractContextManager["Scratch"]):
    """Gives sessions, each in an empty database of its own; leaving drops what it made.

    Args:
        given: an account on a throwaway server that may create databases; by default a sandbox
            is started, and ended on leaving.
    """

    def __init__(self, given: Target | None = None) -> None:
        self._given = given
        self._server = given
        self._sandbox = ""
        self._open: dict[str, Connection] = {}

    def connection(self) -> Connection:
        """A session in a new, empty database.

        Raises:
            SandboxError: no server to be had.
        """
        aim = self._started()
        name = f"clinic_db_lint_{os.getpid()}_{secrets.token_hex(4)}"
        with database.connect(aim) as connection:
            server.create_database(connection, name)
        self._open[name] = database.connect(replace(aim, database=name))
        return self._open[name]

    def emptied(self, connection: Connection) -> Connection:
        """A session in an empty database in place of this one's, which is dropped."""
        self._drop(connection.target.database)
        return self.connection()

    @property
    def would_be(self) -> str:
        """What the answers depend on, told without starting anything."""
        if self._given is not None:
            with database.connect(self._given) as connection:
                return f"given {connection.version}"
        from clinic_db.sandbox import paths

        chosen = [os.environ.get(f"CLINIC_DB_{name}", "") for name in ("SANDBOX", "MYSQL_IMAGE")]
        found = shutil.which("mysqld")
        local = f"{found} {os.path.getmtime(found)}" if found else ""
        downloads = sorted(path.name for path in paths.downloads_dir().iterdir())
        return "\n".join([*chosen, local, str(shutil.which("docker")), *downloads])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in list(self._open):
            self._drop(name)
        if self._sandbox:
            from clinic_db import sandbox

            sandbox.stop(self._sandbox)

    def _started(self) -> Target:
        if self._server is None:
            from clinic_db import sandbox

            name = f"lint-{os.getpid()}-{secrets.token_hex(3)}"
            box = sandbox.start(name, parent=os.getpid())
            self._sandbox = name
            # The bytes stay on this machine.
            self._server = replace(parse(box.url, "the sandbox"), ssl_mode="disabled")
        return self._server

    def _drop(self, name: str) -> None:
        connection = self._open.pop(name)
        if connection.is_open:
            drop = queries.get("drop_database").replace("{database}", identifier(name))
            connection.execute(drop)
            connection.close()
