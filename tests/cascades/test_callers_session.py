"""What a caller does to its session does not get it past a foreign key by way of a procedure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import cascade_pairs as pairs
import pytest
from clinic import Clinic, cascading, refused
from projects import ROOT

from clinic_db.database import Connection, identifier
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema

NOBODY = 987_654_321
KEY = b"0123456789abcdef"
OUT = "@clinic_test_out"
IN_USE = 1442
# Makes the row that a parameter of this name takes the key of.
ROWS: dict[str, Callable[[Clinic], Any]] = {
    "in_appointment_id": lambda c: c.appointment(),
    "in_bill_id": lambda c: c.bill(),
    "in_doctor_id": lambda c: c.doctor(),
    "in_patient_id": lambda c: c.patient(),
    "in_payment_id": lambda c: c.pay(c.bill(), 1000),
    "in_record_id": lambda c: c.record(),
    "in_service_id": lambda c: c.service(),
    "in_user_id": lambda c: c.user(),
}
# A good value for every other parameter, by its type.
CONSTANTS = {"decimal": 1, "int": 30, "tinyint": 1, "varbinary": KEY, "varchar": "Cash"}
# The procedures of procedures/ that take the key of a row, and which parameters those are. What is
# internal to triggers and procedures runs in a session that the caller of it has pinned.
CALLS = [
    (path.stem, name)
    for path in sorted(ROOT.glob("procedures/*.sql"))
    if "internal to" not in path.read_text(encoding="utf-8")
    for name in re.findall(r"^    IN (in_\w+_id) ", path.read_text(encoding="utf-8"), re.M)
]


def arguments(clinic: Clinic, procedure: str, missing: str) -> list[Any]:
    """What to call the procedure with: good values, but for `missing` nobody's key."""
    rows = clinic.db.rows(
        "SELECT parameter_name AS name, parameter_mode AS mode, data_type AS type "
        "FROM information_schema.parameters WHERE specific_name = %s "
        "AND specific_schema = database() ORDER BY ordinal_position",
        (procedure,),
    )
    values: list[Any] = []
    for row in rows:
        if row["mode"] == "OUT":
            values.append(OUT)
        elif row["name"] == missing:
            values.append(NOBODY)
        elif row["name"] in ROWS:
            values.append(ROWS[row["name"]](clinic))
        else:
            values.append(clinic.at(14) if row["type"] == "datetime" else CONSTANTS[row["type"]])
    return values


def test_every_procedure_that_writes_is_called() -> None:
    """Guards the tests below against looking at nothing."""
    assert len({name for name, _ in CALLS}) >= 14
    assert ("book_appointment", "in_doctor_id") in CALLS
    assert ("add_service", "in_service_id") in CALLS


@pytest.mark.parametrize(("procedure", "missing"), CALLS)
def test_no_procedure_makes_an_orphan_with_foreign_keys_off(
    schema: Schema, procedure: str, missing: str
) -> None:
    """The caller has switched foreign keys off and names a row that is not there: refused."""
    clinic = Clinic(schema.connect())
    args = arguments(clinic, procedure, missing)
    tables = pairs.read(clinic.db)
    before = pairs.content(clinic.db, tables)
    clinic.db.execute("SET foreign_key_checks = 0")
    marks = ", ".join(OUT if arg is OUT else "%s" for arg in args)
    with refused("server error 1644 .*: there is no such"):
        clinic.db.execute(
            f"CALL {identifier(procedure)}({marks})", [x for x in args if x is not OUT]
        )
    assert pairs.content(clinic.db, tables) == before
    assert pairs.orphans(clinic.db, tables) == []


def test_an_orphan_would_be_seen(bare: Schema) -> None:
    """The tests here rest on this: without triggers, foreign keys that are off do leave one."""
    with bare.connect(foreign_key_checks=0) as db:
        db.execute("START TRANSACTION")
        Clinic(db).user(role="Doctor", doctor_id=NOBODY)
        assert pairs.orphans(db, pairs.read(db)) == ["fk_users_doctors"]
        db.execute("ROLLBACK")


def test_a_day_through_the_procedures_in_a_hostile_session(schema: Schema) -> None:
    """Foreign keys off, cascade triggers on, set anew before every call; the day goes well."""
    clinic, _ = cascading(schema)
    db = clinic.db
    patient, doctor, service = clinic.patient(), clinic.doctor(), clinic.service(75000)

    def hostile(call: Callable[..., Any], *args: Any) -> Any:
        cascading_on(db)
        db.execute("SET foreign_key_checks = 0, unique_checks = 0")
        return call(*args)

    visit = hostile(clinic.call, "book_appointment", patient, doctor, clinic.at(), 30, None)
    hostile(clinic.run, "reschedule_appointment", visit, clinic.at(11), None)
    hostile(clinic.run, "check_in_appointment", visit)
    hostile(clinic.run, "add_service", visit, service, 2)
    hostile(clinic.run, "complete_appointment", visit)
    hostile(clinic.run, "reopen_appointment", visit)
    hostile(clinic.run, "complete_appointment", visit)
    record = db.value("SELECT record_id FROM medical_records WHERE appointment_id = %s", (visit,))
    hostile(clinic.run, "sign_record", record)
    bill = hostile(clinic.call, "issue_bill", visit)
    payment = hostile(clinic.call, "record_payment", bill, 150000, "Cash", KEY)
    assert clinic.row("billing", bill)["status"] == "Paid"
    hostile(clinic.run, "refund_payment", payment, 150000, KEY[::-1])
    hostile(clinic.run, "void_bill", bill, "salah")
    hostile(clinic.run, "void_record", record, "salah")
    other = hostile(clinic.call, "book_appointment", patient, doctor, clinic.at(15), 30, None)
    hostile(clinic.run, "cancel_appointment", other, "sakit")
    assert [start.hour for _, _, start in clinic.slots(visit)] == [11, 11]
    assert clinic.slots(other) == []
    assert pairs.orphans(db, pairs.read(db)) == []


def cascading_on(db: Connection) -> None:
    if db.one("SHOW VARIABLES LIKE 'enable_cascade_triggers'") is not None:
        db.set_session({"enable_cascade_triggers": 1})


Write = Callable[[Clinic, int], Any]
# Plain writes that set off a trigger: what is prepared, and the write, given the row's key.
WRITES: dict[str, tuple[Callable[[Clinic], int], Write]] = {
    "book": (lambda c: c.patient(), lambda c, k: c.appointment(patient_id=k)),
    "complete": (lambda c: c.appointment(), lambda c, k: c.set_status(k, "Completed")),
    "cancel": (lambda c: c.appointment(), lambda c, k: c.set_status(k, "Cancelled")),
    "add a line": (lambda c: c.appointment(), lambda c, k: c.line(k)),
    "issue a bill": (lambda c: c.appointment(), lambda c, k: c.bill(0, appointment_id=k)),
    "pay": (lambda c: c.bill(), lambda c, k: c.pay(k, 1000)),
    "refund": (lambda c: c.pay(c.bill(), 1000), lambda c, k: c.refund(k, 1000)),
    "write a record": (
        lambda c: c.appointment(),
        lambda c, k: c.insert(
            "medical_records",
            appointment_id=k,
            patient_id=c.row("appointments", k)["patient_id"],
            doctor_id=c.row("appointments", k)["doctor_id"],
        ),
    ),
    "delete a visit": (
        lambda c: c.appointment(),
        lambda c, k: c.db.execute("DELETE FROM appointments WHERE appointment_id = %s", (k,)),
    ),
}
# Where the server refuses (1442) while cascades fire triggers: a trigger writes a table that has a
# foreign key to, or is referred to by, the one that is being written. The procedures still work.
FAILS_CLOSED = {"complete", "pay", "refund"}


@pytest.mark.parametrize("name", WRITES)
def test_a_plain_write_under_cascade_triggers_works_or_changes_nothing(
    schema: Schema, name: str
) -> None:
    prepare, write = WRITES[name]
    clinic = Clinic(schema.connect())
    tables = pairs.read(clinic.db)
    key = prepare(clinic)
    before = pairs.content(clinic.db, tables)
    hostile, _ = cascading(schema)
    is_refused = name in FAILS_CLOSED and pairs.can_fire_triggers(hostile.db)
    if is_refused:
        with pytest.raises(ServerError) as error:
            write(hostile, key)
        assert error.value.errno == IN_USE
        assert pairs.content(clinic.db, tables) == before
    else:
        write(hostile, key)
        assert pairs.content(clinic.db, tables) != before
    # The other way round, without the setting, every one of them is done.
    if is_refused:
        write(clinic, key)
        assert pairs.content(clinic.db, tables) != before
    assert pairs.orphans(clinic.db, tables) == []
