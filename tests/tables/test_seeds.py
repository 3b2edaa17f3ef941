"""The sample: rows in every table, and a second load that changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import argon2
from clinic import refused

from clinic_db import project, seeds
from clinic_db.database import Connection, identifier
from clinic_db.schema_pool import Schema

ROOT = Path(__file__).parents[2]
TABLES = sorted(path.stem[12:] for path in (ROOT / "migrations").glob("*_create_*[a-z].sql"))
PASSWORD = "klinik-demo-2026"


def load(db: Connection, name: str) -> None:
    seeds.load(project.find(ROOT), name, db)


def rows(db: Connection) -> dict[str, list[dict[str, Any]]]:
    return {
        table: db.rows(f"SELECT * FROM {identifier(table)} ORDER BY 1, 2")
        for table in TABLES
        if not table.endswith(".rollback")
    }


def test_there_are_rows_in_every_table(db: Connection) -> None:
    load(db, "demo")
    found = rows(db)
    assert len(found) == 14
    assert [table for table, content in found.items() if not content] == []


def test_a_second_load_changes_nothing_on_another_day_either(schema: Schema) -> None:
    db = schema.connect()
    load(db, "demo")
    before = rows(db)
    load(db, "demo")
    load(db, "reference")
    assert rows(db) == before
    db.execute("SET timestamp = unix_timestamp() + 40 * 86400")
    load(db, "demo")
    assert rows(db) == before


def test_a_price_the_clinic_changed_stays(db: Connection) -> None:
    db.execute("START TRANSACTION")
    db.execute("UPDATE services SET price = 1 WHERE code = 'EKG'")
    db.execute("DELETE FROM services WHERE code = 'KONTROL'")
    db.execute((ROOT / "seeds/reference/0002_services.sql").read_text().split(";\n")[1])
    found = db.rows("SELECT code, price FROM services WHERE code IN ('EKG', 'KONTROL') ORDER BY 1")
    db.execute("ROLLBACK")
    assert [(row["code"], int(row["price"])) for row in found] == [("EKG", 1), ("KONTROL", 100000)]


def test_every_demo_login_opens_with_the_documented_password(db: Connection) -> None:
    header = (ROOT / "seeds/demo/0003_users.sql").read_text().split("\nSET")[0]
    assert PASSWORD in header
    load(db, "demo")
    hashes = [row["password_hash"] for row in db.rows("SELECT password_hash FROM users")]
    assert len(set(hashes)) == len(hashes) == 5
    for stored in hashes:
        assert argon2.PasswordHasher().verify(stored, PASSWORD)
        given = argon2.extract_parameters(stored)
        assert (given.memory_cost, given.time_cost, given.parallelism) == (19456, 2, 1)


def test_the_sample_shows_every_state(db: Connection) -> None:
    load(db, "demo")
    for table, column, states in (
        ("appointments", "status", {"Scheduled", "CheckedIn", "Completed", "Cancelled", "NoShow"}),
        ("medical_records", "status", {"Draft", "Signed"}),
        ("billing", "status", {"Unpaid", "PartiallyPaid", "Paid"}),
        ("payments", "kind", {"Payment", "Refund"}),
        ("users", "role", {"Admin", "Doctor", "Receptionist"}),
        ("lab_results", "is_abnormal", {0, 1, None}),
    ):
        sql = f"SELECT DISTINCT {column} AS state FROM {table}"
        assert {row["state"] for row in db.rows(sql)} == states, table


def test_the_sample_obeys_the_rules(db: Connection) -> None:
    load(db, "demo")
    with refused("a payment cannot be deleted"):
        db.execute("DELETE FROM payments")
