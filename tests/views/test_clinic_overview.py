"""clinic_overview: the first screen, one row."""

from __future__ import annotations

from decimal import Decimal

from clinic import Clinic

from clinic_db.database import Connection


def test_it_counts_the_day(db: Connection) -> None:
    clinic = Clinic(db)
    doctor = clinic.doctor()
    clinic.doctor(is_active=0)
    patient = clinic.patient()
    clinic.patient(voided_at="2026-01-01", void_reason="minta dihapus")
    visit = clinic.appointment(
        patient_id=patient, doctor_id=doctor, appointment_date=clinic.at(9, days=0)
    )
    for hour, status, days in ((10, "Cancelled", 0), (11, "Scheduled", 1), (12, "Completed", -1)):
        clinic.appointment(
            patient_id=patient,
            doctor_id=doctor,
            status=status,
            appointment_date=clinic.at(hour, days=days),
        )
    bill = clinic.bill(80000, appointment_id=visit)
    clinic.refund(clinic.pay(bill, 50000), 20000)
    clinic.pay(bill, 1000, paid_at="2020-01-01")

    assert db.rows("SELECT * FROM clinic_overview") == [
        {
            "today": clinic.today(),
            "patients": 1,
            "active_doctors": 1,
            "appointments_today": 1,
            "unpaid_bills": 1,
            "owed": Decimal(49000),
            "revenue_today": Decimal(30000),
        }
    ]


def test_an_empty_clinic_has_one_row_too(db: Connection) -> None:
    row = db.one("SELECT owed, revenue_today FROM clinic_overview")
    assert row == {"owed": 0, "revenue_today": 0}
