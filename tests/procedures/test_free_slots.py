"""free_slots: gives back what the visit holds, and nothing else."""

from __future__ import annotations

from clinic import Clinic

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_it_frees_the_slots_of_its_visit_only(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.run("hold_slots", 7, 1, 2, clinic.at(9), 30)
    clinic.run("hold_slots", 8, 1, 2, clinic.at(9, 30), 15)
    clinic.run("free_slots", 7, 1, clinic.at(9), 45)
    assert clinic.slots(7) == []
    assert clinic.slots(8) == [(1, 2, clinic.at(9, 30))]


def test_it_locks_nothing_beside_what_it_frees(schema: Schema) -> None:
    """Each slot goes by its whole primary key; by any less, bookings next to it would wait."""
    clinic, other = Clinic(schema.connect()), Clinic(schema.connect(innodb_lock_wait_timeout=1))
    clinic.run("hold_slots", 7, 1, 2, clinic.at(9), 30)
    with clinic.db.transaction():
        clinic.run("free_slots", 7, 1, clinic.at(9), 30)
        other.run("hold_slots", 6, 1, 3, clinic.at(8), 30)
        other.run("hold_slots", 8, 1, 4, clinic.at(10), 30)
    assert len(other.slots(6) + other.slots(8)) == 4
