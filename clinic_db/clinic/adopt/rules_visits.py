"""What becomes of appointments, their lines, medical records and lab results. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from clinic_db.clinic.adopt.book import Book
from clinic_db.clinic.adopt.model import Values
from clinic_db.clinic.adopt.row import CENT, UNKNOWN, Row
from clinic_db.clinic.adopt.rules_people import LONG_AGO

QUARTER = timedelta(minutes=15)
STATUSES = ("Scheduled", "Completed", "Cancelled")
PRESSURE = re.compile(r"\s*(\d{2,3})\s*/\s*(\d{2,3})\s*")

Slot = tuple[str, int, datetime]


def appointments(book: Book) -> None:
    """Every appointment of people that stay; of two that overlap the later one is cancelled.

    The one with a paid bill counts as the earlier one, then the completed one, then the one on the
    grid, then the one with the lower key.
    """
    paid = {
        row.get("appointment_id") for row in book.source("billing") if row.get("status") == "Paid"
    }
    waiting: list[tuple[tuple[bool, bool, bool, int], Row, Values]] = []
    for row in book.source("appointments"):
        values = _appointment(row, book)
        status = values["status"]
        if row.is_moved or status == "Cancelled":
            book.settle(row, values)
            continue
        off_grid = any(f.defect == "off_grid" for f in row.findings)
        rank = (row.key not in paid, status != "Completed", off_grid, row.key)
        waiting.append((rank, row, values))
    held: dict[Slot, int] = {}
    for _, row, values in sorted(waiting, key=lambda item: item[0]):
        slots = list(_slots(values))
        rival = next((slot for slot in slots if slot in held), None)
        if rival is None:
            held.update(dict.fromkeys(slots, row.key))
        else:
            text = f"overlaps appointment {held[rival]} of the same {rival[0]}"
            row.find("overlap", text)
            values |= {"status": "Cancelled", "cancel_reason": f"Adoption: {text}"}
        book.settle(row, values)


def lines(book: Book) -> None:
    """Lines of appointments that stay; the same service again is added to its first line."""
    firsts: dict[tuple[int, int], Row] = {}
    kept = book.kept
    for row in book.source("appointment_services"):
        appointment, service = row.get("appointment_id"), row.get("service_id")
        if appointment not in kept["appointments"]:
            row.find("orphan", f"there is no appointment {appointment}")
        elif service not in kept["services"]:
            row.find("orphan", f"there is no service {service}")
        quantity, price = _quantity_and_price(row, book)
        first = firsts.get((appointment, service))
        if first is not None and not row.is_moved:
            row.find("duplicate_service", f"line {first.key} has it already")
            book.keep_original(first, "duplicate_service")
            _add(kept[row.table][first.key], quantity, price)
        values: Values = {
            "appt_service_id": row.key,
            "appointment_id": appointment,
            "service_id": service,
            "quantity": quantity,
            "unit_price": price,
            "created_at": book.created_at(row),
        }
        if not row.is_moved:
            firsts[appointment, service] = row
        book.settle(row, values)


def records(book: Book) -> None:
    """Records of people that stay, as drafts: nobody has signed them. Linked where that is sure."""
    for row in book.source("medical_records"):
        patient, doctor = row.get("patient_id"), row.get("doctor_id")
        _refuse_strangers(row, book, patient, doctor)
        day = row.day("record_date")
        if day is None:
            row.find("empty_required", "record_date is empty")
        systolic, diastolic = _pressure(row)
        values: Values = {
            "record_id": row.key,
            "appointment_id": None,
            "patient_id": patient,
            "doctor_id": doctor,
            "diagnosis": row.prose("diagnosis"),
            "treatment": row.prose("treatment"),
            "prescription": row.prose("prescription"),
            "symptoms": row.prose("symptoms"),
            "allergies": row.prose("allergies"),
            "systolic": systolic,
            "diastolic": diastolic,
            "record_date": day or LONG_AGO,
            "created_at": _written_at(row, book),
        }
        book.settle(row, values)
    _link(book)


def labs(book: Book) -> None:
    """Results of records that stay."""
    for row in book.source("lab_results"):
        record = book.kept["medical_records"].get(row.get("record_id"))
        if record is None:
            row.find("orphan", f"there is no record {row.get('record_id')}")
        day = row.day("test_date")
        if day is None:
            row.find("empty_required", "test_date is empty")
            day = record["record_date"] if record else LONG_AGO
        values: Values = {
            "lab_id": row.key,
            "record_id": row.get("record_id"),
            "test_type": row.text("test_type", 80, UNKNOWN),
            "test_date": day,
            "results": row.prose("results"),
            "notes": row.prose("notes"),
            "created_at": book.created_at(row),
        }
        book.settle(row, values)


def _appointment(row: Row, book: Book) -> Values:
    patient, doctor, at = (row.get(n) for n in ("patient_id", "doctor_id", "appointment_date"))
    _refuse_strangers(row, book, patient, doctor)
    if isinstance(at, date) and not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day)
    if not isinstance(at, datetime):
        row.find("no_date", f"appointment_date is {at or 'empty'}")
    else:
        start = at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)
        if start != at:
            row.find("off_grid", f"begins at {at:%H:%M:%S}")
        at = start
    status = row.get("status")
    if status not in STATUSES:
        row.find("bad_status", f"status is {status or 'empty'}")
        status = "Scheduled"
    return {
        "appointment_id": row.key,
        "patient_id": patient,
        "doctor_id": doctor,
        "appointment_date": at,
        "duration_min": _duration(row, book.options.duration),
        "status": status,
        "notes": row.text("notes", 500),
        "cancel_reason": row.text("cancel_reason", 255),
        "created_at": book.created_at(row),
    }


def _duration(row: Row, default: int) -> int:
    given = row.get("duration_min")
    if given is None:
        return default
    if str(given).isdigit() and 15 <= int(given) <= 480 and int(given) % 15 == 0:
        return int(given)
    row.find("bad_duration", f"it takes {given} minutes")
    return default


def _slots(values: Values) -> Iterator[Slot]:
    for number in range(values["duration_min"] // 15):
        at = values["appointment_date"] + number * QUARTER
        yield "doctor", values["doctor_id"], at
        yield "patient", values["patient_id"], at


def _refuse_strangers(row: Row, book: Book, patient: int, doctor: int) -> None:
    if patient not in book.kept["patients"]:
        row.find("orphan", f"there is no patient {patient}")
    elif doctor not in book.kept["doctors"]:
        row.find("orphan", f"there is no doctor {doctor}")


def _quantity_and_price(row: Row, book: Book) -> tuple[int, Decimal]:
    quantity, cost = row.get("quantity"), row.money("service_cost")
    service = book.kept["services"].get(row.get("service_id"))
    if quantity is None or quantity <= 0:
        row.find("bad_quantity", f"quantity is {'empty' if quantity is None else quantity}")
        return 1, Decimal(0)
    if cost is None:
        return quantity, service["price"] if service else Decimal(0)
    if cost < 0:
        row.find("negative_cost", f"service_cost is {cost}")
        return quantity, Decimal(0)
    price = (cost / quantity).quantize(CENT)
    if price * quantity == cost:
        return quantity, price
    row.find("cost_not_divisible", f"{cost} for {quantity}")
    return 1, cost


def _add(first: Values, quantity: int, price: Decimal) -> None:
    """The sum stays exact: where the prices differ, one unit carries it."""
    if first["unit_price"] == price:
        first["quantity"] += quantity
    else:
        cost = first["quantity"] * first["unit_price"] + quantity * price
        first |= {"quantity": 1, "unit_price": cost}


def _pressure(row: Row) -> tuple[int | None, int | None]:
    text = row.get("blood_pressure")
    if text is None:
        return None, None
    match = PRESSURE.fullmatch(str(text))
    if match:
        systolic, diastolic = int(match[1]), int(match[2])
        if 40 <= systolic <= 300 and 20 <= diastolic <= 200 and diastolic < systolic:
            if text != f"{systolic}/{diastolic}":
                row.keep("blood_pressure")
            return systolic, diastolic
    row.find("bad_blood_pressure", f"it is {text}")
    return None, None


def _written_at(row: Row, book: Book) -> datetime:
    """The forerunner's record_date is also the instant of writing: the time of day stays there."""
    at = row.old.fields.get("record_date")
    if not isinstance(at, datetime) or row.get("created_at") is not None:
        return book.created_at(row)
    row.get("record_date")
    return at - book.options.offset


def _link(book: Book) -> None:
    """A record belongs to an appointment where each is the only one that fits the other."""
    fitting: dict[tuple[int, int, date], list[int]] = {}
    for key, visit in book.kept["appointments"].items():
        if visit["status"] != "Cancelled":
            place = (visit["patient_id"], visit["doctor_id"], visit["appointment_date"].date())
            fitting.setdefault(place, []).append(key)
    records = book.kept["medical_records"].values()
    places = Counter((r["patient_id"], r["doctor_id"], r["record_date"]) for r in records)
    linked = 0
    for record in records:
        place = (record["patient_id"], record["doctor_id"], record["record_date"])
        if places[place] == 1 and len(fitting.get(place, [])) == 1:
            record["appointment_id"] = fitting[place][0]
            linked += 1
    if linked:
        book.notes.append(f"medical_records: {linked} are linked to their appointment")
