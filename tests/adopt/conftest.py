"""What tests of the adoption share: the forerunner's database, and the command on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from adopt.forerunner import Forerunner
from projects import ROOT, CommandLine, Outcome

from clinic_db.schema_pool import Schema


@dataclass(frozen=True)
class Site:
    """A forerunner's database and `clinic-db` on it."""

    schema: Schema
    old: Forerunner
    run: Callable[..., Outcome]

    def adopt(self, *args: str, code: int = 0) -> dict[str, Any]:
        """`clinic-db adopt --format json`; fails where it does not exit with `code`."""
        done = self.run("adopt", *args, "--format", "json")
        assert done.code == code, done.err
        document = json.loads(done.out if done.out else done.err[done.err.index("{") :])
        assert isinstance(document, dict)
        return document


@pytest.fixture
def cli(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> CommandLine:
    """`clinic-db` with nothing of the developer's own environment."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(ROOT)
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def site(clinic_db_empty: Schema, cli: CommandLine) -> Site:
    """The forerunner's database with rows that break no rule."""
    old = Forerunner(clinic_db_empty.connect())
    old.create()
    old.clean()

    def run(*args: str) -> Outcome:
        return cli(*args, CLINIC_DB_URL=clinic_db_empty.url)

    return Site(clinic_db_empty, old, run)
