"""Every mistake a person can make gets a clear error, the right exit code, and changes nothing."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import TABLE, CommandLine, two_tables, write

from clinic_db import queries
from clinic_db.schema_pool import Schema

PROCEDURE = "CREATE PROCEDURE {name} () SELECT 1;\n"
# What is wrong → (the file to add, exit code, what the error must say)
WRONG_FILES: dict[str, tuple[dict[str, str | bytes], tuple[str, ...]]] = {
    "two heads": (
        {"migrations/0003_x.sql": "-- depends: 0001_create_a\n" + TABLE.format(name="c")},
        ("migrations/0003_x.sql: two heads: 0002_create_b and 0003_x", "let 0003_x depend on"),
    ),
    "cycle": (
        {
            "migrations/0003_x.sql": "-- depends: 0004_y\n" + TABLE.format(name="c"),
            "migrations/0004_y.sql": "-- depends: 0003_x 0002_create_b\n" + TABLE.format(name="d"),
        },
        ("goes in a circle", "0003_x", "0004_y"),
    ),
    "unknown dependency": (
        {"migrations/0003_x.sql": "-- depends: 0002_create_bb\n" + TABLE.format(name="c")},
        ("migrations/0003_x.sql: depends on '0002_create_bb', which is not there",),
    ),
    "empty dependency": (
        {"migrations/0003_x.sql": "-- depends:\n" + TABLE.format(name="c")},
        ("migrations/0003_x.sql:1: '-- depends:' says nothing",),
    ),
    "empty file": (
        {"migrations/0003_x.sql": "-- depends: 0002_create_b\n-- and nothing else\n"},
        ("migrations/0003_x.sql: the file holds no statement", "write"),
    ),
    "not UTF-8": (
        {"migrations/0003_x.sql": b"-- depends: 0002_create_b\nSELECT 'caf\xe9';\n"},
        ("migrations/0003_x.sql:2: the file is not UTF-8", "save it as UTF-8"),
    ),
    "unterminated quote": (
        {"migrations/0003_x.sql": "-- depends: 0002_create_b\n\nSELECT 'open;\n\n"},
        ("migrations/0003_x.sql:3", "never closed"),
    ),
    "unterminated comment": (
        {"migrations/0003_x.sql": "-- depends: 0002_create_b\nSELECT 1 /* open;\n"},
        ("migrations/0003_x.sql:2", "never closed"),
    ),
    "rollback without its migration": (
        {"migrations/0003_x.rollback.sql": "DROP TABLE c;\n"},
        ("migrations/0003_x.rollback.sql: a rollback file without its migration 0003_x.sql",),
    ),
    "Python migration": (
        {"migrations/0003_x.py": "steps = []\n"},
        ("migrations/0003_x.py: a Python migration",),
    ),
    "transaction control": (
        {"migrations/0003_x.sql": "-- depends: 0002_create_b\nSTART TRANSACTION;\nDELETE FROM a;"},
        ("migrations/0003_x.sql:2: START TRANSACTION in a migration",),
    ),
    "the lock of the run": (
        {"migrations/0003_x.sql": "-- depends: 0002_create_b\nDO release_all_locks();\n"},
        ("migrations/0003_x.sql:2: RELEASE_ALL_LOCKS() in a migration",),
    ),
    "client command": (
        {"migrations/0003_x.sql": "-- depends: 0002_create_b\nUSE other;\nDELETE FROM a;\n"},
        ("migrations/0003_x.sql:2",),
    ),
    "bad file name": (
        {"migrations/0003 x.sql": TABLE.format(name="c")},
        ("migrations/0003 x.sql: a file's name is letters",),
    ),
    "two names that differ in case only": (
        {
            "migrations/0003_Add.sql": "-- depends: 0002_create_b\nSELECT 1;\n",
            "migrations/0003_add.sql": "-- depends: 0003_Add\nSELECT 1;\n",
        },
        ("migrations/0003_add.sql: 0003_Add.sql differs from it in case only",),
    ),
    "two objects of one name": (
        {
            "procedures/p.sql": PROCEDURE.format(name="p"),
            "procedures/P.sql": PROCEDURE.format(name="P"),
        },
        ("procedures/p.sql: procedure p is also in procedures/P.sql",),
    ),
    "file name differs from object": (
        {"procedures/p.sql": "-- why\n" + PROCEDURE.format(name="q")},
        ("procedures/p.sql:2: the file creates procedure 'q' but is called 'p'", "rename"),
    ),
    "wrong kind in a folder": (
        {"sql/views/v.sql": PROCEDURE.format(name="v")},
        ("sql/views/v.sql:1: the file does not begin with CREATE VIEW",),
    ),
    "empty object file": (
        {"triggers/t.sql": "-- nothing yet\n"},
        ("triggers/t.sql: the file holds no statement",),
    ),
    "role file with something else": (
        {"sql/roles/r.sql": "CREATE ROLE IF NOT EXISTS r;\nDROP TABLE a;\n"},
        ("sql/roles/r.sql:2: not a statement for a role's file",),
    ),
    "role file about another role": (
        {"sql/roles/r.sql": "CREATE ROLE IF NOT EXISTS r;\nGRANT SELECT ON a TO s;\n"},
        ("sql/roles/r.sql:2: the statement is about role 's'",),
    ),
    "role file on another database": (
        {"sql/roles/r.sql": "CREATE ROLE IF NOT EXISTS r;\nGRANT SELECT ON mysql.user TO r;\n"},
        ("sql/roles/r.sql:2: not a statement for a role's file",),
    ),
}


@pytest.mark.parametrize(
    "name", ["migrations/0003_x.sql", "migrations/0002_create_b.rollback.sql", "triggers/t.sql"]
)
@pytest.mark.parametrize("kind", ["a link that leads nowhere", "a link to itself", "a pipe"])
def test_what_only_looks_like_a_file_is_neither_missed_nor_waited_for(
    cli: CommandLine, empty: Schema, project: Path, name: str, kind: str
) -> None:
    path = project / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    if kind == "a pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path.name if kind == "a link to itself" else "nowhere.sql")
    refused = cli("apply", "--project", project, "--database", empty.url)
    assert refused.code == 8
    assert f"{name}: this is no file" in refused.err


@pytest.mark.parametrize("mistake", WRONG_FILES)
def test_wrong_files_are_refused_before_anything_runs(
    cli: CommandLine, empty: Schema, tmp_path: Path, mistake: str
) -> None:
    files, texts = WRONG_FILES[mistake]
    project = write(two_tables(tmp_path / "p"), files)
    for command in ("apply", "status", "plan", "rollback"):
        refused = cli(command, "--project", project, "--database", empty.url)
        assert refused.code == 8, (command, refused)
        for text in texts:
            assert text in refused.err, refused.err
        assert refused.out == ""
        assert refused.err.startswith("error: ")
        assert "\n  next: " in refused.err, refused.err
    assert empty.connect().rows(queries.get("tables")) == []


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port behind which something listens and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def talking_port() -> Iterator[int]:
    """A port behind which something that is not MySQL talks first, as SSH does."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            try:
                while True:
                    peer, _ = server.accept()
                    with peer:
                        peer.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
                        peer.recv(1)
            except OSError:
                return

        thread = threading.Thread(target=greet, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.fixture
def closed_port() -> int:
    """A port behind which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_no_server(cli: CommandLine, project: Path, closed_port: int) -> None:
    url = f"mysql://root@127.0.0.1:{closed_port}/clinic"
    refused = cli("apply", "--project", project, "--database", url)
    assert refused.code == 3
    assert "no server answers (Connection refused)" in refused.err
    assert "clinic-db sandbox start" in refused.err


def test_server_of_another_kind(cli: CommandLine, project: Path, talking_port: int) -> None:
    url = f"mysql://root@127.0.0.1:{talking_port}/clinic"
    refused = cli("apply", "--project", project, "--database", url)
    assert refused.code == 3
    assert "not a MySQL server" in refused.err


def test_server_that_says_nothing(cli: CommandLine, project: Path, silent_port: int) -> None:
    url = f"mysql://root@127.0.0.1:{silent_port}/clinic?connect_timeout=1"
    refused = cli("apply", "--project", project, "--database", url)
    assert refused.code == 3
    assert "not a MySQL server" in refused.err


def test_wrong_password(cli: CommandLine, project: Path, empty: Schema) -> None:
    url = f"mysql://nobody@{empty.target.host}:{empty.target.port}/{empty.name}"
    refused = cli("apply", "--project", project, "--database", url, MYSQL_PWD="wrong-one")
    assert refused.code == 3
    assert "access denied (a password was given)" in refused.err
    assert "MYSQL_PWD" in refused.err
    assert "wrong-one" not in refused.err


def test_unknown_database(cli: CommandLine, project: Path, empty: Schema) -> None:
    url = empty.url.replace(empty.name, empty.name + "_nope")
    refused = cli("apply", "--project", project, "--database", url)
    assert refused.code == 3
    assert "clinic-db create" in refused.err
    made = cli("create", "--project", project, "--database", url)
    assert made.code == 0, made.err
    assert cli("status", "--project", project, "--database", url).code == 0
    assert "is there already" in cli("create", "--project", project, "--database", url).out
    empty.connect().execute(f"DROP DATABASE `{empty.name}_nope`")


def test_missing_project_folder(cli: CommandLine, tmp_path: Path, empty: Schema) -> None:
    refused = cli("apply", "--project", tmp_path / "nope", "--database", empty.url)
    assert refused.code == 8
    assert "no such folder" in refused.err
    (tmp_path / "bare").mkdir()
    refused = cli("apply", "--project", tmp_path / "bare", "--database", empty.url)
    assert refused.code == 8
    assert "has no migrations/" in refused.err


def test_no_database_named(cli: CommandLine, project: Path) -> None:
    refused = cli("apply", "--project", project)
    assert refused.code == 2
    assert "no database is named" in refused.err
    assert "CLINIC_DB_URL" in refused.err


@pytest.mark.parametrize(
    "arguments", [("nope",), ("apply", "--nope"), ("rollback", "--steps", "0")]
)
def test_usage_errors_exit_with_2(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    refused = cli(*arguments)
    assert refused.code == 2
    assert "Usage:" in refused.err or "Error:" in refused.err


def test_errors_are_json_where_json_was_asked_for(cli: CommandLine, project: Path) -> None:
    refused = cli("apply", "--project", project, "--format", "json")
    error = json.loads(refused.err)["error"]
    assert error["exit_code"] == refused.code == 2
    assert error["kind"] == "Usage"
    assert error["next"]
