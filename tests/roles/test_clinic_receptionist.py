"""clinic_receptionist: the desk's whole day through grants alone, and no other way to the money."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from clinic import Clinic, refused
from roles.accounts import account, denied

from clinic_db.schema_pool import Schema


@pytest.fixture
def owner(schema: Schema) -> Clinic:
    return Clinic(schema.connect())


@pytest.fixture
def desk(schema: Schema) -> Iterator[Clinic]:
    """The clinic as the reception's account sees it."""
    with account(schema, "clinic_receptionist") as someone, someone.connect() as db:
        yield Clinic(db)


def test_a_day_at_the_desk(owner: Clinic, desk: Clinic) -> None:
    """A new patient with a policy is booked, moved, received, billed, and pays in two parts."""
    doctor, service = owner.doctor(), owner.service(75000)
    patient = desk.patient(phone="0812", email="siti@example.id")
    desk.db.execute("UPDATE patients SET phone = '0813' WHERE patient_id = %s", (patient,))
    desk.insert(
        "insurance",
        patient_id=patient,
        provider_name="BPJS",
        policy_number="0001",
        valid_from="2026-01-01",
    )
    visit = desk.call("book_appointment", patient, doctor, desk.at(9), 30, "kontrol")
    desk.run("reschedule_appointment", visit, desk.at(10), None)
    desk.run("check_in_appointment", visit)
    desk.run("add_service", visit, service, 2)
    bill = desk.call("issue_bill", visit)
    assert desk.db.value("SELECT balance FROM unpaid_bills WHERE bill_id = %s", (bill,)) == 150000
    part = desk.call("record_payment", bill, 50000, "Cash", uuid.uuid4().bytes)
    desk.call("record_payment", bill, 100000, "Transfer", uuid.uuid4().bytes)
    assert desk.row("billing", bill)["status"] == "Paid"
    desk.run("refund_payment", part, 50000, uuid.uuid4().bytes)
    assert desk.row("billing", bill)["status"] == "PartiallyPaid"
    schedule = desk.db.one("SELECT * FROM appointment_schedule")
    assert schedule is not None
    assert (schedule["patient_name"], schedule["status"]) == ("Siti Aminah", "CheckedIn")


def test_what_does_not_take_place_is_written_down(owner: Clinic, desk: Clinic) -> None:
    """Cancelled with a reason, back on the list, and in the end nobody came."""
    visit = owner.appointment()
    desk.run("cancel_appointment", visit, "sakit")
    desk.run("reopen_appointment", visit)
    desk.run("mark_no_show", visit)
    assert desk.row("appointments", visit)["status"] == "NoShow"


def test_a_wrong_bill_is_voided_and_issued_again(owner: Clinic, desk: Clinic) -> None:
    bill = owner.bill(50000)
    visit = desk.row("billing", bill)["appointment_id"]
    desk.run("void_bill", bill, "layanan kurang")
    assert desk.call("issue_bill", visit) != bill


def test_money_moves_through_the_procedures_only(owner: Clinic, desk: Clinic) -> None:
    bill = owner.bill(50000)
    for statement in (
        "INSERT INTO payments (bill_id, amount, payment_method, idempotency_key) "
        "VALUES ({bill}, 50000, 'Cash', uuid_to_bin(uuid()))",
        "DELETE FROM payments WHERE bill_id = {bill}",
        "UPDATE billing SET total_amount = 1 WHERE bill_id = {bill}",
        "DELETE FROM billing WHERE bill_id = {bill}",
        "UPDATE appointment_services SET quantity = 9",
        "UPDATE services SET price = 1",
    ):
        with denied():
            desk.db.execute(statement.format(bill=bill))
    assert owner.row("billing", bill)["status"] == "Unpaid"
    assert owner.count("payments") == 0


def test_the_desk_books_no_visit_past_the_procedure(owner: Clinic, desk: Clinic) -> None:
    patient, doctor = owner.patient(), owner.doctor()
    with denied():
        desk.appointment(patient_id=patient, doctor_id=doctor)
    visit = owner.appointment(patient_id=patient, doctor_id=doctor)
    for statement in (
        "UPDATE appointments SET status = 'Cancelled'",
        "DELETE FROM appointments",
        "DELETE FROM appointment_slots",
    ):
        with denied():
            desk.db.execute(statement)
    with refused("appointments: the doctor is already booked at that time"):
        desk.call("book_appointment", patient, doctor, owner.at(9), 30, None)
    assert len(owner.slots(visit)) == 2


def test_what_a_doctor_wrote_is_none_of_its_business(desk: Clinic) -> None:
    for table in ("medical_records", "lab_results", "users", "audit_log"):
        with denied():
            desk.count(table)


def test_it_neither_completes_nor_erases(owner: Clinic, desk: Clinic) -> None:
    """A visit is the doctor's to complete; identity is the owner's and the admin's to remove."""
    visit = owner.appointment()
    with denied():
        desk.run("complete_appointment", visit)
    with denied():
        desk.run("erase_patient", owner.row("appointments", visit)["patient_id"], "x")
    with denied():
        desk.db.execute("UPDATE patients SET voided_at = utc_timestamp(6), void_reason = 'x'")
    with denied():
        desk.db.execute("DELETE FROM patients")
