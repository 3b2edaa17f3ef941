"""hold_slots: one slot per quarter of an hour, and a readable collision."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_it_takes_a_slot_per_quarter(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.run("hold_slots", 7, 1, 2, clinic.at(23, 45), 30)
    assert clinic.slots(7) == [(1, 2, clinic.at(23, 45)), (1, 2, clinic.at(0, days=3))]


def test_it_says_who_is_booked_already(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.run("hold_slots", 7, 1, 2, clinic.at(9), 30)
    with refused("appointments: the doctor is already booked at that time"):
        clinic.run("hold_slots", 8, 1, 3, clinic.at(9, 15), 30)
    with refused("appointments: the patient is already booked at that time"):
        clinic.run("hold_slots", 8, 3, 2, clinic.at(9, 15), 30)
