"""No password in any output, argument or representation, whatever goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import CommandLine, two_tables, write
from runner.test_bad_input import WRONG_FILES

from clinic_db import database
from clinic_db.schema_pool import Schema

SECRET = "hush-7Q!/@:#%-secret"
QUOTED = "hush-7Q%21%2F%40%3A%23%25-secret"
PIECES = ("hush-7Q", "-secret")


@pytest.fixture
def account(empty: Schema) -> Iterator[str]:
    """An account whose password is the secret; gives its URL without the password."""
    with empty.connect() as root:
        root.execute("CREATE USER IF NOT EXISTS hushed@'%%' IDENTIFIED BY %s", (SECRET,))
        root.execute("GRANT ALL ON *.* TO hushed@'%'")
        yield f"mysql://hushed@{empty.target.host}:{empty.target.port}/{empty.name}"
        root.execute("DROP USER hushed@'%'")


def _with_password(url: str) -> str:
    return url.replace("hushed@", f"hushed:{QUOTED}@")


def _clean(*texts: object) -> None:
    for text in texts:
        for piece in PIECES:
            assert piece not in str(text), text


@pytest.mark.parametrize("mistake", WRONG_FILES)
def test_wrong_files(cli: CommandLine, account: str, tmp_path: Path, mistake: str) -> None:
    project = write(two_tables(tmp_path / "p"), WRONG_FILES[mistake][0])
    for output in ("text", "json"):
        done = cli("apply", "--project", project, "--database", _with_password(account),
                   "--format", output)  # fmt: skip
        assert done.code == 8
        _clean(done.out, done.err)


@pytest.mark.parametrize("how", ["url", "environment", "file", "dotenv", "option file"])
@pytest.mark.parametrize("output", ["text", "json"])
def test_every_source_works_and_stays_silent(
    cli: CommandLine, account: str, project: Path, tmp_path: Path, how: str, output: str
) -> None:
    """Each way to give the password connects; none shows it, with the right one or a wrong one."""
    for suffix, code in (("", 0), ("wrong", 3)):
        arguments: list[object] = ["--project", project, "--format", output]
        environ = {}
        secret = SECRET + suffix
        url = _with_password(account).replace("-secret", "-secret" + suffix)
        home = Path(os.environ["HOME"])
        if how == "url":
            arguments += ["--database", url]
        elif how == "environment":
            environ = {"MYSQL_PWD": secret, "CLINIC_DB_URL": account}
        elif how == "file":
            (tmp_path / "pw").write_text(secret + "\n")
            arguments += ["--database", account, "--password-file", tmp_path / "pw"]
        elif how == "dotenv":
            (home / ".env").write_text(f"CLINIC_DB_URL={url}\n")
        else:
            host, port = account.split("@")[1].split("/")[0].split(":")
            (home / ".my.cnf").write_text(
                f"[client]\nuser=hushed\npassword={secret}\nhost={host}\nport={port}\n"
                f"database={account.rsplit('/', 1)[1]}\n"
            )
        for command in ("status", "plan", "apply", "create", "rollback"):
            done = cli(command, *arguments, **environ)
            assert done.code == code, (command, done)
            _clean(done.out, done.err)


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://hushed:{SECRET}@127.0.0.1/d",
        f"mysql://hushed:{QUOTED}@127.0.0.1:port/d",
        f"mysql://hushed:{QUOTED}@127.0.0.1:99999/d",
        f"mysql://hushed:{QUOTED}@127.0.0.1",
        f"mysql://hushed:{QUOTED}@127.0.0.1/d?ssl_mode=hm",
        f"mysql://hushed:{QUOTED}@127.0.0.1/d?password={QUOTED}",
        f"mysql://hushed:{QUOTED}@127.0.0.1:1/d",
        f"mysql://hushed:{QUOTED}@[::1/d",
        f"oracle://hushed:{QUOTED}@127.0.0.1/d",
    ],
)
def test_wrong_urls(cli: CommandLine, project: Path, url: str) -> None:
    for command in ("status", "apply", "create"):
        done = cli(command, "--project", project, "--database", url)
        assert done.code in (2, 3), done
        _clean(done.out, done.err)


def test_wrong_configuration_file(cli: CommandLine, project: Path) -> None:
    for line in (f'database = "{SECRET}"', f"database = {SECRET}", f'databse = "{SECRET}"'):
        (project / "clinic-db.toml").write_text(line + "\n")
        done = cli("status", "--project", project)
        assert done.code == 2, done
        _clean(done.out, done.err)


def test_failing_statement(cli: CommandLine, account: str, project: Path) -> None:
    broken = "-- depends: 0002_create_b\nALTER TABLE nowhere ADD x INT;\n"
    write(project, {"migrations/0003_broken.sql": broken})
    done = cli("apply", "--project", project, "--database", _with_password(account))
    assert done.code == 5
    _clean(done.out, done.err)


def test_representations(account: str) -> None:
    from clinic_db.config import load

    settled = load(database=_with_password(account), environ={})
    assert settled.database.password == SECRET
    with database.connect(settled.database) as connection:
        schema = Schema(settled.database)
        _clean(repr(settled), settled.database, repr(connection), connection, repr(schema))
    _clean(json.dumps(str(settled)))


def test_no_argument_of_a_child_holds_it(account: str, project: Path) -> None:
    """The password travels by environment: the process list never shows it."""
    done = subprocess.run(
        [sys.executable, "-m", "clinic_db", "status", "--project", str(project)],
        env=os.environ | {"CLINIC_DB_URL": account, "MYSQL_PWD": SECRET},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    _clean(done.stdout, done.stderr, done.args)
