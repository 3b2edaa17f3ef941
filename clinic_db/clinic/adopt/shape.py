"""What the forerunner's tables look like, and whether these are they. Changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinic_db import queries
from clinic_db.database import Connection
from clinic_db.errors import DecisionError

ASIDE = "forerunner_"
PROGRESS = "_clinic_db_adoption"
QUARANTINE = "adoption_quarantine"
INTEGERS = ("tinyint", "smallint", "mediumint", "int", "bigint")


@dataclass(frozen=True, slots=True)
class Source:
    """One of the ten tables.

    Attributes:
        needs: fields without which it is not the forerunner's.
        aliases: field → other names under which it is known.
        unique: fields that the new schema wants unique, compared as the new collation does.
        walls: fields that are dates on the clinic's wall clock.
    """

    name: str
    key: str
    needs: tuple[str, ...]
    aliases: Mapping[str, tuple[str, ...]]
    unique: tuple[str, ...] = ()
    walls: tuple[str, ...] = ()


_NAME = {"full_name": ("name",)}
SOURCES = (
    Source(
        "patients",
        "patient_id",
        ("full_name", "date_of_birth"),
        {**_NAME, "date_of_birth": ("dob", "birth_date")},
        ("email",),
        ("date_of_birth",),
    ),
    Source(
        "doctors",
        "doctor_id",
        ("full_name",),
        {**_NAME, "license_no": ("license_number", "licence_no")},
        ("email", "license_no"),
    ),
    Source("services", "service_id", ("service_name", "price"), {}, ("code",)),
    Source(
        "users",
        "user_id",
        ("username", "password_hash", "role"),
        {"password_hash": ("password",)},
        ("username",),
    ),
    Source(
        "insurance",
        "insurance_id",
        ("patient_id", "provider_name", "policy_number"),
        {"plan_name": ("coverage_details",)},
        ("provider_name", "policy_number"),
        ("valid_from", "valid_until"),
    ),
    Source(
        "appointments",
        "appointment_id",
        ("patient_id", "doctor_id", "appointment_date", "status"),
        {"duration_min": ("duration",)},
        walls=("appointment_date",),
    ),
    Source(
        "appointment_services",
        "appt_service_id",
        ("appointment_id", "service_id", "quantity"),
        {},
    ),
    Source(
        "medical_records",
        "record_id",
        ("patient_id", "doctor_id", "record_date"),
        {},
        walls=("record_date",),
    ),
    Source("lab_results", "lab_id", ("record_id", "test_type"), {}, walls=("test_date",)),
    Source(
        "billing",
        "bill_id",
        ("patient_id", "appointment_id", "total_amount", "status"),
        {},
        walls=("payment_date",),
    ),
)
NAMES = tuple(source.name for source in SOURCES)


@dataclass(frozen=True, slots=True)
class Found:
    """What is in the database.

    Attributes:
        state: 'forerunner', 'unfinished' (an adoption that stopped) or 'adopted'.
        tables: the base tables.
        is_renamed: the ten tables stand aside already.
        columns: table → column → how the information schema describes it.
    """

    state: str
    tables: frozenset[str]
    is_renamed: bool
    columns: Mapping[str, Mapping[str, dict[str, Any]]]

    def stored(self, table: str) -> str:
        """The name under which one of the ten tables is stored now."""
        return ASIDE + table if self.is_renamed else table

    def column(self, source: Source, name: str) -> str | None:
        """The column that holds a field, None where there is none."""
        known = self.columns[self.stored(source.name)]
        for candidate in (name, *source.aliases.get(name, ())):
            if candidate in known:
                return candidate
        return None


def detect(connection: Connection, new_tables: Collection[str]) -> Found:
    """Look at the database.

    Args:
        new_tables: the tables that the migrations make.

    Raises:
        DecisionError: it is not the forerunner's, or something in it stands in the way.
    """
    tables = frozenset(
        row["name"] for row in connection.rows(queries.get("tables")) if row["kind"] == "BASE TABLE"
    )
    columns: dict[str, dict[str, dict[str, Any]]] = {}
    for row in connection.rows(queries.get("adopt/columns")):
        columns.setdefault(row["of_table"], {})[row["name"]] = row
    is_renamed = {ASIDE + name for name in NAMES} <= tables
    if PROGRESS in tables:
        return Found("unfinished", tables, is_renamed, columns)
    if "_yoyo_migration" in tables:
        if QUARANTINE in tables:
            return Found("adopted", tables, is_renamed, columns)
        _refuse(connection, "it is migrated already", ("it has a history",), "clinic-db status")
    found = Found("forerunner", tables, False, columns)
    problems = _missing(found) or _in_the_way(connection, found, new_tables)
    if problems:
        _refuse(connection, "this is not the forerunner's database", problems)
    return found


def _missing(found: Found) -> tuple[str, ...]:
    problems = []
    for source in SOURCES:
        if source.name not in found.tables:
            problems.append(f"there is no table {source.name}")
            continue
        key = found.columns[source.name].get(source.key)
        if key is None or key["key_kind"] != "PRI" or key["kind"] not in INTEGERS:
            problems.append(f"{source.name} has no integer primary key {source.key}")
        problems += [
            f"{source.name} has no column {name}"
            for name in source.needs
            if found.column(source, name) is None
        ]
        problems += [
            f"{source.name}.{name} is generated, here it is written by hand"
            for name in ("status", "service_cost")
            if (found.columns[source.name].get(name) or {}).get("expression")
        ]
    return tuple(problems)


def _in_the_way(
    connection: Connection, found: Found, new_tables: Collection[str]
) -> tuple[str, ...]:
    taken = (set(new_tables) | {QUARANTINE, *(ASIDE + n for n in NAMES)}) - set(NAMES)
    problems = [f"a table {name} stands in the way" for name in sorted(taken & found.tables)]
    for row in connection.rows(queries.get("adopt/references")):
        if row["parent"] in NAMES and row["child"] not in NAMES:
            problems.append(f"{row['child']} refers to {row['parent']} ({row['name']})")
    return tuple(problems)


def _refuse(
    connection: Connection,
    what: str,
    detail: Sequence[str],
    hint: str = "look at the list above; docs/adopt.md says what is expected",
) -> None:
    raise DecisionError(
        f"{what}, nothing was changed",
        where=connection.target.address,
        detail=tuple(detail),
        hint=hint,
    )
