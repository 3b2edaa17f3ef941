"""What really reaches the server: its general log, as statements by session."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from clinic_db.database import Connection
from clinic_db.sandbox.command_line import client
from clinic_db.sandbox.record import Sandbox
from clinic_db.schema_pool import Schema
from clinic_db.testing import Server

# The runner's own questions and records, none of them the project's.
_OWN = re.compile(
    r"_clinic_db_(?!trial)|_yoyo_|information_schema\.|performance_schema\.|\bmysql\.|^SHOW CREATE "
    r"|get_lock|release_lock| AS has_rows$|sql_quote_show_create"
)


@contextmanager
def general_log(db: Connection) -> Iterator[list[str]]:
    """Every statement that other sessions send while the block runs, in order, byte for byte."""
    sent: list[str] = []
    db.execute("SET GLOBAL log_output = 'TABLE'")
    db.execute("TRUNCATE TABLE mysql.general_log")
    db.execute("SET GLOBAL general_log = ON")
    try:
        yield sent
    finally:
        db.execute("SET GLOBAL general_log = OFF")
        rows = db.rows(
            "SELECT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log"
            " WHERE command_type = 'Query' AND thread_id <> CONNECTION_ID()"
        )
        sent += [str(row["text"]) for row in rows]


def of_the_project(sent: list[str]) -> list[str]:
    """What a run sends, without its bookkeeping and the COMMITs that go with it.

    Of statements in one message, the log shows all but the last with a semicolon.
    """
    return [sql.removesuffix(";") for sql in sent if not _OWN.search(sql) and sql != "COMMIT"]


@dataclass(frozen=True)
class Client:
    """MySQL's own command line client on the tests' server, its options at their defaults."""

    argv: tuple[str, ...]
    environ: Mapping[str, str]

    def pipe(self, text: str, schema: Schema) -> subprocess.CompletedProcess[str]:
        """Pipe SQL into it, as a person would."""
        return subprocess.run(
            [*self.argv, f"--database={schema.target.database}"],
            input=text,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def client_of(server: Server) -> Client:
    """The client; to be found before a test changes HOME."""
    aim = server.target
    box = server.sandbox or Sandbox(
        "given", "local", "", aim.port, aim.password, 0.0, host=aim.host, user=aim.user
    )
    argv, environ = client(box)
    kept = [word for word in argv if word != "--tty" and not word.startswith("--database=")]
    return Client(tuple(kept), {**environ, "MYSQL_PWD": aim.password})
