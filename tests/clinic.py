"""A small clinic to test with: makes the rows a test needs and says what it does not care about."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from clinic_db.database import Connection, identifier
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema

# argon2id of nothing in particular: the format is what the table checks.
HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaA"

# There is no session with that number.
NOBODY = 1094


def refused(text: str) -> Any:
    """Expect the server to refuse with `text`, a regular expression, in its words."""
    return pytest.raises(ServerError, match=text)


@dataclass(frozen=True)
class Clinic:
    """Makes rows through `db`, by plain INSERTs, and calls the procedures on it."""

    db: Connection

    def insert(self, table: str, **columns: Any) -> int:
        """Insert one row; returns its AUTO_INCREMENT key (0 for a table without one)."""
        names = ", ".join(identifier(name) for name in columns)
        marks = ", ".join(["%s"] * len(columns))
        self.db.execute(
            f"INSERT INTO {identifier(table)} ({names}) VALUES ({marks})", tuple(columns.values())
        )
        return int(self.db.value("SELECT last_insert_id()"))

    def row(self, table: str, key: int) -> dict[str, Any]:
        """The row of `table` whose primary key is `key`; fails where there is none."""
        name = self.db.value(
            "SELECT column_name FROM information_schema.key_column_usage WHERE table_schema = "
            "database() AND table_name = %s AND constraint_name = 'PRIMARY'",
            (table,),
        )
        found = self.db.one(
            f"SELECT * FROM {identifier(table)} WHERE {identifier(name)} = %s", (key,)
        )
        assert found is not None, f"no {table} {key}"
        return found

    def count(self, table: str) -> int:
        return int(self.db.value(f"SELECT count(*) FROM {identifier(table)}"))

    def today(self) -> date:
        found = self.db.value("SELECT clinic_today()")
        assert isinstance(found, date)
        return found

    def at(self, hour: int = 9, minute: int = 0, *, days: int = 2) -> datetime:
        """A time on the clinic's wall clock, `days` from its today."""
        return datetime.combine(self.today() + timedelta(days=days), time(hour, minute))

    def patient(self, **columns: Any) -> int:
        return self.insert(
            "patients", **{"full_name": "Siti Aminah", "date_of_birth": "1990-05-17", **columns}
        )

    def doctor(self, **columns: Any) -> int:
        given = {"license_no": uuid.uuid4().hex, "full_name": "dr. Hadi", "specialization": "Umum"}
        return self.insert("doctors", **{**given, **columns})

    def user(self, **columns: Any) -> int:
        given = {"username": uuid.uuid4().hex, "password_hash": HASH, "role": "Receptionist"}
        return self.insert("users", **{**given, **columns})

    def service(self, price: Any = 100000, **columns: Any) -> int:
        given = {"code": uuid.uuid4().hex[:20], "service_name": "Konsultasi", "price": price}
        return self.insert("services", **{**given, **columns})

    def appointment(self, **columns: Any) -> int:
        """A visit by plain INSERT; patient and doctor are new where they are not given."""
        given = {
            "patient_id": columns.get("patient_id") or self.patient(),
            "doctor_id": columns.get("doctor_id") or self.doctor(),
            "appointment_date": self.at(),
        }
        return self.insert("appointments", **{**given, **columns})

    def line(self, appointment: int, price: Any = 100000, quantity: int = 1) -> int:
        return self.insert(
            "appointment_services",
            appointment_id=appointment,
            service_id=self.service(price),
            quantity=quantity,
            unit_price=price,
        )

    def bill(self, total: Any = 100000, **columns: Any) -> int:
        """A live bill over `total`, on a visit of its own unless one is given."""
        appointment = columns.pop("appointment_id", None) or self.appointment(status="Completed")
        if total:
            self.line(appointment, total)
        patient = self.row("appointments", appointment)["patient_id"]
        return self.insert("billing", appointment_id=appointment, patient_id=patient, **columns)

    def pay(self, bill: int, amount: Any, **columns: Any) -> int:
        """A payment by plain INSERT."""
        given = {"payment_method": "Cash", "idempotency_key": uuid.uuid4().bytes}
        return self.insert("payments", bill_id=bill, amount=amount, **{**given, **columns})

    def refund(self, payment: int, amount: Any, **columns: Any) -> int:
        """A refund by plain INSERT."""
        bill = self.row("payments", payment)["bill_id"]
        return self.pay(bill, amount, kind="Refund", refund_of=payment, **columns)

    def record(self, **columns: Any) -> int:
        """A medical record, of no visit unless one is given."""
        given = {"patient_id": columns.get("patient_id") or self.patient()}
        given["doctor_id"] = columns.get("doctor_id") or self.doctor()
        return self.insert("medical_records", **{**given, **columns})

    def slots(self, appointment: int) -> list[tuple[int, int, datetime]]:
        """(doctor, patient, start) of each slot that the visit holds."""
        rows = self.db.rows(
            "SELECT * FROM appointment_slots WHERE appointment_id = %s ORDER BY slot_start",
            (appointment,),
        )
        return [(r["doctor_id"], r["patient_id"], r["slot_start"]) for r in rows]

    def set_status(self, appointment: int, *statuses: str) -> None:
        """Plain UPDATEs of a visit's status, one after the other."""
        for status in statuses:
            self.db.execute(
                "UPDATE appointments SET status = %s WHERE appointment_id = %s",
                (status, appointment),
            )

    def call(self, procedure: str, *args: Any) -> Any:
        """CALL a procedure that has one OUT parameter in the end; returns its value."""
        marks = ", ".join(["%s"] * len(args))
        self.db.execute("SET @clinic_test_out = NULL")
        self.db.execute(f"CALL {identifier(procedure)}({marks}, @clinic_test_out)", args)
        return self.db.value("SELECT @clinic_test_out")

    def run(self, procedure: str, *args: Any) -> None:
        """CALL a procedure without an OUT parameter."""
        marks = ", ".join(["%s"] * len(args))
        self.db.execute(f"CALL {identifier(procedure)}({marks})", args)


def cascading(schema: Schema) -> tuple[Clinic, bool]:
    """A session in which cascades fire triggers, and whether the server can do that (since 9.7)."""
    db = schema.connect()
    if db.one("SHOW VARIABLES LIKE 'enable_cascade_triggers'") is None:
        return Clinic(db), False
    db.set_session({"enable_cascade_triggers": 1})
    return Clinic(db), True


def kill(killer: Connection, session: int) -> None:
    """KILL the session with this connection id, if it is still there."""
    try:
        killer.execute("KILL %s", (session,))
    except ServerError as error:
        if error.errno != NOBODY:
            raise


def together(work: Sequence[Callable[[], Any]], seconds: float = 30) -> list[Any]:
    """Run all of `work` at once, each in a thread of its own.

    Returns:
        What each returned, or the ServerError that it raised, in order.
    """
    results: list[Any] = [None] * len(work)
    start = threading.Barrier(len(work))

    def one(index: int) -> None:
        start.wait(seconds)
        try:
            results[index] = work[index]()
        except ServerError as error:
            results[index] = error

    threads = [threading.Thread(target=one, args=(i,), daemon=True) for i in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    assert not any(thread.is_alive() for thread in threads), f"still running after {seconds} s"
    return results
