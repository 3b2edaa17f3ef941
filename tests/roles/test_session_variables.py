"""No session variable that an application's account can set lets it past a rule.

Each setting is tried in front of each attempt, by an account with the role that comes nearest; the
attempt is refused, and nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from clinic import Clinic
from roles.accounts import Account, account

from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema

KEY = b"0123456789abcdef"
OUT = "@clinic_test_out"
# As sent; a server that lacks a variable says so, and the attempt is made all the same.
SETTINGS = (
    "sql_mode = ''",
    "sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO,PIPES_AS_CONCAT,ANSI_QUOTES'",
    "foreign_key_checks = 0, unique_checks = 0",
    "timestamp = 1000000000",
    "timestamp = 2051222400",
    "time_zone = '+14:00'",
    "enable_cascade_triggers = ON",
    "autocommit = 0",
    "sql_safe_updates = 0, sql_select_limit = 0",
    "sql_select_limit = 1, sql_auto_is_null = 1",
    "sql_big_selects = 0, max_join_size = 1",
    "transaction_read_only = ON",
    "optimizer_switch = 'index_condition_pushdown=off,semijoin=off,derived_merge=off'",
    "lock_wait_timeout = 1, innodb_lock_wait_timeout = 1",
    "transaction_isolation = 'READ-UNCOMMITTED', completion_type = 1",
    "collation_connection = 'latin1_swedish_ci', character_set_client = 'latin1'",
    "max_sort_length = 4, max_sp_recursion_depth = 0, cte_max_recursion_depth = 0",
    "@clinic_actor = 'owner', @clinic_payment = 1, @clinic_redact = 1, @clinic_admin = 1",
    "insert_id = 9223372036854775807",
)


@dataclass(frozen=True)
class Scene:
    """A clinic with one of everything that an attempt aims at."""

    visit: int
    patient: int
    doctor: int
    at: Any
    bill: int
    payment: int
    signed: int
    result: int


def _scene(clinic: Clinic) -> Scene:
    visit = clinic.appointment(status="Completed")
    row = clinic.row("appointments", visit)
    bill = clinic.bill(50000, appointment_id=visit)
    signed = clinic.record(diagnosis="Flu")
    result = clinic.insert("lab_results", record_id=signed, test_type="Hb", test_date="2026-01-01")
    clinic.run("sign_record", signed)
    return Scene(
        visit,
        row["patient_id"],
        row["doctor_id"],
        row["appointment_date"],
        bill,
        clinic.pay(bill, 20000),
        signed,
        result,
    )


Attempt = tuple[str, Callable[[Scene], tuple[str, tuple[Any, ...]]]]
# What is tried: by whom, and the statement.
ATTEMPTS: dict[str, Attempt] = {
    "book over another visit": (
        "clinic_receptionist",
        lambda s: (f"CALL book_appointment(%s, %s, %s, 30, NULL, {OUT})",
                   (s.patient, s.doctor, s.at)),
    ),
    "book in the past": (
        "clinic_receptionist",
        lambda s: (f"CALL book_appointment(%s, %s, '2020-01-06 09:00', 30, NULL, {OUT})",
                   (s.patient, s.doctor)),
    ),
    "cancel a completed visit": (
        "clinic_receptionist",
        lambda s: ("CALL cancel_appointment(%s, 'x')", (s.visit,)),
    ),
    "add a line under a bill": (
        "clinic_receptionist",
        lambda s: ("CALL add_service(%s, 1, 1)", (s.visit,)),
    ),
    "bill twice": (
        "clinic_receptionist",
        lambda s: (f"CALL issue_bill(%s, {OUT})", (s.visit,)),
    ),
    "pay more than is owed": (
        "clinic_receptionist",
        lambda s: (f"CALL record_payment(%s, 30001, 'Cash', %s, {OUT})", (s.bill, KEY)),
    ),
    "pay less than nothing": (
        "clinic_receptionist",
        lambda s: (f"CALL record_payment(%s, -1, 'Cash', %s, {OUT})", (s.bill, KEY)),
    ),
    "refund more than was paid": (
        "clinic_receptionist",
        lambda s: ("CALL refund_payment(%s, 20001, %s)", (s.payment, KEY)),
    ),
    "void a bill with money in it": (
        "clinic_receptionist",
        lambda s: ("CALL void_bill(%s, 'x')", (s.bill,)),
    ),
    "write the ledger": (
        "clinic_admin",
        lambda s: ("UPDATE payments SET amount = 1 WHERE payment_id = %s", (s.payment,)),
    ),
    "write the log": (
        "clinic_admin",
        lambda _: ("UPDATE audit_log SET changes = '{}'", ()),
    ),
    "shorten the log": ("clinic_admin", lambda _: ("DELETE FROM audit_log", ())),
    "be born in the future": (
        "clinic_receptionist",
        lambda _: ("INSERT INTO patients (full_name, date_of_birth) VALUES ('x', '2034-01-01')",
                   ()),
    ),
    "be born on no day": (
        "clinic_receptionist",
        lambda _: ("INSERT INTO patients (full_name, date_of_birth) VALUES ('x', '1990-02-31')",
                   ()),
    ),
    "be of no gender there is": (
        "clinic_receptionist",
        lambda s: ("UPDATE patients SET gender = 'Robot' WHERE patient_id = %s", (s.patient,)),
    ),
    "insure nobody": (
        "clinic_receptionist",
        lambda _: ("INSERT INTO insurance (patient_id, provider_name, policy_number, valid_from) "
                   "VALUES (999, 'x', 'x', '2026-01-01')", ()),
    ),
    "change a signed record": (
        "clinic_doctor",
        lambda s: ("UPDATE medical_records SET diagnosis = 'flu' WHERE record_id = %s",
                   (s.signed,)),
    ),
    "change a signed result": (
        "clinic_doctor",
        lambda s: ("UPDATE lab_results SET value_num = 1 WHERE lab_id = %s", (s.result,)),
    ),
    "remove a signed result": (
        "clinic_doctor",
        lambda s: ("DELETE FROM lab_results WHERE lab_id = %s", (s.result,)),
    ),
    "write a record of nobody": (
        "clinic_doctor",
        lambda s: ("INSERT INTO medical_records (patient_id, doctor_id) VALUES (999, %s)",
                   (s.doctor,)),
    ),
    "write a second record of a visit": (
        "clinic_doctor",
        lambda s: ("INSERT INTO medical_records (appointment_id, patient_id, doctor_id) "
                   "VALUES (%s, %s, %s)", (s.visit, s.patient, s.doctor)),
    ),
    "add a result to nothing": (
        "clinic_doctor",
        lambda _: ("INSERT INTO lab_results (record_id, test_type, test_date) "
                   "VALUES (999, 'x', '2026-01-01')", ()),
    ),
    "give a login to no doctor": (
        "clinic_admin",
        lambda _: ("INSERT INTO users (username, password_hash, role, doctor_id) "
                   "VALUES ('x', '$argon2id$x', 'Doctor', 999)", ()),
    ),
    "store a password": (
        "clinic_admin",
        lambda _: ("INSERT INTO users (username, password_hash, role) "
                   "VALUES ('x', 'hash123', 'Admin')", ()),
    ),
    "log in to a locked account": (
        "clinic_login",
        lambda _: ("CALL finish_login(1, 1)", ()),
    ),
}  # fmt: skip


@pytest.fixture
def scene(schema: Schema) -> Iterator[tuple[Scene, dict[str, Account]]]:
    """The clinic, and an account of each role."""
    clinic = Clinic(schema.connect())
    clinic.user(user_id=1)
    clinic.db.execute("UPDATE users SET locked_until = utc_timestamp(6) + INTERVAL 1 HOUR")
    made = _scene(clinic)
    roles = sorted({role for role, _ in ATTEMPTS.values()})
    with (
        account(schema, roles[0]) as one,
        account(schema, roles[1]) as two,
        account(schema, roles[2]) as three,
        account(schema, roles[3]) as four,
    ):
        yield made, {each.role: each for each in (one, two, three, four)}


def _content(db: Connection) -> list[list[dict[str, Any]]]:
    tables = db.rows(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database() "
        "AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_%' ORDER BY 1"
    )
    return [db.rows(f"SELECT * FROM {row['name']} ORDER BY 1, 2") for row in tables]


def _set(db: Connection, setting: str) -> None:
    try:
        db.execute(f"SET {setting}")
    except ServerError as error:
        # A variable that this server lacks (8.4 knows no cascade triggers), or guards.
        if error.errno not in (1193, 1227):
            raise


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_lets_anybody_past_a_rule(
    schema: Schema, scene: tuple[Scene, dict[str, Account]], setting: str
) -> None:
    made, accounts = scene
    root = schema.connect()
    before = _content(root)
    got_through = []
    for what, (role, build) in ATTEMPTS.items():
        with accounts[role].connect() as db:
            _set(db, setting)
            try:
                db.rows(*build(made))
                db.execute("COMMIT")
            except ServerError:
                pass
            else:
                got_through.append(what)
    assert got_through == []
    assert _content(root) == before


def test_the_same_accounts_may_do_what_is_right(
    schema: Schema, scene: tuple[Scene, dict[str, Account]]
) -> None:
    """Guards the test above: what was refused there was refused by a rule, not by a grant."""
    made, accounts = scene
    with accounts["clinic_receptionist"].connect() as db:
        later = Clinic(db).at(14)
        db.execute(
            f"CALL book_appointment(%s, %s, %s, 30, NULL, {OUT})",
            (made.patient, made.doctor, later),
        )
        db.execute(f"CALL record_payment(%s, 30000, 'Cash', %s, {OUT})", (made.bill, KEY))
        db.execute("UPDATE patients SET gender = 'Female' WHERE patient_id = %s", (made.patient,))
        db.execute(
            "INSERT INTO insurance (patient_id, provider_name, policy_number, valid_from) "
            "VALUES (%s, 'x', 'x', '2026-01-01')",
            (made.patient,),
        )
    with accounts["clinic_doctor"].connect() as db:
        db.execute(
            "INSERT INTO medical_records (patient_id, doctor_id) VALUES (%s, %s)",
            (made.patient, made.doctor),
        )
        db.execute(
            "INSERT INTO lab_results (record_id, test_type, test_date) VALUES (%s, 'x', %s)",
            (made.signed, "2026-01-01"),
        )
    with accounts["clinic_admin"].connect() as db:
        db.execute(
            "INSERT INTO users (username, password_hash, role) VALUES ('x', '$argon2id$x', 'Admin')"
        )
    assert Clinic(schema.connect()).row("billing", made.bill)["status"] == "Paid"
