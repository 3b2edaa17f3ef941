"""doctors_before_update: a change is dated in UTC."""

from __future__ import annotations

from datetime import timedelta

from clinic import Clinic

from clinic_db.schema_pool import Schema


def test_a_change_moves_updated_at_whatever_the_sessions_zone(schema: Schema) -> None:
    clinic = Clinic(schema.connect(time_zone="-11:00"))
    doctor = clinic.doctor(created_at="2020-01-01", updated_at="2020-01-01")
    clinic.db.execute("UPDATE doctors SET is_active = 0")
    now = clinic.db.value("SELECT utc_timestamp(6)")
    assert abs(clinic.row("doctors", doctor)["updated_at"] - now) < timedelta(seconds=30)


def test_the_session_does_not_choose_when_it_was_changed(schema: Schema) -> None:
    clinic = Clinic(schema.connect())
    doctor = clinic.doctor(created_at="2000-01-01", updated_at="2000-01-01")
    clinic.db.execute("SET timestamp = 1000000000")
    clinic.db.execute("UPDATE doctors SET phone = '1'")
    assert clinic.row("doctors", doctor)["updated_at"].year > 2001
