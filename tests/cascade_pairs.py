"""A parent and a child row for every foreign key, and what is said about the keys by the server."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clinic import Clinic
from projects import ROOT

from clinic_db.database import Connection, identifier
from clinic_db.docs import schema as schemas
from clinic_db.docs.schema import ForeignKey, Schema

Row = dict[str, Any]
KEYS = sorted(
    name
    for path in ROOT.glob("migrations/*.sql")
    for name in re.findall(r"CONSTRAINT (fk_\w+)\s+FOREIGN KEY", path.read_text(encoding="utf-8"))
)


def _policy(c: Clinic, patient: int) -> int:
    return c.insert(
        "insurance",
        patient_id=patient,
        provider_name="Asuransi",
        policy_number=uuid.uuid4().hex,
        valid_from="2020-01-01",
    )


def _record_of_visit(c: Clinic) -> int:
    visit = c.row("appointments", c.appointment())
    people = {name: visit[name] for name in ("appointment_id", "patient_id", "doctor_id")}
    return c.insert("medical_records", record_date=c.today(), **people)


def _result(c: Clinic) -> int:
    record = _record_of_visit(c)
    return c.insert("lab_results", record_id=record, test_type="Hb", test_date=c.today())


def _bill(c: Clinic, **columns: Any) -> int:
    """A bill on a visit that is only planned, so that its status forbids nothing by itself."""
    columns.setdefault("appointment_id", c.appointment())
    return c.bill(total_amount=100000, **columns)


def _insured_bill(c: Clinic) -> int:
    visit = c.appointment()
    policy = _policy(c, c.row("appointments", visit)["patient_id"])
    return _bill(c, appointment_id=visit, insurance_id=policy)


def _payment(c: Clinic, **columns: Any) -> int:
    return c.pay(_bill(c), 50000, paid_on=c.today(), **columns)


# Foreign key → makes a child row that refers to a parent which nothing else refers to with RESTRICT
# (where a trigger looks further, TRIGGERS says so); returns the child's key.
CHILDREN: dict[str, Callable[[Clinic], int]] = {
    "fk_appointment_services_appointments": lambda c: c.line(c.appointment()),
    "fk_appointment_services_services": lambda c: c.line(c.appointment()),
    "fk_appointments_doctors": lambda c: c.appointment(),
    "fk_appointments_patients": lambda c: c.appointment(),
    "fk_appointments_users": lambda c: c.appointment(created_by=c.user()),
    # Without a line, which would refer to the visit too.
    "fk_billing_appointments": lambda c: c.bill(total=0, appointment_id=c.appointment()),
    "fk_billing_insurance": _insured_bill,
    "fk_insurance_patients": lambda c: _policy(c, c.patient()),
    "fk_lab_results_medical_records": _result,
    "fk_medical_records_appointments": _record_of_visit,
    "fk_medical_records_doctors": lambda c: c.record(record_date=c.today()),
    "fk_medical_records_patients": lambda c: c.record(record_date=c.today()),
    "fk_payments_billing": _payment,
    "fk_payments_payments": lambda c: c.refund(_payment(c), 1000, paid_on=c.today()),
    "fk_payments_users": lambda c: _payment(c, received_by=c.user()),
    "fk_users_doctors": lambda c: c.user(role="Doctor", doctor_id=c.doctor()),
}


@dataclass(frozen=True)
class Pair:
    """Two rows, one of which refers to the other by `key`."""

    db: Connection
    key: ForeignKey
    child_key: tuple[str, int]
    parent_key: tuple[str, int]

    def child(self) -> Row | None:
        return find(self.db, self.key.child, *self.child_key)

    def parent(self) -> Row | None:
        return find(self.db, self.key.parent, *self.parent_key)


def find(db: Connection, table: str, column: str, value: Any) -> Row | None:
    return db.one(f"SELECT * FROM {identifier(table)} WHERE {identifier(column)} = %s", (value,))


def read(db: Connection) -> Schema:
    return schemas.read(db)


def named(schema: Schema, name: str) -> ForeignKey:
    """The foreign key as the server has it."""
    return next(key for key in schema.foreign_keys if key.name == name)


def make(clinic: Clinic, schema: Schema, name: str) -> Pair:
    """Insert a pair for the foreign key `name`."""
    key = named(schema, name)
    (child_column,), (parent_column,) = schema.table(key.child).key, schema.table(key.parent).key
    child_id = CHILDREN[name](clinic)
    child = find(clinic.db, key.child, child_column, child_id)
    assert child is not None
    conditions = " AND ".join(f"{identifier(column)} = %s" for column in key.parent_columns)
    parent = clinic.db.one(
        f"SELECT * FROM {identifier(key.parent)} WHERE {conditions}",
        [child[column] for column in key.columns],
    )
    assert parent is not None, "the child refers to nothing"
    return Pair(clinic.db, key, (child_column, child_id), (parent_column, parent[parent_column]))


def content(db: Connection, schema: Schema) -> dict[str, list[Row]]:
    """Every row of every table."""
    return {t.name: db.rows(f"SELECT * FROM {identifier(t.name)}") for t in schema.tables}


def orphans(db: Connection, schema: Schema) -> list[str]:
    """The foreign keys that some row breaks."""
    found = []
    for key in schema.foreign_keys:
        pairs = zip(key.columns, key.parent_columns, strict=True)
        match = " AND ".join(f"p.{identifier(b)} = c.{identifier(a)}" for a, b in pairs)
        given = " AND ".join(f"c.{identifier(column)} IS NOT NULL" for column in key.columns)
        count = db.value(
            f"SELECT count(*) FROM {identifier(key.child)} AS c WHERE {given} AND NOT EXISTS "
            f"(SELECT * FROM {identifier(key.parent)} AS p WHERE {match})"
        )
        if count:
            found.append(key.name)
    return found


def is_sql_layer(db: Connection) -> bool:
    """Whether the server itself does foreign keys: since 9.6, unless InnoDB is told to."""
    native = db.one("SHOW VARIABLES LIKE 'innodb_native_foreign_keys'")
    return native is not None and native["Value"] == "OFF"


def can_fire_triggers(db: Connection) -> bool:
    """Whether cascades fire triggers where they are told to: since 9.7, and never by InnoDB."""
    return is_sql_layer(db) and bool(db.one("SHOW VARIABLES LIKE 'enable_cascade_triggers'"))
