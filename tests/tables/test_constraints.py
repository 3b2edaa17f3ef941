"""Every constraint of every table refuses by its name, without the help of a trigger."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from clinic import HASH, Clinic, refused
from tables.rows import TABLES, THEN, Row

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

NOBODY = 987_654_321
# Rows that break each CHECK, as they differ from a whole one. A new CHECK is red until it is here.
CHECKS: dict[str, list[Row]] = {
    "ck_appointment_services_quantity": [{"quantity": 0}, {"quantity": -5}],
    "ck_appointment_services_service_cost": [{"quantity": 2147483647}],
    "ck_appointment_services_unit_price": [{"unit_price": "-0.01"}],
    "ck_appointments_duration": [{"duration_min": n} for n in (-15, 0, 10, 20, 495)],
    "ck_appointments_grid": [
        {"appointment_date": "2030-01-01 09:05:00"},
        {"appointment_date": "2030-01-01 09:00:01"},
    ],
    "ck_billing_amount_paid": [{"amount_paid": -1}, {"amount_paid": 50001}],
    "ck_billing_void": [{"is_void": 1, "amount_paid": 1}],
    "ck_clinic_settings_currency": [{"name": "currency", "value": v} for v in ("", "rp", "IDR\n")],
    "ck_clinic_settings_utc_offset": [
        {"name": "utc_offset", "value": v} for v in ("", "7", "+14:30", "+07:10", "Asia/Jakarta")
    ],
    "ck_insurance_valid": [{"valid_until": "2019-12-31"}],
    "ck_medical_records_blood_pressure": [{"systolic": 100, "diastolic": 100}],
    "ck_medical_records_diastolic": [{"diastolic": 19}, {"systolic": 250, "diastolic": 201}],
    "ck_medical_records_icd10": [{"icd10_code": v} for v in ("", "flu", "j06.9", "J06.9\n")],
    "ck_medical_records_signed": [{"status": "Signed"}, {"signed_at": THEN}],
    "ck_medical_records_systolic": [{"systolic": 39, "diastolic": 30}, {"systolic": 301}],
    "ck_medical_records_void": [{"voided_at": THEN}, {"void_reason": "keliru"}],
    "ck_patients_void": [{"voided_at": THEN}, {"void_reason": "pindah"}],
    "ck_payments_amount": [{"amount": 0}, {"amount": "-0.01"}],
    "ck_payments_refund": [{"kind": "Refund"}],
    "ck_services_price": [{"price": "-0.01"}],
    "ck_users_doctor": [{"role": "Admin"}, {"doctor_id": None}],
    "ck_users_password_hash": [
        {"password_hash": v} for v in ("", "hash123", HASH.replace("argon2id", "argon2i"))
    ],
}
# In strict mode the value itself is refused before these are asked.
LENIENT = {"ck_appointment_services_service_cost"}
# What a row that breaks a foreign key must be besides, so that no CHECK speaks first.
BESIDES: dict[str, Row] = {"fk_payments_payments": {"kind": "Refund"}}
# Written columns that a generated one in a unique key is computed from.
COMPUTED_FROM = {
    "uq_billing_live_appointment": ("appointment_id", "patient_id"),
    "uq_medical_records_live_appointment": ("appointment_id", "patient_id", "doctor_id"),
}
# Holds wherever the primary key does; it is there for fk_billing_appointments to refer to.
IMPLIED = {"uq_appointments_patient"}


def keys(db: Connection, kind: str) -> dict[tuple[str, str], list[str]]:
    """(table, constraint) → its columns, of every constraint of the kind."""
    rows = db.rows(
        "SELECT c.table_name AS t, c.constraint_name AS name, k.column_name AS col "
        "FROM information_schema.table_constraints AS c "
        "LEFT JOIN information_schema.key_column_usage AS k "
        "ON k.constraint_schema = c.constraint_schema AND k.table_name = c.table_name "
        "AND k.constraint_name = c.constraint_name "
        "WHERE c.constraint_schema = database() AND c.constraint_type = %s "
        "AND c.table_name NOT LIKE '\\_%%' ORDER BY 1, 2, k.ordinal_position",
        (kind,),
    )
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        found[row["t"], row["name"]].append(row["col"])
    return dict(found)


@pytest.fixture
def clinic(bare: Schema) -> Any:
    """Without triggers, as in a load that goes around them; rolled back in the end."""
    with bare.connect() as db:
        db.execute("START TRANSACTION")
        yield Clinic(db)
        db.execute("ROLLBACK")


def whole(clinic: Clinic, table: str, **besides: Any) -> Row:
    """A whole row, not inserted, and the key that it is to have where the server counts them."""
    return {**TABLES[table].row(clinic), **besides}


def test_every_unique_key_refuses_a_second_row(clinic: Clinic) -> None:
    found = keys(clinic.db, "PRIMARY KEY") | keys(clinic.db, "UNIQUE")
    assert {table for table, _ in found} == TABLES.keys()
    for (table, name), columns in found.items():
        if name in IMPLIED:
            continue
        first = whole(clinic, table)
        made = clinic.insert(table, **first)
        same = {column: first.get(column, made) for column in COMPUTED_FROM.get(name, columns)}
        with refused(f"server error 1062 .* for key '{table}.{name}'"):
            clinic.insert(table, **whole(clinic, table, **same))


def test_every_foreign_key_refuses_an_orphan(clinic: Clinic) -> None:
    found = keys(clinic.db, "FOREIGN KEY")
    assert len(found) >= 16
    for (table, name), columns in found.items():
        orphan = {**dict.fromkeys(columns, NOBODY), **BESIDES.get(name, {})}
        with refused(f"server error 1452 .* CONSTRAINT `{name}`"):
            clinic.insert(table, **whole(clinic, table, **orphan))


def test_every_check_refuses_what_it_is_there_for(clinic: Clinic) -> None:
    found = keys(clinic.db, "CHECK")
    assert {name for _, name in found} == CHECKS.keys()
    for table, name in found:
        assert CHECKS[name], name
        clinic.db.set_session({"sql_mode": "" if name in LENIENT else "TRADITIONAL"})
        for wrong in CHECKS[name]:
            with refused(f"server error 3819 .*'{name}'"):
                clinic.insert(table, **whole(clinic, table, **wrong))


def test_a_whole_row_breaks_none(clinic: Clinic) -> None:
    """The tests above rest on this: what is refused there is refused for what it differs in."""
    for table in TABLES:
        assert clinic.insert(table, **whole(clinic, table)) is not None
