"""What every procedure promises, whichever it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from clinic import HASH, Clinic, cascading, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

# Called by triggers inside their statement: they open no transaction and pin nothing.
INTERNAL = {"draft_record", "free_slots", "hold_slots", "lock_appointment", "log_change"}
# No limit on SELECT: the server lifts it for what a CALL runs.
PINS = [
    "SET SESSION foreign_key_checks = 1;",
    "SET SESSION unique_checks = 1;",
    "SET SESSION timestamp = DEFAULT;",
    "/*!90700 SET SESSION enable_cascade_triggers = OFF; */",
]
KEY = b"0123456789abcdef"
OUT = "@clinic_test_out"
# A call of each that succeeds, given a clinic to prepare; OUT stands for an OUT parameter.
CALLS: dict[str, Callable[[Clinic], list[Any]]] = {
    "add_service": lambda c: [c.appointment(), c.service(), 1],
    "book_appointment": lambda c: [c.patient(), c.doctor(), c.at(), 30, None, OUT],
    "cancel_appointment": lambda c: [c.appointment(), "sakit"],
    "check_in_appointment": lambda c: [c.appointment()],
    "complete_appointment": lambda c: [c.appointment()],
    "erase_patient": lambda c: [c.patient(), "permintaan pasien"],
    "finish_login": lambda c: [c.user(), 0],
    "issue_bill": lambda c: [c.appointment(), OUT],
    "mark_no_show": lambda c: [c.appointment()],
    "record_payment": lambda c: [c.bill(), 1000, "Cash", KEY, OUT],
    "refund_payment": lambda c: [c.pay(c.bill(), 1000), 1000, KEY],
    "rehash_password": lambda c: [c.user(), HASH, f"{HASH}x"],
    "reopen_appointment": lambda c: [c.appointment(status="Completed")],
    "reschedule_appointment": lambda c: [c.appointment(), c.at(14), None],
    "sign_record": lambda c: [c.record()],
    "void_bill": lambda c: [c.bill(), "salah"],
    "void_record": lambda c: [c.record(), "salah"],
}
# Only reads, and answers an unknown name like any other: tests/procedures/test_begin_login.py.
READS: dict[str, Callable[[Clinic], list[Any]]] = {
    "begin_login": lambda c: [c.row("users", c.user())["username"], OUT, OUT, OUT, OUT],
}
ALL = {**CALLS, **READS}
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


def run(clinic: Clinic, name: str, args: list[Any]) -> None:
    marks = ", ".join(OUT if arg == OUT else "%s" for arg in args)
    clinic.db.execute(f"CALL {name}({marks})", [arg for arg in args if arg != OUT])


def content(db: Connection) -> list[list[dict[str, Any]]]:
    tables = db.rows(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database() "
        "AND table_type = 'BASE TABLE' ORDER BY 1"
    )
    return [db.rows(f"SELECT * FROM {row['name']} ORDER BY 1, 2") for row in tables]


def test_every_procedure_is_called_below() -> None:
    assert {path.stem for path in FILES} == ALL.keys() | INTERNAL


@pytest.mark.parametrize("name", CALLS)
def test_what_it_does_alone_is_committed(schema: Schema, name: str) -> None:
    clinic, other = Clinic(schema.connect()), schema.connect()
    args = CALLS[name](clinic)
    before = content(other)
    run(clinic, name, args)
    clinic.db.execute("ROLLBACK")
    assert content(other) != before


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("begin", ["START TRANSACTION", "SET autocommit = 0"])
def test_what_it_does_for_a_caller_is_the_callers(schema: Schema, name: str, begin: str) -> None:
    """A driver that switches autocommit off is in a transaction before the server knows."""
    clinic = Clinic(schema.connect())
    args = CALLS[name](clinic)
    before = content(clinic.db)
    clinic.db.execute("COMMIT")
    clinic.db.execute(begin)
    run(clinic, name, args)
    clinic.db.execute("ROLLBACK")
    assert content(clinic.db) == before


@pytest.mark.parametrize("name", CALLS)
def test_a_refusal_leaves_the_callers_work_alone(schema: Schema, name: str) -> None:
    clinic = Clinic(schema.connect())
    args = CALLS[name](clinic)
    args[0] = 999
    with clinic.db.transaction():
        clinic.doctor(license_no="milik pemanggil")
        with refused("there is no such"):
            run(clinic, name, args)
    assert clinic.db.value("SELECT count(*) FROM doctors WHERE license_no = 'milik pemanggil'")


@pytest.mark.parametrize("name", ALL)
def test_what_is_newer_than_the_callers_snapshot_is_found(schema: Schema, name: str) -> None:
    """A plain read would see the past; what decides is read with a lock."""
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect())
    clinic.db.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT")
    run(clinic, name, ALL[name](other))
    clinic.db.execute("COMMIT")


@pytest.mark.parametrize("name", CALLS)
def test_a_refusal_alone_leaves_no_transaction_open(schema: Schema, name: str) -> None:
    """Else its locks would stay, and what the session does next would be lost with it."""
    clinic = Clinic(schema.connect())
    args = CALLS[name](clinic)
    args[0] = 999
    with refused("there is no such"):
        run(clinic, name, args)
    # Inside a transaction the server refuses this with 1568.
    clinic.db.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")


@pytest.mark.parametrize("name", ALL)
def test_alone_it_is_one_transaction_that_locks_no_gaps(schema: Schema, name: str) -> None:
    """Whole or not at all; and between rows, REPEATABLE READ would lock what others insert."""
    clinic = Clinic(schema.connect())
    run(clinic, name, ALL[name](clinic))
    assert schema.connect().one(
        "SELECT t.state AS state, t.autocommit AS single, t.isolation_level AS isolation "
        "FROM performance_schema.events_transactions_current AS t "
        "JOIN performance_schema.threads AS h USING (thread_id) WHERE h.processlist_id = %s",
        (clinic.db.id,),
    ) == {"state": "COMMITTED", "single": "NO", "isolation": "READ COMMITTED"}


@pytest.mark.parametrize("name", ALL)
def test_it_works_with_cascade_triggers_on_and_pins_the_session(schema: Schema, name: str) -> None:
    args = ALL[name](Clinic(schema.connect()))
    clinic, on = cascading(schema)
    clinic.db.execute(
        "SET foreign_key_checks = 0, unique_checks = 0, timestamp = 1000000000, "
        "sql_select_limit = 0"
    )
    run(clinic, name, args)
    # The server gives the caller its own limit back after a CALL, and no SELECT would answer.
    clinic.db.execute("SET sql_select_limit = DEFAULT")
    assert clinic.db.value("SELECT @@foreign_key_checks AND @@unique_checks") == 1
    assert clinic.db.value("SELECT now() > '2020-01-01'") == 1
    if on:
        assert clinic.db.value("SELECT @@enable_cascade_triggers") == 0


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
