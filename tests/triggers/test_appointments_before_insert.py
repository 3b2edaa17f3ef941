"""appointments_before_insert: a session does not choose the next key."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection

HIGHEST = 2**63 - 1


def test_no_session_uses_up_the_keys(db: Connection) -> None:
    """With the highest number taken, nobody could insert any more."""
    clinic = Clinic(db)
    patient, doctor = clinic.patient(), clinic.doctor()
    db.execute("SET insert_id = %s", (HIGHEST,))
    with refused("appointments: a session does not choose the next key"):
        clinic.appointment(patient_id=patient, doctor_id=doctor)
    assert clinic.count("appointments") == 0
