"""Small projects for tests of the runner, and the command line run in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from clinic_db.cli import main
from clinic_db.schema_pool import Schema

ROOT = Path(__file__).resolve().parent.parent

TABLE = "CREATE TABLE {name} (id BIGINT NOT NULL PRIMARY KEY, note VARCHAR(50) NULL);\n"


@dataclass(frozen=True)
class Outcome:
    """What a command did: its exit code and what it printed."""

    code: int
    out: str
    err: str


class CommandLine:
    """Runs `clinic-db` in this process with nothing but the given environment variables set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        for name in ("CLINIC_DB_URL", "DATABASE_URL", "MYSQL_PWD"):
            monkeypatch.delenv(name, raising=False)

    def __call__(self, *args: object, **environ: str) -> Outcome:
        for name, value in environ.items():
            self._monkeypatch.setenv(name, value)
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main([str(arg) for arg in args])
        printed = self._capsys.readouterr()
        return Outcome(int(stopped.value.code or 0), printed.out, printed.err)


@contextmanager
def general_log(schema: Schema) -> Iterator[list[str]]:
    """Every statement that other sessions send to the server while the block runs, in order."""
    sent: list[str] = []
    with schema.connect() as db:
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
                " ORDER BY event_time"
            )
            sent += [str(row["text"]) for row in rows]


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `root`, making folders as needed; return `root`."""
    (root / "migrations").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def two_tables(root: Path) -> Path:
    """A project of two migrations in a chain, with rollbacks."""
    return write(
        root,
        {
            "migrations/0001_create_a.sql": TABLE.format(name="a"),
            "migrations/0001_create_a.rollback.sql": "DROP TABLE a;\n",
            "migrations/0002_create_b.sql": "-- depends: 0001_create_a\n" + TABLE.format(name="b"),
            "migrations/0002_create_b.rollback.sql": "DROP TABLE b;\n",
        },
    )
