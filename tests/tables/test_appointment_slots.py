"""appointment_slots: the keys that make an overlap impossible."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_a_doctor_holds_a_quarter_of_an_hour_once(db: Connection) -> None:
    clinic = Clinic(db)
    slot = {"slot_start": clinic.at(), "doctor_id": 1, "appointment_id": 1}
    clinic.insert("appointment_slots", patient_id=1, **slot)
    with refused("appointment_slots.PRIMARY"):
        clinic.insert("appointment_slots", patient_id=2, **slot)


def test_a_patient_holds_a_quarter_of_an_hour_once(db: Connection) -> None:
    clinic = Clinic(db)
    slot = {"slot_start": clinic.at(), "patient_id": 1, "appointment_id": 1}
    clinic.insert("appointment_slots", doctor_id=1, **slot)
    with refused("appointment_slots.uq_appointment_slots_patient"):
        clinic.insert("appointment_slots", doctor_id=2, **slot)


def test_there_is_no_foreign_key(db: Connection) -> None:
    """One here breaks under REPLACE and under cascade triggers; the triggers keep the slots."""
    assert not db.value(
        "SELECT count(*) FROM information_schema.referential_constraints "
        "WHERE constraint_schema = database() AND table_name = 'appointment_slots'"
    )
