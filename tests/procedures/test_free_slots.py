"""free_slots: gives back what the visit holds, and nothing else."""

from __future__ import annotations

from clinic import Clinic

from clinic_db.database import Connection


def test_it_frees_the_slots_of_its_visit_only(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.run("hold_slots", 7, 1, 2, clinic.at(9), 30)
    clinic.run("hold_slots", 8, 1, 2, clinic.at(9, 30), 15)
    clinic.run("free_slots", 7, 1, clinic.at(9), 45)
    assert clinic.slots(7) == []
    assert clinic.slots(8) == [(1, 2, clinic.at(9, 30))]
