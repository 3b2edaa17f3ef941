"""clinic_doctor: treats, writes and signs; what is signed stays, and the money is not its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from clinic import Clinic, refused
from roles.accounts import account, denied

from clinic_db.schema_pool import Schema


@pytest.fixture
def owner(schema: Schema) -> Clinic:
    return Clinic(schema.connect())


@pytest.fixture
def doctor(schema: Schema) -> Iterator[Clinic]:
    """The clinic as a doctor's account sees it."""
    with account(schema, "clinic_doctor") as someone, someone.connect() as db:
        yield Clinic(db)


def record_of(clinic: Clinic, visit: int) -> int:
    found = clinic.db.value(
        "SELECT record_id FROM medical_records WHERE appointment_id = %s", (visit,)
    )
    assert isinstance(found, int)
    return found


def test_a_visit_from_the_door_to_the_signature(owner: Clinic, doctor: Clinic) -> None:
    """Received, treated, completed; the record that came of it is filled in, tested and signed."""
    visit, service = owner.appointment(), owner.service()
    doctor.run("check_in_appointment", visit)
    doctor.run("add_service", visit, service, 1)
    doctor.run("complete_appointment", visit)
    record = record_of(doctor, visit)
    doctor.db.execute(
        "UPDATE medical_records SET icd10_code = 'J06.9', diagnosis = 'ISPA', systolic = 120, "
        "diastolic = 80 WHERE record_id = %s",
        (record,),
    )
    result = doctor.insert(
        "lab_results", record_id=record, test_type="Hb", test_date=doctor.today(), value_num=9
    )
    doctor.db.execute("UPDATE lab_results SET ref_low = 12 WHERE lab_id = %s", (result,))
    wrong = doctor.insert("lab_results", record_id=record, test_type="HB", test_date=doctor.today())
    doctor.db.execute("DELETE FROM lab_results WHERE lab_id = %s", (wrong,))
    doctor.run("sign_record", record)
    assert doctor.row("medical_records", record)["status"] == "Signed"
    assert doctor.row("lab_results", result)["is_abnormal"] == 1
    assert doctor.count("lab_results") == 1


def test_a_record_of_no_visit_can_be_written(owner: Clinic, doctor: Clinic) -> None:
    """A call in the night: nobody had booked."""
    record = doctor.record(patient_id=owner.patient(), doctor_id=owner.doctor(), diagnosis="ISPA")
    assert doctor.row("medical_records", record)["status"] == "Draft"


def test_a_signed_record_is_voided_with_a_reason_and_never_changed(
    owner: Clinic, doctor: Clinic
) -> None:
    record = owner.record(diagnosis="ISPA")
    doctor.run("sign_record", record)
    with refused("medical_records: .*signed"):
        doctor.db.execute(
            "UPDATE medical_records SET diagnosis = 'sehat' WHERE record_id = %s", (record,)
        )
    with denied():
        doctor.db.execute("DELETE FROM medical_records WHERE record_id = %s", (record,))
    doctor.run("void_record", record, "pasien tertukar")
    row = doctor.row("medical_records", record)
    assert (row["diagnosis"], row["void_reason"]) == ("ISPA", "pasien tertukar")


def test_a_signature_and_a_void_are_the_procedures(owner: Clinic, doctor: Clinic) -> None:
    """Written by hand, a record could be unsigned, changed and signed again."""
    record = owner.record()
    before = owner.row("medical_records", record)
    for change in (
        "status = 'Signed'",
        "signed_at = utc_timestamp(6)",
        "voided_at = NULL",
        "void_reason = NULL",
        "patient_id = 1",
        "doctor_id = 1",
        "appointment_id = NULL",
    ):
        with denied():
            doctor.db.execute(f"UPDATE medical_records SET {change} WHERE record_id = {record}")
    assert owner.row("medical_records", record) == before


def test_the_money_and_the_logins_are_none_of_its_business(doctor: Clinic) -> None:
    for table in ("billing", "payments", "insurance", "users", "audit_log"):
        with denied():
            doctor.count(table)


def test_it_neither_books_nor_bills(owner: Clinic, doctor: Clinic) -> None:
    visit = owner.appointment()
    row = owner.row("appointments", visit)
    with denied():
        doctor.call("book_appointment", row["patient_id"], row["doctor_id"], owner.at(14), 30, None)
    with denied():
        doctor.call("issue_bill", visit)
    with denied():
        doctor.run("cancel_appointment", visit, "x")
    with denied():
        doctor.db.execute("UPDATE patients SET full_name = 'x'")
    assert owner.row("appointments", visit) == row
