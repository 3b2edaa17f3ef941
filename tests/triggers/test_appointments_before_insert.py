"""appointments_before_insert: what an import gives is possible, and contradicts no record."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

HIGHEST = 2**63 - 1


def test_no_session_uses_up_the_keys(db: Connection) -> None:
    """With the highest number taken, nobody could insert any more."""
    clinic = Clinic(db)
    patient, doctor = clinic.patient(), clinic.doctor()
    db.execute("SET insert_id = %s", (HIGHEST,))
    with refused("appointments: a session does not choose the next key"):
        clinic.appointment(patient_id=patient, doctor_id=doctor)
    assert clinic.count("appointments") == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", "'Bogus'"),
        ("status", "NULL"),
        ("appointment_date", "NULL"),
        ("appointment_date", "'2031-02-30 10:00'"),
    ],
)
def test_insert_ignore_writes_no_value_that_cannot_be(
    db: Connection, column: str, value: str
) -> None:
    """A visit in no state would hold no slots."""
    clinic = Clinic(db)
    given = {
        "patient_id": clinic.patient(),
        "doctor_id": clinic.doctor(),
        "appointment_date": "'2031-02-28 10:00'",
        "status": "'Cancelled'",
        column: value,
    }
    with refused("appointments: appointment_date or status is not a possible value"):
        db.execute(
            f"INSERT IGNORE INTO appointments ({', '.join(given)}) "
            f"VALUES ({', '.join(map(str, given.values()))})"
        )
    assert clinic.count("appointments") == 0


@pytest.mark.parametrize("limit", ["18446744073709551615", "0"])
@pytest.mark.parametrize("other", ["patient_id", "doctor_id"])
def test_replace_cannot_change_whom_a_record_is_about(
    db: Connection, other: str, limit: str
) -> None:
    clinic = Clinic(db)
    visit = clinic.row("appointments", clinic.appointment(status="Completed"))
    clinic.set_status(visit["appointment_id"], "CheckedIn")
    columns = ("appointment_id", "patient_id", "doctor_id", "appointment_date")
    given = {name: visit[name] for name in columns}
    given[other] = clinic.patient() if other == "patient_id" else clinic.doctor()
    db.execute(f"SET sql_select_limit = {limit}")
    with refused("appointments: a record or a bill fixes patient and doctor"):
        db.execute(
            f"REPLACE INTO appointments ({', '.join(columns)}) VALUES (%s, %s, %s, %s)",
            tuple(given.values()),
        )
    given[other] = visit[other]
    db.execute(
        f"REPLACE INTO appointments ({', '.join(columns)}) VALUES (%s, %s, %s, %s)",
        tuple(given.values()),
    )


def test_imports_with_keys_of_their_own_do_not_deadlock(schema: Schema) -> None:
    """Both look for records behind the last one; a locking look-up would leave gap locks there."""
    one, two = Clinic(schema.connect()), Clinic(schema.connect())
    with one.db.transaction(), two.db.transaction():
        one.appointment(appointment_id=1000)
        two.appointment(appointment_id=2000)
        one.appointment(appointment_id=1001, status="Completed")
        two.appointment(appointment_id=2001, status="Completed")
    assert one.count("medical_records") == 2
