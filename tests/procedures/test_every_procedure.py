"""What every procedure promises, whichever it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clinic_db.database import Connection

# Called by triggers inside their statement: they open no transaction and pin nothing.
INTERNAL = {"draft_record", "free_slots", "hold_slots"}
PINS = [
    "SET SESSION foreign_key_checks = 1;",
    "SET SESSION unique_checks = 1;",
    "SET SESSION timestamp = DEFAULT;",
    "/*!90700 SET SESSION enable_cascade_triggers = OFF; */",
]
FILES = sorted((Path(__file__).parents[2] / "procedures").glob("*.sql"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_session_is_pinned_before_anything_else(path: Path) -> None:
    text = path.read_text()
    if path.stem in INTERNAL:
        assert "SET SESSION" not in text
        return
    declared, _, body = text.partition("\n    SET ")
    lines = [line.strip() for line in ("SET " + body).splitlines() if line.strip()]
    assert lines[: len(PINS)] == PINS
    assert "SELECT" not in declared.partition("BEGIN")[2]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_joins_or_runs_its_own_transaction(path: Path) -> None:
    text = path.read_text()
    own = path.stem not in INTERNAL
    for part in ("START TRANSACTION;", "COMMIT;", "ROLLBACK;", "RESIGNAL;", "HANDLER FOR 1568"):
        assert (part in text) is own, part


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_never_looks_up_by_exists(path: Path) -> None:
    """IF EXISTS takes shared gap locks under REPEATABLE READ and blocks other sessions."""
    assert not re.search(r"\bEXISTS\s*\(", path.read_text())


def test_the_server_knows_them_as_declared(db: Connection) -> None:
    rows = db.rows(
        "SELECT routine_name AS name, security_type AS security, sql_data_access AS access, "
        "is_deterministic AS fixed, routine_comment AS comment "
        "FROM information_schema.routines "
        "WHERE routine_schema = database() AND routine_type = 'PROCEDURE'"
    )
    assert {row["name"] for row in rows} == {path.stem for path in FILES}
    for row in rows:
        assert row["security"] == "DEFINER"
        assert (row["access"], row["fixed"]) == ("MODIFIES SQL DATA", "NO")
        assert row["comment"]


def test_every_message_fits() -> None:
    """The server cuts MESSAGE_TEXT at 128 characters, so a longer one would lose its end."""
    root = Path(__file__).parents[2]
    found = 0
    for folder in ("procedures", "triggers", "sql/functions"):
        for path in (root / folder).glob("*.sql"):
            for text in re.findall(r"MESSAGE_TEXT = '((?:[^']|'')*)'", path.read_text()):
                found += 1
                assert len(text) <= 128
                assert re.match(r"[a-z_]+: ", text), f"{path.name}: {text}"
    assert found > 40
