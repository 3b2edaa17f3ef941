"""What tests of lint share: lint on a project, with the session's server in the sandbox's place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_db.lint import run
from clinic_db.lint.cache import Cache
from clinic_db.lint.model import Report
from clinic_db.lint.run import Wanted
from clinic_db.project import Project
from clinic_db.target import Target
from clinic_db.testing import Server

Lint = Callable[..., Report]


@pytest.fixture
def server(clinic_db_server: Server) -> Target:
    """An account on a throwaway server that may create databases."""
    return clinic_db_server.target


@pytest.fixture
def lint(server: Target, tmp_path: Path) -> Lint:
    """`lint(root, rules=("destructive",), …)`: what lint says of the project in `root`."""

    def call(root: Path, *, fix: bool = False, **wanted: object) -> Report:
        settled = Wanted(server=server, processes=1, **wanted)  # type: ignore[arg-type]
        do = run.fix if fix else run.lint
        return do(Project(root), settled, Cache(tmp_path / "cache"))

    return call
