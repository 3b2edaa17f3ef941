"""The documents tell the truth: what they show is run, and what comes out is what they show."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import doc_console
import pytest

from clinic_db import database, queries, runner
from clinic_db.database import identifier
from clinic_db.sandbox.command_line import client
from clinic_db.sandbox.record import Sandbox
from clinic_db.schema_pool import Schema
from clinic_db.testing import Server, configuration

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ("migrations", "procedures", "triggers", "sql", "seeds")
DOCUMENTS = (
    "README.md",
    "docs/extend.md",
    "docs/testing.md",
    "docs/configuration.md",
    "docs/drift.md",
    "docs/history.md",
    "docs/safety.md",
)
# No document is about these: where there is Docker and no registry, an image is named.
HOW_A_SERVER_IS_HAD = ("CLINIC_DB_SANDBOX", "CLINIC_DB_MYSQL_IMAGE")
# The documents' `sandbox shell` is the real client, on the fixture's server.
PRELUDE = """
clinic-db() {{
    if [ "$1 $2" = "sandbox shell" ]; then
        shift 2; if [ "$1" = "--" ]; then shift; fi
        MYSQL_PWD="$CLIENT_PASSWORD" {client} "$@"
    else
        command clinic-db "$@"
    fi
}}
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the project as somebody would clone it, without the tests."""
    folder = tmp_path / "clinic-db"
    for name in PROJECT:
        shutil.copytree(ROOT / name, folder / name)
    for name in ("pyproject.toml", "Makefile"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def shell(
    clinic_db_server: Server, clinic_db_empty: Schema
) -> Iterator[tuple[dict[str, str], str]]:
    """Environment and first commands of a reader who has just started a sandbox."""
    target = clinic_db_empty.target
    box = clinic_db_server.sandbox or Sandbox(
        "given", "local", "", target.port, target.password, 0.0, host=target.host, user=target.user
    )
    argv, _ = client(replace(box, database=target.database))
    # A container's client asks for a terminal where pytest has one; the documents' shell has none.
    argv = [word for word in argv if word != "--tty"]
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in HOW_A_SERVER_IS_HAD or not name.startswith(("CLINIC_DB_", "MYSQL_"))
    }
    environ = kept | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "CLINIC_DB_URL": clinic_db_empty.url,
        "CLINIC_DB_TEST_URL": clinic_db_server.url,
        "CLIENT_PASSWORD": target.password,
        "PYTHONDONTWRITEBYTECODE": "1",
        # A document's own pytest needs this plugin alone; the others cost it a second.
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_PLUGINS": "clinic_db.testing",
        "NO_COLOR": "1",
        "COLUMNS": "80",
    }
    for name in ("DATABASE_URL", "PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST"):
        environ.pop(name, None)
    yield environ, PRELUDE.format(client=shlex.join(argv))
    # docs/extend.md makes a second database beside the first.
    second = identifier(f"{clinic_db_empty.name}_shop")
    with database.connect(target) as connection:
        connection.execute(queries.get("drop_database").replace("{database}", second))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_shows_is_what_happens(
    name: str, clone: Path, tmp_path: Path, shell: tuple[dict[str, str], str]
) -> None:
    steps = doc_console.read(ROOT / name)
    assert any(isinstance(step, doc_console.Command) for step in steps), f"{name} shows nothing"
    notes = tmp_path / "notes"
    notes.mkdir()
    results = doc_console.run(steps, clone, notes, *shell)
    wrong = list(doc_console.departures(results))
    assert not wrong, f"{name}\n" + "\n\n".join(wrong)


def test_the_documented_rights_are_enough_to_read_and_no_fewer_are(
    clinic_db_empty: Schema, clone: Path
) -> None:
    """With the GRANTs of docs/configuration.md `plan` sees all; without any of them it does not."""
    at = clinic_db_empty.target
    reader = replace(at, user=f"reader_{clinic_db_empty.name}", password="only reads")
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    grants = [
        grant.replace("clinic.", f"{identifier(at.database)}.").replace("reader", reader.user)
        for grant in re.findall(r"^GRANT [^;]+ TO 'reader'@'%'", page, re.M)
    ]
    assert len(grants) == 2
    runner.apply(configuration(at, clone), runner.Listener())
    with database.connect(at) as root:
        root.execute(f"CREATE USER '{reader.user}'@'%%' IDENTIFIED BY %s", (reader.password,))
        try:
            for grant in grants:
                root.execute(grant)
            assert not runner.plan_apply(configuration(reader, clone)).steps
            for right in ("SHOW VIEW", "TRIGGER"):
                where = f"{identifier(at.database)}.*"
                root.execute(f"REVOKE {right} ON {where} FROM '{reader.user}'@'%'")
                assert runner.plan_apply(configuration(reader, clone)).steps, right
                root.execute(f"GRANT {right} ON {where} TO '{reader.user}'@'%'")
            root.execute(f"REVOKE SHOW_ROUTINE ON *.* FROM '{reader.user}'@'%'")
            assert runner.plan_apply(configuration(reader, clone)).steps
        finally:
            root.execute(f"DROP USER '{reader.user}'@'%'")


def test_a_shown_line_that_is_not_real_is_noticed() -> None:
    """The comparison itself: masks hide times and addresses, never words or small numbers."""
    real = ("root@127.0.0.1:3306/a: nothing to do", "at 2026-01-01 10:00:00", "x", "1 row")
    assert doc_console.matches(("me@db:1/b: nothing to do", "…", "1 row"), real)
    assert not doc_console.matches(("me@db:1/b: all done", "…", "1 row"), real)
    assert not doc_console.matches(("…", "2 row"), real)
    assert not doc_console.matches(real[:3], real)
