"""appointments_after_delete: no slot outlives its visit."""

from __future__ import annotations

from clinic import Clinic

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_a_deleted_visit_gives_its_slots_back(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.appointment(duration_min=120)
    db.execute("DELETE FROM appointments")
    assert clinic.count("appointment_slots") == 0


def test_replace_swaps_the_slots(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(appointment_date=clinic.at(9))
    row = clinic.row("appointments", visit)
    db.execute(
        "REPLACE INTO appointments (appointment_id, patient_id, doctor_id, appointment_date) "
        "VALUES (%s, %s, %s, %s)",
        (visit, row["patient_id"], row["doctor_id"], clinic.at(14)),
    )
    assert [s[2] for s in clinic.slots(visit)] == [clinic.at(14), clinic.at(14, 15)]
    assert clinic.count("appointment_slots") == 2


def test_without_foreign_keys_no_slot_is_left_behind(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    clinic.appointment()
    schema.connect(foreign_key_checks=0).execute("DELETE FROM appointments")
    assert clinic.count("appointment_slots") == 0
