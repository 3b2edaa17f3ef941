"""draft_record: one unvoided record per visit."""

from __future__ import annotations

from datetime import timedelta

from clinic import Clinic

from clinic_db.database import Connection


def test_a_visit_before_its_time_is_dated_today_and_a_late_one_by_its_day(db: Connection) -> None:
    clinic = Clinic(db)
    for days, expected in ((5, 0), (-5, -5)):
        visit = clinic.row(
            "appointments", clinic.appointment(appointment_date=clinic.at(days=days))
        )
        clinic.run(
            "draft_record",
            visit["appointment_id"],
            visit["patient_id"],
            visit["doctor_id"],
            visit["appointment_date"],
        )
        found = db.value(
            "SELECT record_date FROM medical_records WHERE appointment_id = %s",
            (visit["appointment_id"],),
        )
        assert found == clinic.today() + timedelta(days=expected)


def test_again_it_refreshes_the_draft(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.row("appointments", clinic.appointment(status="Completed"))
    db.execute("UPDATE medical_records SET record_date = '2020-01-01'")
    clinic.run(
        "draft_record",
        visit["appointment_id"],
        visit["patient_id"],
        visit["doctor_id"],
        visit["appointment_date"],
    )
    assert db.value("SELECT record_date FROM medical_records") == clinic.today()
    assert clinic.count("medical_records") == 1


def test_it_refreshes_no_other_visits_draft(db: Connection) -> None:
    clinic = Clinic(db)
    other = clinic.appointment(status="Completed")
    db.execute("UPDATE medical_records SET record_date = '2020-01-01'")
    visit = clinic.appointment(status="Completed")
    clinic.set_status(visit, "CheckedIn", "Completed")
    found = db.value("SELECT record_date FROM medical_records WHERE appointment_id = %s", (other,))
    assert str(found) == "2020-01-01"
