"""clinic_admin: keeps the price list, the doctors and the logins; it writes no history."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from clinic import HASH, Clinic, refused
from roles.accounts import account, denied

from clinic_db.schema_pool import Schema


@pytest.fixture
def owner(schema: Schema) -> Clinic:
    return Clinic(schema.connect())


@pytest.fixture
def admin(schema: Schema) -> Iterator[Clinic]:
    """The clinic as its administrator's account sees it."""
    with account(schema, "clinic_admin") as someone, someone.connect() as db:
        yield Clinic(db)


def test_the_clinic_is_set_up(admin: Clinic) -> None:
    """A doctor with a login, a service with its price, the clinic's clock; all changed later."""
    doctor = admin.doctor(full_name="dr. Sari")
    user = admin.user(username="sari", role="Doctor", doctor_id=doctor)
    service = admin.service(90000)
    admin.db.execute("UPDATE services SET price = 95000 WHERE service_id = %s", (service,))
    admin.db.execute("UPDATE doctors SET is_active = 0 WHERE doctor_id = %s", (doctor,))
    admin.db.execute("UPDATE clinic_settings SET value = '+08:00' WHERE name = 'utc_offset'")
    assert admin.row("services", service)["price"] == 95000
    assert admin.db.value("SELECT is_active FROM doctors") == 0
    assert admin.db.value("SELECT username FROM users WHERE user_id = %s", (user,)) == "sari"


def test_a_password_can_be_set_and_a_lockout_lifted_unread(owner: Clinic, admin: Clinic) -> None:
    """Whoever forgot the password gets a new one; nobody gets to see the old one."""
    user = owner.user()
    for _ in range(5):
        owner.run("finish_login", user, 0)
    admin.db.execute(
        "UPDATE users SET password_hash = %s, failed_logins = 0, locked_until = NULL "
        "WHERE user_id = %s",
        (f"{HASH}x", user),
    )
    assert owner.row("users", user)["locked_until"] is None
    assert owner.row("users", user)["password_hash"] == f"{HASH}x"
    with denied():
        admin.db.value("SELECT password_hash FROM users")


def test_it_does_what_the_desk_does_and_sees_what_came_in(owner: Clinic, admin: Clinic) -> None:
    patient, doctor, service = owner.patient(), owner.doctor(), owner.service(75000)
    visit = admin.call("book_appointment", patient, doctor, admin.at(), 30, None)
    admin.run("add_service", visit, service, 1)
    admin.run("complete_appointment", visit)
    bill = admin.call("issue_bill", visit)
    admin.call("record_payment", bill, 75000, "Cash", uuid.uuid4().bytes)
    assert admin.row("billing", bill)["status"] == "Paid"
    assert admin.db.value("SELECT revenue_today FROM clinic_overview") == 75000
    assert admin.count("medical_records") == 1


def test_a_person_is_erased_and_the_log_tells_who_did_it(owner: Clinic, admin: Clinic) -> None:
    patient = owner.patient(phone="0812")
    admin.db.execute("SET @clinic_actor = 'rina'")
    admin.run("erase_patient", patient, "permintaan pasien")
    assert admin.row("patients", patient)["phone"] is None
    trail = admin.db.rows("SELECT * FROM audit_log WHERE table_name = 'patients'")
    assert {row["actor"] for row in trail} == {"rina"}
    assert all(row["db_user"].startswith("clinic_admin_") for row in trail)


def test_history_is_not_the_admins_to_write(owner: Clinic, admin: Clinic) -> None:
    owner.pay(owner.bill(50000), 20000)
    owner.record()
    for statement in (
        "UPDATE payments SET amount = 1",
        "DELETE FROM payments",
        "UPDATE billing SET total_amount = 1",
        "UPDATE appointments SET status = 'Completed'",
        "UPDATE medical_records SET diagnosis = 'x'",
        "DELETE FROM medical_records",
        "DELETE FROM patients",
        "UPDATE patients SET full_name = 'x'",
        "DELETE FROM users",
        "DELETE FROM clinic_settings",
    ):
        with denied():
            admin.db.execute(statement)


@pytest.mark.parametrize("verb", ["UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log"])
def test_its_own_tracks_stay(owner: Clinic, admin: Clinic, verb: str) -> None:
    admin.run("erase_patient", owner.patient(), "x")
    before = owner.count("audit_log")
    with denied():
        admin.db.execute(verb)
    assert owner.count("audit_log") == before >= 1


def test_a_signed_record_is_voided_by_procedure_with_a_reason(owner: Clinic, admin: Clinic) -> None:
    record = owner.record()
    owner.run("sign_record", record)
    with refused("void_record: a reason is needed"):
        admin.run("void_record", record, "  ")
    admin.run("void_record", record, "pasien tertukar")
    assert owner.row("medical_records", record)["voided_at"] is not None
