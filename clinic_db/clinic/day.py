"""One day in the clinic, through the procedures, as a web backend would call them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clinic_db import queries
from clinic_db.database import Connection
from clinic_db.errors import ServerError

HALF_AN_HOUR = 30


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: what was called, for whom, and what came of it."""

    what: str
    who: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A booked visit and the people in it."""

    appointment: int
    patient: str
    doctor_id: int
    at: Any


def play(db: Connection) -> list[Event]:
    """Play the day: one visit paid in full, one in part, one for later, and two refusals.

    Raises:
        ServerError: a procedure refused what it must not refuse.
    """
    events: list[Event] = []
    first = _book(db, 0, 0, "Demam sejak kemarin", events)
    second = _book(db, 1, 1, "Kontrol ulang", events)
    _book(db, 2, 0, "Konsultasi", events)
    _double_booking(db, first, events)
    for visit, codes in (
        (first, ("KONSUL-UMUM", "LAB-DARAH")),
        (second, ("KONTROL", "LAB-GULA", "LAB-GULA")),
    ):
        _treat(db, visit, codes, events)
    _bill_and_pay(db, first, Decimal(1), "Cash", events)
    _bill_and_pay(db, second, Decimal("0.5"), "Transfer", events)
    return events


def rupiah(amount: Decimal | int) -> str:
    """An amount as an Indonesian reads it: Rp 1.250.000."""
    return f"Rp {amount:,.0f}".replace(",", ".")


def _book(db: Connection, patient: int, doctor: int, notes: str, events: list[Event]) -> Visit:
    who = _row(db, "patient", (patient,))
    whom = _row(db, "doctor", (doctor,))
    both = (whom["doctor_id"], who["patient_id"])
    at = db.value(queries.get("demo/next_free_slot"), (*both, HALF_AN_HOUR))
    db.execute(
        queries.get("demo/book"), (who["patient_id"], whom["doctor_id"], at, HALF_AN_HOUR, notes)
    )
    appointment = int(db.value(queries.get("demo/booked")))
    outcome = f"appointment {appointment}, {at:%d %b %H:%M}, {whom['full_name']}"
    events.append(Event("book_appointment", who["full_name"], outcome))
    return Visit(appointment, who["full_name"], whom["doctor_id"], at)


def _double_booking(db: Connection, taken: Visit, events: list[Event]) -> None:
    other = _row(db, "patient", (3,))
    try:
        db.execute(
            queries.get("demo/book"),
            (other["patient_id"], taken.doctor_id, taken.at, HALF_AN_HOUR, "Jam yang sama"),
        )
    except ServerError as error:
        events.append(Event("book_appointment", other["full_name"], f"refused: {error.text}"))
        return
    raise AssertionError("the same doctor was booked twice at the same time")


def _treat(db: Connection, visit: Visit, codes: tuple[str, ...], events: list[Event]) -> None:
    for code in codes:
        service = _row(db, "service", (code,))
        db.execute(queries.get("demo/add_service"), (visit.appointment, service["service_id"], 1))
        price = f"{service['service_name']}, {rupiah(service['price'])}"
        events.append(Event("add_service", visit.patient, price))
    db.execute(queries.get("demo/complete"), (visit.appointment,))
    record = _row(db, "record", (visit.appointment,))
    outcome = f"{record['status'].lower()} medical record {record['record_id']}, by trigger"
    events.append(Event("complete_appointment", visit.patient, outcome))


def _bill_and_pay(
    db: Connection, visit: Visit, share: Decimal, method: str, events: list[Event]
) -> None:
    db.execute(queries.get("demo/issue_bill"), (visit.appointment,))
    bill_id = int(db.value(queries.get("demo/billed")))
    bill = _row(db, "bill", (bill_id,))
    total = f"bill {bill_id}, {rupiah(bill['total_amount'])}, {bill['status']}"
    events.append(Event("issue_bill", visit.patient, total))
    amount = (bill["total_amount"] * share).quantize(Decimal(1))
    key = str(uuid.uuid4())
    for attempt in ("record_payment", "record_payment again"):
        db.execute(queries.get("demo/pay"), (bill_id, amount, method, key))
        bill = _row(db, "bill", (bill_id,))
        paid = f"{method} {rupiah(amount)}: {bill['status']}, by trigger"
        if attempt.endswith("again"):
            paid = f"same key, nothing more is taken: {rupiah(bill['amount_paid'])} paid"
        events.append(Event(attempt, visit.patient, paid))


def _row(db: Connection, query: str, args: tuple[Any, ...]) -> dict[str, Any]:
    row = db.one(queries.get(f"demo/{query}"), args)
    if row is None:
        raise LookupError(f"the sample clinic has no such {query}; load it with clinic-db seed")
    return row
