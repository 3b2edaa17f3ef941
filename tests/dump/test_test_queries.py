"""sql/test_queries.sql: the checks a person runs by hand, run by the real client on the dump."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest
from projects import ROOT

from clinic_db import database, sandbox, target
from clinic_db.database import Connection
from clinic_db.dump import of_project
from clinic_db.project import Project
from clinic_db.sandbox import Sandbox

FILE = ROOT / "sql" / "test_queries.sql"
AT_LEAST = 200
TABLES = (
    "SELECT table_name AS name FROM information_schema.tables"
    " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name"
)
HELPERS = (
    "SELECT COUNT(*) FROM information_schema.routines"
    " WHERE routine_schema = DATABASE() AND routine_name LIKE 'test\\_queries\\_%%'"
)


def _run(box: Sandbox, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    argv, environ = sandbox.client(box)
    return subprocess.run(
        [*argv, *options],
        input=text,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """The whole clinic with its sample, on a server of this test's own: objects are dropped."""
    made = sandbox.start(f"queries-{os.getpid()}", parent=os.getpid())
    done = _run(made, of_project(Project(ROOT), made.database, with_rows=True))
    assert (done.returncode, done.stderr) == (0, "")
    yield made
    sandbox.stop(made.name)


@pytest.fixture
def db(box: Sandbox) -> Iterator[Connection]:
    with database.connect(target.parse(box.url, "sandbox")) as connection:
        yield connection


def _checks(output: str) -> dict[str, str]:
    """Every check's result by its name; a name that is there twice would hide one."""
    lines = output.splitlines()
    rows = [lines[i + 1] for i, line in enumerate(lines) if line == "check\tresult"]
    found = dict(row.split("\t") for row in rows)
    assert len(found) == len(rows)
    return found


def _wrong(output: str) -> set[str]:
    """The names of the checks that are wrong, up to the text that the server is quoted with."""
    return {name.split(":")[0] for name, result in _checks(output).items() if result != "ok"}


def _sums(db: Connection) -> dict[str, object]:
    return {
        row["name"]: db.rows(f"CHECKSUM TABLE `{row['name']}`")[0]["Checksum"]
        for row in db.rows(TABLES)
    }


def test_every_check_is_ok_and_nothing_is_left_behind(box: Sandbox, db: Connection) -> None:
    text = FILE.read_text(encoding="utf-8")
    before = _sums(db)
    assert len(before) > 14
    first, second = _run(box, text), _run(box, text)
    assert (first.returncode, first.stderr) == (0, "")
    assert {name: r for name, r in _checks(first.stdout).items() if r != "ok"} == {}
    count = len(_checks(first.stdout))
    assert count >= AT_LEAST
    assert first.stdout.endswith(f"checks\twrong\n{count}\t0\n")
    assert (second.returncode, second.stderr, second.stdout) == (0, "", first.stdout)
    assert _sums(db) == before
    assert db.value(HELPERS) == 0


def test_run_that_was_cut_short_is_no_obstacle(box: Sandbox, db: Connection) -> None:
    """The client ends in the middle of a transaction, with the helpers in the database."""
    text = FILE.read_text(encoding="utf-8")
    before = _sums(db)
    cut = _run(box, text[: text.index("CALL void_bill(")])
    assert (cut.returncode, cut.stderr) == (0, "")
    assert db.value(HELPERS) > 0
    whole = _run(box, text, "--table")
    assert (whole.returncode, whole.stderr) == (0, "")
    assert "| WRONG" not in whole.stdout
    assert _sums(db) == before
    assert db.value(HELPERS) == 0


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("DROP TRIGGER payments_before_update", {"payments, no update"}),
        (
            "ALTER TABLE patients DROP KEY ix_patients_phone",
            {"patients by telephone uses ix_patients_phone"},
        ),
        (
            "ALTER TABLE insurance DROP CHECK ck_insurance_valid",
            {"a policy that ends before it begins"},
        ),
    ],
)
def test_broken_rule_is_seen(box: Sandbox, db: Connection, statement: str, wrong: set[str]) -> None:
    """What was broken is named, and what an earlier case broke stays so."""
    known = _wrong(_run(box, FILE.read_text(encoding="utf-8")).stdout)
    db.execute(statement)
    done = _run(box, FILE.read_text(encoding="utf-8"))
    assert (done.returncode, done.stderr) == (0, "")
    assert _wrong(done.stdout) - known == wrong
    assert done.stdout.splitlines()[-1].endswith(f"\t{len(known | wrong)}")
