"""appointment_schedule: who comes to whom, and when."""

from __future__ import annotations

from clinic import Clinic

from clinic_db.database import Connection


def test_it_names_both_and_says_when_it_ends(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment(
        patient_id=clinic.patient(full_name="Budi"),
        doctor_id=clinic.doctor(full_name="dr. Ayu", specialization="Anak"),
        appointment_date=clinic.at(9),
        duration_min=45,
    )
    row = db.one("SELECT * FROM appointment_schedule")
    assert row is not None
    assert (row["appointment_id"], row["status"]) == (visit, "Scheduled")
    assert (row["appointment_date"], row["ends_at"]) == (clinic.at(9), clinic.at(9, 45))
    assert (row["patient_name"], row["doctor_name"]) == ("Budi", "dr. Ayu")


def test_it_finds_a_day_by_index(db: Connection) -> None:
    plan = db.rows(
        "EXPLAIN FORMAT=TRADITIONAL SELECT * FROM appointment_schedule "
        "WHERE appointment_date >= '2026-01-01' AND appointment_date < '2026-01-02'"
    )
    assert next(row for row in plan if row["table"] == "a")["possible_keys"] is not None
