"""doctors_before_update: a change is dated in UTC."""

from __future__ import annotations

from datetime import timedelta

from clinic import Clinic

from clinic_db.schema_pool import Schema


def test_a_change_moves_updated_at_whatever_the_sessions_zone(schema: Schema) -> None:
    clinic = Clinic(schema.connect(time_zone="-11:00"))
    doctor = clinic.doctor(updated_at="2020-01-01")
    clinic.db.execute("UPDATE doctors SET is_active = 0")
    now = clinic.db.value("SELECT utc_timestamp(6)")
    assert abs(clinic.row("doctors", doctor)["updated_at"] - now) < timedelta(seconds=30)
