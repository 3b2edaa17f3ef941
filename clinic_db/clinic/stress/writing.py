"""What people write, through the procedures and nothing else."""

from __future__ import annotations

import uuid
from decimal import ROUND_UP, Decimal
from random import Random

from clinic_db import queries
from clinic_db.clinic.stress.desk import DURATIONS, Desk, Visit
from clinic_db.clinic.stress.operation import Act, Operation

NOTE = "stress"
METHODS = ("Cash", "CreditCard", "Insurance", "Transfer")
# Of ten payments, four are a part of what is owed.
IN_PART = 0.4

TAKEN = (
    "appointments: the doctor is already booked at that time",
    "appointments: the patient is already booked at that time",
)
# Somebody else checked the same visit in, cancelled it or went on with it.
MOVED_ON = (
    "check_in_appointment: the appointment is not scheduled",
    "reschedule_appointment: the appointment is not open",
    "cancel_appointment: the appointment is already cancelled",
    "appointments: Completed cannot become Cancelled",
    "appointments: Cancelled cannot become Completed",
    "add_service: the appointment did not take place",
    "complete_appointment: the appointment is already completed",
    "appointment_services: a live bill exists, void it first",
)


def _book(desk: Desk, chance: Random) -> Act | None:
    patient, doctor = desk.patient(chance), chance.choice(desk.clinic.doctors)
    minutes = chance.choice(DURATIONS)
    at = desk.free_time(doctor, minutes, chance)
    if not patient or not at:
        return None

    def act() -> None:
        args = (patient["patient_id"], doctor, at, minutes, NOTE)
        desk.db.execute(queries.get("demo/book"), args)
        desk.booked.append(Visit(int(desk.db.value(queries.get("demo/booked"))), doctor))

    return act


def _check_in(desk: Desk, chance: Random) -> Act | None:
    visit = desk.planned(chance)
    if not visit:
        return None

    def act() -> None:
        desk.db.execute(queries.get("stress/check_in"), (visit.appointment,))
        desk.arrived.append(visit)

    return act


def _complete(desk: Desk, chance: Random) -> Act | None:
    if not desk.arrived:
        return None
    visit = desk.arrived.popleft()
    given = [chance.choice(desk.clinic.services) for _ in range(chance.randint(1, 3))]

    def act() -> None:
        for service in given:
            desk.db.execute(queries.get("demo/add_service"), (visit.appointment, service, 1))
        desk.db.execute(queries.get("demo/complete"), (visit.appointment,))
        desk.completed.append(visit)

    return act


def _issue_bill(desk: Desk, chance: Random) -> Act | None:  # noqa: ARG001 - every operation's form
    if not desk.completed:
        return None
    visit = desk.completed.popleft()

    def act() -> None:
        desk.db.execute(queries.get("demo/issue_bill"), (visit.appointment,))
        desk.billed.append(int(desk.db.value(queries.get("demo/billed"))))

    return act


def _pay(desk: Desk, chance: Random) -> Act | None:
    bill = desk.open_bill(chance)
    if not bill:
        return None
    amount = _part(bill["balance"]) if chance.random() < IN_PART else bill["balance"]
    method = chance.choice(METHODS)

    def act() -> None:
        args = (bill["bill_id"], amount, method, _key())
        desk.db.execute(queries.get("demo/pay"), args)
        if amount < bill["balance"]:
            desk.billed.append(int(bill["bill_id"]))

    return act


def _sign_record(desk: Desk, chance: Random) -> Act | None:
    draft = desk.one("draft", chance.choice(desk.clinic.doctors), desk.past_day(chance))
    if not draft:
        return None
    return lambda: desk.db.execute(queries.get("stress/sign_record"), (draft["record_id"],))


def _cancel(desk: Desk, chance: Random) -> Act | None:
    visit = desk.planned(chance)
    if not visit:
        return None
    return lambda: desk.db.execute(queries.get("stress/cancel"), (visit.appointment, NOTE))


def _reschedule(desk: Desk, chance: Random) -> Act | None:
    visit = desk.planned(chance)
    at = desk.free_time(visit.doctor, max(DURATIONS), chance) if visit else None
    if not visit or not at:
        return None

    def act() -> None:
        desk.db.execute(queries.get("stress/reschedule"), (visit.appointment, at))
        desk.booked.append(visit)

    return act


def _refund(desk: Desk, chance: Random) -> Act | None:
    payment = desk.one("payment", chance.random())
    if not payment:
        return None
    amount = payment["amount"] if chance.random() < 0.5 else _part(payment["amount"])
    args = (payment["payment_id"], amount, _key())
    return lambda: desk.db.execute(queries.get("stress/refund"), args)


def _part(amount: Decimal) -> Decimal:
    """About a half, in whole rupiah, and never more than all."""
    return min(amount, (amount / 2).quantize(Decimal(1), ROUND_UP))


def _key() -> str:
    """Never of the seed: a second run with the same one takes other money."""
    return str(uuid.uuid4())


DESK = (
    Operation("book", 14, _book, TAKEN),
    Operation("check_in", 9, _check_in, MOVED_ON),
    Operation("complete", 8, _complete, MOVED_ON),
    Operation("issue_bill", 7, _issue_bill),
    Operation("pay", 8, _pay, ("payments: the amount exceeds what is owed",)),
    Operation("sign_record", 3, _sign_record, ("sign_record: the record is already signed",)),
    Operation("cancel", 2, _cancel, MOVED_ON),
    Operation("reschedule", 2, _reschedule, (*TAKEN, *MOVED_ON)),
    Operation("refund", 1, _refund, ("payments: the refund exceeds what is left of the payment",)),
)
