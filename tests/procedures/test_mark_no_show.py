"""mark_no_show: the patient did not come."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_planned_visit_is_marked_and_gives_its_slots_back(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    clinic.run("mark_no_show", visit)
    assert clinic.row("appointments", visit)["status"] == "NoShow"
    assert clinic.slots(visit) == []


@pytest.mark.parametrize("status", ["CheckedIn", "Completed", "Cancelled"])
def test_any_other_visit_is_refused(db: Connection, status: str) -> None:
    clinic = Clinic(db)
    with refused(f"{status} cannot become NoShow"):
        clinic.run("mark_no_show", clinic.appointment(status=status))


def test_twice_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("mark_no_show: the appointment is marked already"):
        clinic.run("mark_no_show", clinic.appointment(status="NoShow"))
