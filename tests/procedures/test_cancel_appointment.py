"""cancel_appointment: the time is free again, and the reason is kept."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection


@pytest.mark.parametrize("status", ["Scheduled", "CheckedIn"])
def test_an_open_visit_is_cancelled_and_gives_its_slots_back(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(status=status)
    clinic.run("cancel_appointment", visit, " pasien sakit ")
    row = clinic.row("appointments", visit)
    assert (row["status"], row["cancel_reason"]) == ("Cancelled", "pasien sakit")
    assert clinic.slots(visit) == []


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_reason_is_needed(db: Connection, reason: str | None) -> None:
    clinic = Clinic(db)
    with refused("cancel_appointment: a reason is needed"):
        clinic.run("cancel_appointment", clinic.appointment(), reason)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("Completed", "Completed cannot become Cancelled"),
        ("NoShow", "NoShow cannot become Cancelled"),
        ("Cancelled", "cancel_appointment: the appointment is already cancelled"),
    ],
)
def test_a_closed_visit_is_refused(db: Connection, status: str, text: str) -> None:
    clinic = Clinic(db)
    with refused(text):
        clinic.run("cancel_appointment", clinic.appointment(status=status), "x")


def test_a_billed_visit_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.bill(appointment_id=visit)
    with refused("a live bill exists, void it first"):
        clinic.run("cancel_appointment", visit, "x")
