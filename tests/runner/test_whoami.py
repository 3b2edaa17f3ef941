"""Who ran it: yoyo's log names the account, also where the machine knows none of that number."""

from __future__ import annotations

import getpass
import os
import pwd
from pathlib import Path

import pytest
from projects import CommandLine

from clinic_db.schema_pool import Schema


def _accounts(empty: Schema) -> set[str]:
    with empty.connect() as db:
        return {str(row["username"]) for row in db.rows("SELECT username FROM _yoyo_log")}


def test_the_log_names_the_account(
    cli: CommandLine, project: Path, empty: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "ayu")
    assert cli("apply", "--project", project, "--database", empty.url).code == 0
    assert _accounts(empty) == {"ayu"} == {getpass.getuser()}


def test_an_account_without_a_name_is_called_by_its_number(
    cli: CommandLine, project: Path, empty: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that runs as `--user 12345`: nothing there says what 12345 is called."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)

    def unknown(number: int) -> pwd.struct_passwd:
        raise KeyError(f"getpwuid(): uid not found: {number}")

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    done = cli("apply", "--project", project, "--database", empty.url)
    assert done.code == 0, done.err
    assert _accounts(empty) == {f"uid {os.getuid()}"}
