"""Taking the forerunner's database over: no row is lost, and the result is a native database."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from adopt.conftest import Site
from adopt.forerunner import KEYS, plant
from adopt.oracle import assert_nothing_is_lost, differences, new_rows, originals
from clinic import Clinic, refused

from clinic_db import locks
from clinic_db.clinic.adopt import load, schema
from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_clean_database_is_adopted_without_fix(site: Site, schema: Schema) -> None:
    before = site.old.rows()
    report = site.adopt()
    assert report["state"] == "adopted"
    assert report["tables"]["billing"] == {"before": 53, "adopted": 53, "moved": 0}
    assert assert_nothing_is_lost(site.old.db, before) >= 200
    actions = {e["action"] for kept in originals(site.old.db).values() for e in kept}
    assert actions <= {"Kept"}
    assert differences(site.schema, schema) == []


def test_fix_loses_nothing_and_ends_in_the_schema_of_a_fresh_database(
    site: Site, schema: Schema
) -> None:
    plant(site.old)
    before = site.old.rows()
    report = site.adopt("--fix")
    assert report["state"] == "adopted"
    assert assert_nothing_is_lost(site.old.db, before) >= 300
    moved = sum(counts["moved"] for counts in report["tables"].values())
    kept = originals(site.old.db).values()
    assert moved == sum(any(e["action"] == "Moved" for e in entries) for entries in kept)
    assert differences(site.schema, schema) == []
    assert "nothing to do" in site.run("apply").out
    again = site.adopt("--fix")
    assert (again["state"], again["findings"]) == ("already adopted", [])


def test_the_old_tables_are_kept_on_request(site: Site, schema: Schema) -> None:
    plant(site.old)
    before = site.old.rows()
    site.adopt("--fix", "--keep-old")
    assert site.old.rows("forerunner_") == before
    names = {name for what, name in differences(site.schema, schema)}
    assert {name.split(".")[0] for name in names} == {f"forerunner_{table}" for table in KEYS}
    assert "nothing to do" in site.run("apply").out


def test_each_repair_is_the_written_one(site: Site) -> None:
    plant(site.old)
    site.adopt("--fix")
    new = new_rows(site.old.db)

    def values(table: str, key: int, *columns: str) -> tuple[Any, ...]:
        return tuple(new[table][key][column] for column in columns)

    assert values("patients", 101, "email") == (None,)
    assert values("patients", 102, "date_of_birth") == (date(1900, 1, 1),)
    assert values("patients", 103, "full_name") == ("(unknown)",)
    assert values("patients", 104, "full_name") == ("x" * 120,)
    assert values("doctors", 101, "license_no") == ("ADOPTED-101",)
    assert values("doctors", 102, "license_no", "email") == ("ADOPTED-102", None)
    assert values("services", 101, "price", "is_active") == (0, 0)
    assert values("users", 2, "role", "doctor_id", "is_active") == ("Doctor", 1, 1)
    assert values("users", 101, "username", "is_active") == ("ADMIN-101", 1)
    for key in (102, 103, 105, 107):
        assert values("users", key, "role", "doctor_id", "is_active") == ("Receptionist", None, 0)
    assert values("users", 104, "role", "doctor_id", "is_active") == ("Admin", None, 1)
    assert values("users", 106, "username") == ("user-106",)
    assert values("insurance", 103, "valid_from", "valid_until") == (
        date(2025, 1, 1), date(2026, 1, 1))  # fmt: skip

    cancelled = {202: "201 of the same doctor", 204: "203 of the same patient",
                 205: "206 of the same doctor"}  # fmt: skip
    for key, other in cancelled.items():
        reason = f"Adoption: overlaps appointment {other}"
        assert values("appointments", key, "status", "cancel_reason") == ("Cancelled", reason)
    assert values("appointments", 206, "status") == ("Completed",)
    assert values("appointments", 208, "appointment_date") == (datetime(2025, 5, 5, 9, 30),)
    assert values("appointments", 209, "status") == ("Scheduled",)
    assert values("appointments", 210, "duration_min") == (30,)
    assert values("appointment_services", 204, "quantity", "unit_price") == (1, 100000)
    assert values("appointment_services", 205, "quantity", "service_cost") == (1, 139000)
    assert values("medical_records", 203, "systolic", "blood_pressure") == (None, None)
    assert values("lab_results", 203, "test_type") == ("(unknown)",)

    bill = ("status", "total_amount", "amount_paid", "payment_method", "void_reason")
    for key, wanted in {
        301: ("Unpaid", 100000, 0, None, None),
        302: ("Cancelled", 100000, 0, None, "Adoption: appointment 301 has bill 301"),
        303: ("Cancelled", 100000, 0, None, "Adoption: appointment 302 has bill 304"),
        304: ("Paid", 100000, 100000, "Cash", None),
        306: ("Cancelled", 100000, 0, None, "Adoption: cancelled, although it was paid"),
        307: ("Unpaid", 100000, 0, None, None),
        308: ("Paid", 130000, 130000, "Cash", None),
        309: ("PartiallyPaid", 100000, 70000, None, None),
        310: ("Unpaid", 250000, 0, None, None),
        311: ("Unpaid", 100000, 0, None, None),
        313: ("Paid", 100000, 100000, "Cash", None),
        316: ("Unpaid", 100000, 0, None, None),
        317: ("Cancelled", 0, 0, None, "Cancelled before the adoption"),
        319: ("Cancelled", 0, 0, None, "Adoption: appointment 205 is cancelled"),
        321: ("Unpaid", 100000, 0, None, None),
    }.items():
        assert values("billing", key, *bill) == wanted, key
    assert values("billing", 312, "patient_id") == (308 - 280,)
    assert values("billing", 304, "payment_date") == (date(2025, 7, 8),)
    assert values("billing", 314, "payment_date") == (date(2025, 7, 16),)


def test_paid_bills_get_exactly_their_payment(site: Site) -> None:
    plant(site.old)
    paid = {
        key: row["total_amount"]
        for key, row in site.old.rows()["billing"].items()
        if row["status"] == "Paid" and row["total_amount"] > 0
    }
    site.adopt("--fix")
    rows = site.old.db.rows("SELECT * FROM payments")
    assert {r["bill_id"]: r["amount"] for r in rows} == {
        key: amount for key, amount in paid.items() if key not in (305, 320)
    }
    keys = {r["bill_id"]: r["idempotency_key"] for r in rows}
    assert len(set(keys.values())) == len(keys)
    # Pinned: a second adoption of the same backup must give the same keys.
    assert keys[304].hex() == "d57f35c4e8823ba6110be18df43ce49c"
    by_bill = {r["bill_id"]: r for r in rows}
    assert by_bill[304]["paid_at"] == datetime(2025, 7, 7, 20)
    assert by_bill[304]["paid_on"] == date(2025, 7, 8)
    assert "not recorded" in by_bill[313]["note"]


def test_records_are_linked_where_one_appointment_fits(site: Site) -> None:
    """Each the only one for the other; a completed visit without a record gets a draft."""
    sure = set(site.old.rows()["medical_records"]) - {10, 14}
    # Two visits for record 10 on its day, two records for visit 14.
    site.old.add("appointments", 70, patient_id=10, doctor_id=1, status="Completed",
                 appointment_date=datetime(2025, 3, 4, 16))  # fmt: skip
    site.old.add("medical_records", 71, patient_id=14, doctor_id=5, diagnosis="Flu",
                 treatment="Obat", record_date=datetime(2025, 3, 4, 5))  # fmt: skip
    site.adopt()
    rows = {r["record_id"]: r for r in site.old.db.rows("SELECT * FROM medical_records")}
    assert all(rows[key]["appointment_id"] == key for key in sure)
    assert [rows[key]["appointment_id"] for key in (10, 14, 71)] == [None] * 3
    drafts = {r["appointment_id"] for key, r in rows.items() if key > 71}
    completed = {r["appointment_id"] for r in site.old.db.rows(
        "SELECT appointment_id FROM appointments WHERE status = 'Completed'")}  # fmt: skip
    assert {10, 14, 70} < drafts == completed - sure
    assert all(row["status"] == "Draft" for row in rows.values())


def test_no_password_survives(site: Site) -> None:
    """Neither in a column nor in the quarantine; what stands there is a hash that fits none."""
    import argon2

    plant(site.old)
    old = {key: row["password_hash"] for key, row in site.old.rows()["users"].items()}
    good = argon2.PasswordHasher(memory_cost=64, time_cost=1).hash("benar")
    site.old.add("users", 201, username="modern", password_hash=good, role="Admin")
    site.adopt("--fix")
    rows = {r["user_id"]: r["password_hash"] for r in site.old.db.rows("SELECT * FROM users")}
    assert rows.pop(201) == good
    for key, stored in rows.items():
        assert argon2.extract_parameters(stored).memory_cost == 19456
        with pytest.raises(argon2.exceptions.VerifyMismatchError):
            argon2.PasswordHasher().verify(stored, old[key])
    assert len(set(rows.values())) == len(rows)
    text = str(site.old.db.rows("SELECT row_data FROM adoption_quarantine"))
    assert not [password for password in old.values() if f'"{password}"' in text]


def test_the_adopted_database_behaves_like_a_native_one(site: Site) -> None:
    plant(site.old)
    site.adopt("--fix")
    clinic = Clinic(site.schema.connect())
    with refused("the doctor is already booked"):
        clinic.insert("appointments", patient_id=20, doctor_id=1,
                      appointment_date=datetime(2025, 5, 5, 8, 15))  # fmt: skip
    free = clinic.insert("appointments", patient_id=20, doctor_id=2,
                         appointment_date=datetime(2025, 5, 5, 8, 15))  # fmt: skip
    assert free > 320
    clinic.pay(309, 30000)
    assert clinic.row("billing", 309)["status"] == "Paid"
    with refused("exceeds what is owed"):
        clinic.pay(309, 1)
    with refused("a live bill exists"):
        clinic.set_status(301, "Cancelled")
    with refused("the doctor is already booked"):
        clinic.set_status(202, "Scheduled")


def test_a_key_that_was_moved_away_is_not_given_out_again(site: Site, schema: Schema) -> None:
    site.old.add("billing", 900, patient_id=1, appointment_id=999, total_amount=1)
    site.adopt("--fix")
    assert differences(site.schema, schema) == []
    clinic = Clinic(site.schema.connect())
    assert clinic.bill() > 900


def test_columns_of_ones_own_are_kept(site: Site) -> None:
    """A column that the new schema does not have goes to the quarantine with its row."""
    site.old.db.execute("ALTER TABLE doctors ADD COLUMN room VARCHAR(10) NULL")
    site.old.db.execute("UPDATE doctors SET room = 'A1' WHERE doctor_id = 2")
    site.old.db.execute("CREATE TABLE holidays (day DATE)")
    before = site.old.rows()
    notes = site.adopt()["notes"]
    assert [
        note for note in notes if note.startswith("doctors: 1 rows have a room that has no place")
    ]
    assert_nothing_is_lost(site.old.db, before)
    (entry,) = originals(site.old.db)["doctors", 2]
    assert (entry["defect"], entry["action"]) == ("no_place", "Kept")
    assert entry["row_data"]["room"] == "A1"
    assert site.old.db.value("SELECT count(*) FROM holidays") == 0


def test_logins_without_a_doctor_column(site: Site) -> None:
    """The column may be missing: then every doctor's login is a finding."""
    name = site.old.db.value("SELECT constraint_name FROM information_schema.key_column_usage "
                             "WHERE table_schema = database() AND table_name = 'users' "
                             "AND referenced_table_name = 'doctors'")  # fmt: skip
    site.old.db.execute(f"ALTER TABLE users DROP FOREIGN KEY {name}, DROP COLUMN doctor_id")
    report = site.adopt(code=1)
    found = [(f["table"], f["key"], f["defect"]) for f in report["findings"]]
    assert found == [("users", 2, "role_without_doctor")]


def test_another_run_is_waited_for(site: Site) -> None:
    before = site.old.checksums()
    with site.schema.connect() as other, locks.exclusive(other, 1):
        site.adopt("--lock-timeout", "1", code=4)
    assert site.old.checksums() == before


def test_tables_in_use_are_not_taken(site: Site) -> None:
    """An application that is still at work: nothing is changed, and the next run goes on."""
    with site.schema.connect() as other, other.transaction():
        other.rows("SELECT * FROM patients")
        error = site.adopt("--lock-wait-timeout", "1", code=4)["error"]
        assert "another session uses the tables" in error["message"]
    assert site.adopt()["state"] == "adopted"


def test_rows_written_at_the_last_moment_are_seen(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect that comes after the first look is reported too, and the tables are put back."""
    before = site.old.checksums()
    rename = schema.put_aside

    def late(connection: Connection) -> None:
        site.old.add("patients", 500, full_name="", date_of_birth=date(1990, 1, 1))
        before.update({k: v for k, v in site.old.checksums().items() if k == "patients"})
        rename(connection)

    monkeypatch.setattr(schema, "put_aside", late)
    report = site.adopt(code=1)
    assert [(f["table"], f["key"]) for f in report["findings"]] == [("patients", 500)]
    after = site.old.checksums()
    assert {k: v[0] for k, v in after.items()} == {k: v[0] for k, v in before.items()}


@pytest.mark.parametrize(
    ("table", "harm", "said"),
    [
        ("lab_results", lambda rows: rows.pop(), "lab_results 58 is nowhere"),
        ("doctors", lambda rows: rows[0].update(full_name="?"), "doctors 1 lost its full_name"),
        ("services", lambda rows: rows[1].update(price=Decimal(7)), "services 2 lost its price"),
        ("adoption_quarantine", lambda rows: rows.clear(), "lost its payment_method"),
        ("payments", lambda rows: rows.pop(), "breaks bills_paid"),
        ("payments", lambda rows: rows[0].update(paid_on=date(2020, 1, 1)), "breaks payment_days"),
    ],
)
def test_a_copy_that_lost_something_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch, table: str, harm: Any, said: str
) -> None:
    """The proof is not the plan's own word: a wrong copy ends the run, the old rows untouched."""
    before = site.old.rows()
    insert = load.insert

    def lossy(connection: Connection, name: str, rows: Any) -> None:
        rows = [dict(row) for row in rows]
        if name == table and rows:
            harm(rows)
        insert(connection, name, rows)

    monkeypatch.setattr(load, "insert", lossy)
    report = site.adopt(code=6)
    assert said in " ".join(report["error"]["detail"])
    assert site.old.rows("forerunner_") == before
