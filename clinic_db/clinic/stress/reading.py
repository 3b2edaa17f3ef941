"""What people look up all day, and what the first screen shows. Nothing here can be refused."""

from __future__ import annotations

from random import Random

from clinic_db import queries
from clinic_db.clinic.stress.desk import Desk
from clinic_db.clinic.stress.operation import Act, Operation


def _patient_by_phone(desk: Desk, chance: Random) -> Act | None:
    patient = desk.patient(chance)
    phone = patient["phone"] if patient else None
    return lambda: desk.rows("patient_by_phone", phone)


def _doctors_day(desk: Desk, chance: Random) -> Act | None:
    doctor = chance.choice(desk.clinic.doctors)
    day = desk.coming_day(chance) if chance.random() < 0.5 else desk.past_day(chance)
    return lambda: desk.rows("doctors_day", doctor, day, day)


def _free_slots(desk: Desk, chance: Random) -> Act | None:
    doctor, day = chance.choice(desk.clinic.doctors), desk.coming_day(chance)
    return lambda: desk.rows("busy_slots", doctor, day, day)


def _history(desk: Desk, chance: Random) -> Act | None:
    patient = desk.patient(chance)
    return (lambda: desk.rows("history", patient["patient_id"])) if patient else None


def _overview(desk: Desk, chance: Random) -> Act | None:  # noqa: ARG001 - every operation's form
    return lambda: desk.db.rows(queries.get("demo/overview"))


def _revenue_of_month(desk: Desk, chance: Random) -> Act | None:
    month = desk.past_day(chance).replace(day=1)
    return lambda: desk.rows("revenue_of_month", month, month)


def _unpaid_bills(desk: Desk, chance: Random) -> Act | None:  # noqa: ARG001 - every operation's form
    return lambda: desk.rows("unpaid_bills")


LOOK_UPS = (
    Operation("patient_by_phone", 14, _patient_by_phone),
    Operation("doctors_day", 10, _doctors_day),
    Operation("free_slots", 8, _free_slots),
    Operation("patient_history", 7, _history),
)
DASHBOARD = (
    Operation("overview", 2, _overview),
    Operation("revenue_of_month", 2, _revenue_of_month),
    Operation("unpaid_bills", 3, _unpaid_bills),
)
