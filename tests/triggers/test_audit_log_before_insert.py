"""audit_log_before_insert: a session does not choose the next key."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


def test_no_session_uses_up_the_keys_of_the_log(db: Connection) -> None:
    """The first key of an UPDATE is the log's; with the highest taken nobody could change a row."""
    clinic = Clinic(db)
    patient = clinic.patient()
    db.execute("SET insert_id = 9223372036854775807")
    with refused("audit_log: a session does not choose the next key"):
        db.execute("UPDATE patients SET phone = '1'")
    assert clinic.row("patients", patient)["phone"] is None
