"""What becomes of bills, and the payments that they turn into. Pure."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from clinic_db.clinic.adopt.book import Book
from clinic_db.clinic.adopt.model import Values
from clinic_db.clinic.adopt.row import Row
from clinic_db.clinic.adopt.rules_people import ADOPTED

STATUSES = ("Unpaid", "Paid", "Cancelled")
METHODS = ("Cash", "CreditCard", "Insurance", "Transfer")
NOTHING = Decimal(0)


def bills(book: Book) -> None:
    """Every bill of an appointment that stays: live, or void; a paid one with its payment."""
    sums = _sums(book)
    live = _live(book)
    for row in book.source("billing"):
        visit = book.kept["appointments"].get(row.get("appointment_id"))
        if visit is None:
            row.find("orphan", f"there is no appointment {row.get('appointment_id')}")
            book.settle(row, None)
            continue
        values = _common(row, book, visit)
        reason = _void_reason(row, visit, live[visit["appointment_id"]])
        if reason:
            _void(row, values, reason)
        elif not row.is_moved:
            _settle_total(row, book, values, sums.get(visit["appointment_id"], NOTHING))
        book.settle(row, values)


def idempotency_key(bill: int) -> bytes:
    """The key of an adopted bill's payment: always the same for the same bill."""
    return hashlib.sha256(f"clinic-db adopt: bill {bill}".encode()).digest()[:16]


def _sums(book: Book) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for line in book.kept["appointment_services"].values():
        visit = line["appointment_id"]
        sums[visit] = sums.get(visit, NOTHING) + line["quantity"] * line["unit_price"]
    return sums


def _live(book: Book) -> dict[int, int]:
    """Appointment → the one bill that stays live: the first paid one, else the first unpaid."""
    chosen: dict[int, tuple[bool, int]] = {}
    for row in book.source("billing"):
        visit, status = row.get("appointment_id"), row.get("status")
        if status != "Cancelled":
            rank = (status != "Paid", row.key)
            chosen[visit] = min(chosen.get(visit, rank), rank)
    found = dict.fromkeys(book.kept["appointments"], 0)
    return found | {visit: key for visit, (_, key) in chosen.items()}


def _common(row: Row, book: Book, visit: Values) -> Values:
    patient = row.get("patient_id")
    if patient != visit["patient_id"]:
        row.find("wrong_patient", f"it names {patient}, the appointment {visit['patient_id']}")
    if row.get("status") not in STATUSES:
        row.find("bad_status", f"status is {row.get('status') or 'empty'}")
    return {
        "bill_id": row.key,
        "patient_id": visit["patient_id"],
        "appointment_id": visit["appointment_id"],
        "total_amount": row.money("total_amount") or NOTHING,
        "amount_paid": NOTHING,
        "is_void": False,
        "void_reason": None,
        "payment_method": None,
        "payment_date": None,
        "created_at": book.created_at(row),
    }


def _void_reason(row: Row, visit: Values, live: int) -> str:
    """Why the bill is void in the new schema, '' where it is not (or is moved away)."""
    status = row.get("status")
    if status == "Cancelled":
        if row.get("payment_date") is not None:
            row.find("paid_and_cancelled", f"paid {row.get('payment_date')}, and cancelled")
            return "Adoption: cancelled, although it was paid"
        return "Cancelled before the adoption"
    if visit["status"] == "Cancelled":
        text = f"appointment {visit['appointment_id']} is cancelled"
        row.find("paid_on_cancelled" if status == "Paid" else "unpaid_on_cancelled", text)
        return "" if status == "Paid" else f"Adoption: {text}"
    if row.key != live:
        text = f"appointment {visit['appointment_id']} has bill {live}"
        row.find("second_paid_bill" if status == "Paid" else "second_unpaid_bill", text)
        return "" if status == "Paid" else f"Adoption: {text}"
    return ""


def _void(row: Row, values: Values, reason: str) -> None:
    if values["total_amount"] < 0:
        row.find("negative_total", f"total_amount is {values['total_amount']}")
        values["total_amount"] = NOTHING
    values |= {"is_void": True, "void_reason": reason}


def _settle_total(row: Row, book: Book, values: Values, lines: Decimal) -> None:
    """The total is the lines' sum; what was paid is a payment of exactly that."""
    written = values["total_amount"]
    if written != lines:
        row.find("total_differs", f"total_amount is {written}, the lines are {lines}")
    if written > lines:
        _add_line(book, values["appointment_id"], written - lines, values["created_at"])
    values["total_amount"] = max(written, lines)
    if row.get("status") == "Paid":
        _pay(row, book, values, written)
        return
    day = row.day("payment_date")
    if day is not None:
        row.find("unpaid_with_payment_date", f"paid {day}, and unpaid")
    if values["total_amount"] == 0:
        # A bill of nothing is paid when it is issued.
        values["payment_date"] = (values["created_at"] + book.options.offset).date()


def _add_line(book: Book, appointment: int, amount: Decimal, at: datetime) -> None:
    """What the bill holds beyond its lines becomes a line of the service ADOPTED."""
    services, lines = book.kept["services"], book.kept["appointment_services"]
    mine = [key for key, values in services.items() if values["code"] == ADOPTED]
    service = mine[0] if mine else book.next_key("services")
    if not mine:
        services[service] = {
            "service_id": service,
            "code": ADOPTED,
            "service_name": "Amount of an adopted bill that had no line",
            "price": NOTHING,
            "is_active": False,
        }
    key = book.next_key("appointment_services")
    lines[key] = {
        "appt_service_id": key,
        "appointment_id": appointment,
        "service_id": service,
        "quantity": 1,
        "unit_price": amount,
        "created_at": at,
    }


def _pay(row: Row, book: Book, values: Values, amount: Decimal) -> None:
    day, given = row.day("payment_date"), row.get("payment_date")
    method = row.get("payment_method")
    note = f"Adopted from bill {row.key}"
    if method not in METHODS and amount > 0:
        row.find("paid_without_method", f"payment_method is {method or 'empty'}")
        method, note = "Cash", f"{note}; the method was not recorded"
    if day is None:
        visit = book.kept["appointments"][values["appointment_id"]]
        day = min(visit["appointment_date"].date(), book.today)
        row.find("paid_without_date", "payment_date is empty")
    if amount > 0:
        book.payments.append(
            {
                "payment_id": len(book.payments) + 1,
                "bill_id": row.key,
                "kind": "Payment",
                "amount": amount,
                "payment_method": method,
                "idempotency_key": idempotency_key(row.key),
                "paid_at": _instant(given, day) - book.options.offset,
                "paid_on": day,
                "note": note,
            }
        )
        values["amount_paid"] = amount
    else:
        row.keep("payment_method")
    if values["amount_paid"] == values["total_amount"]:
        values["payment_method"] = method if amount > 0 else None
        values["payment_date"] = day


def _instant(given: Any, day: date) -> datetime:
    """The time of day where the forerunner knows it, else the beginning of the day."""
    if isinstance(given, datetime):
        return given
    return datetime(day.year, day.month, day.day)
