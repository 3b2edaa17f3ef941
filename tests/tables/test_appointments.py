"""appointments: what a row must look like, whoever writes it."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection


@pytest.mark.parametrize("at", ["2030-01-01 09:05:00", "2030-01-01 09:00:01"])
def test_a_time_off_the_grid_is_refused(db: Connection, at: str) -> None:
    with refused("ck_appointments_grid"):
        Clinic(db).appointment(appointment_date=at)


@pytest.mark.parametrize("minutes", [0, 10, 20, 495, -15])
def test_an_odd_duration_is_refused(db: Connection, minutes: int) -> None:
    with refused("ck_appointments_duration"):
        Clinic(db).appointment(duration_min=minutes)


@pytest.mark.parametrize("minutes", [15, 480])
def test_the_shortest_and_the_longest_are_taken(db: Connection, minutes: int) -> None:
    clinic = Clinic(db)
    assert len(clinic.slots(clinic.appointment(duration_min=minutes))) == minutes // 15


@pytest.mark.parametrize("parent", ["patient", "doctor"])
def test_an_unknown_patient_or_doctor_is_refused(db: Connection, parent: str) -> None:
    with refused(f"fk_appointments_{parent}s"):
        Clinic(db).appointment(**{f"{parent}_id": 999})


def test_a_login_that_goes_leaves_the_visit(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(created_by=clinic.user())
    db.execute("DELETE FROM users")
    assert clinic.row("appointments", visit)["created_by"] is None
