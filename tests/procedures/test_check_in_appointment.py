"""check_in_appointment: the patient is here."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_planned_visit_is_checked_in(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.run("check_in_appointment", visit)
    assert clinic.row("appointments", visit)["status"] == "CheckedIn"
    assert clinic.slots(visit)


@pytest.mark.parametrize("status", ["CheckedIn", "Completed", "Cancelled", "NoShow"])
def test_any_other_visit_is_refused(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    with refused("check_in_appointment: the appointment is not scheduled"):
        clinic.run("check_in_appointment", clinic.appointment(status=status))
