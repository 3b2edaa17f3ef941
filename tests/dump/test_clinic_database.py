"""sql/clinic_database.sql: one file, the plain client, an empty server, the whole clinic."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from projects import ROOT, CommandLine, two_tables, write

from clinic_db import database, runner, sandbox, seeds, snapshot, target
from clinic_db.database import Connection
from clinic_db.dump import of_project
from clinic_db.errors import ProjectError
from clinic_db.paste import one_for_client
from clinic_db.project import Project
from clinic_db.sandbox import Sandbox
from clinic_db.schema_pool import Schema
from clinic_db.statements import split
from clinic_db.testing import configuration

FILE = ROOT / "sql" / "clinic_database.sql"
TABLES = (
    "SELECT table_name AS name FROM information_schema.tables"
    " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name"
)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """An empty server of this test's own: roles are the server's, not a database's."""
    made = sandbox.start(f"dump-{os.getpid()}", parent=os.getpid())
    yield made
    sandbox.stop(made.name)


def _import(box: Sandbox, text: str) -> subprocess.CompletedProcess[str]:
    argv, environ = sandbox.client(box)
    return subprocess.run(
        [*argv, "--default-character-set=utf8mb4"],
        input=text,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _counts(db: Connection) -> dict[str, int]:
    """Rows by table; without what a run noted for the case that it is cut short."""
    counts = {
        row["name"]: int(db.value(f"SELECT COUNT(*) FROM `{row['name']}`"))
        for row in db.rows(TABLES)
    }
    noted = int(db.value("SELECT COUNT(*) FROM _yoyo_log WHERE operation = 'cleared'"))
    return counts | {"_yoyo_log": counts["_yoyo_log"] - noted}


def test_committed_file_is_fresh() -> None:
    """What is committed is what the files say; `clinic-db dump --out` brings it up to date."""
    assert FILE.read_text(encoding="utf-8") == of_project(
        Project(ROOT), "clinic", with_rows=True
    ), "run: clinic-db dump --out sql/clinic_database.sql"


def test_plain_client_imports_what_apply_and_seed_make(
    box: Sandbox, clinic_db_empty: Schema
) -> None:
    done = _import(box, FILE.read_text(encoding="utf-8"))
    assert (done.returncode, done.stderr) == (0, "")
    config = configuration(clinic_db_empty.target, ROOT)
    runner.apply(config, runner.Listener())
    with clinic_db_empty.connect() as applied:
        for folder in ("reference", "demo"):
            seeds.load(config.project, folder, applied)
        imported_at = target.parse(box.url, "sandbox")
        with database.connect(imported_at) as imported:
            assert snapshot.compare(snapshot.read(applied), snapshot.read(imported)) == []
            counts = _counts(imported)
            assert counts == _counts(applied)
    assert all(counts[name] for name in counts if not name.startswith("_")), counts


def test_import_can_be_gone_on_from(box: Sandbox) -> None:
    """The history came along: nothing is applied or loaded a second time."""
    config = configuration(target.parse(box.url, "sandbox"), ROOT)
    assert runner.apply(config, runner.Listener()).steps == ()
    with database.connect(config.database) as db:
        for folder in ("reference", "demo"):
            assert seeds.load(config.project, folder, db) == 0


def test_project_of_ones_own_under_another_name(box: Sandbox, tmp_path: Path) -> None:
    """Only the schema, into a database that the file creates."""
    project = Project(
        write(
            two_tables(tmp_path / "p"),
            {
                "procedures/p.sql": "CREATE PROCEDURE p ()\nBEGIN\n    SELECT '//'; -- $$\nEND;\n",
                "seeds/demo/0001_a.sql": "INSERT INTO a VALUES (1, 'x');\n",
            },
        ).resolve()
    )
    done = _import(box, of_project(project, "some`shop", with_rows=False))
    assert (done.returncode, done.stderr) == (0, "")
    aim = replace(target.parse(box.url, "sandbox"), database="some`shop")
    with database.connect(aim) as db:
        assert db.value("SELECT COUNT(*) FROM a") == 0
        assert runner.apply(configuration(aim, project.root), runner.Listener()).steps == ()


def test_command_writes_checks_and_prints(cli: CommandLine, tmp_path: Path) -> None:
    project = two_tables(tmp_path / "p")
    out = tmp_path / "all.sql"
    arguments = ("dump", "--project", project)
    assert cli(*arguments, "--check").code == 2
    missing = cli(*arguments, "--out", out, "--check")
    assert (missing.code, missing.out.splitlines()[0]) == (1, f"{out}: not what the files say")
    assert cli(*arguments, "--out", out).out == f"wrote {out}\n"
    assert cli(*arguments, "--out", out).out == f"{out}: up to date\n"
    assert cli(*arguments, "--out", out, "--check").code == 0
    assert cli(*arguments).out == out.read_text()
    for other in (out.read_bytes().replace(b"\n", b"\r\n"), b"\xff\xfe"):
        out.write_bytes(other)
        assert cli(*arguments, "--out", out, "--check").code == 1
        assert cli(*arguments, "--out", out).out == f"wrote {out}\n"
    write(project, {"migrations/0002_create_b.sql": "-- depends: 0001_create_a\nSELECT 1;\n"})
    assert cli(*arguments, "--out", out, "--check").code == 1


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "SELECT ';'",
        "CREATE PROCEDURE p () BEGIN SELECT 1; SELECT 2; END",
        "CREATE PROCEDURE p () BEGIN SELECT '//'; END",
        "CREATE PROCEDURE p () BEGIN SELECT '//', '$$'; END",
        "CREATE PROCEDURE p () BEGIN /*!90700 SET @a = 1; */ SELECT 1; END",
        "SELECT 1 -- no end; here",
    ],
)
def test_any_statement_survives_the_client(sql: str) -> None:
    assert [found.sql for found in split(one_for_client(sql))] == [sql]


def test_statement_that_no_delimiter_can_end_is_refused() -> None:
    with pytest.raises(ProjectError, match="every delimiter that was tried"):
        one_for_client("CREATE PROCEDURE p () BEGIN SELECT 1; SELECT '//$$;;@@@'; END")
