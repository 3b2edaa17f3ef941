"""The rules of clinic_db/queries/invariants: silent on a sound clinic, and each sees its breach."""

from __future__ import annotations

import uuid

from clinic import Clinic
from projects import ROOT

from clinic_db import project, seeds
from clinic_db.clinic.invariants import RULES, Breach, broken
from clinic_db.database import Connection, identifier
from clinic_db.schema_pool import Schema

# What stands in front of each breach besides the triggers: taken away, one ALTER per table.
GUARDS = {
    "appointment_services": "DROP CHECK ck_appointment_services_quantity",
    "appointment_slots": "DROP PRIMARY KEY, DROP KEY uq_appointment_slots_patient",
    "billing": "DROP KEY uq_billing_live_appointment, DROP CHECK ck_billing_amount_paid, "
    "DROP CHECK ck_billing_void, "
    "MODIFY status ENUM('Unpaid', 'PartiallyPaid', 'Paid', 'Cancelled') NOT NULL",
    "medical_records": "DROP KEY uq_medical_records_live_appointment, "
    "DROP CHECK ck_medical_records_signed",
    "payments": "DROP KEY uq_payments_idempotency_key, DROP CHECK ck_payments_refund",
}
# How each rule is broken in the clinic below; {visit}, {bill} and so on are keys there.
BREACHES = {
    "bill_amounts": "UPDATE billing SET amount_paid = total_amount + 1 WHERE bill_id = {bill}",
    "bill_dates": "UPDATE billing SET payment_date = '2026-01-01' WHERE bill_id = {bill}",
    "bill_status": "UPDATE billing SET status = 'Paid' WHERE bill_id = {bill}",
    "bill_totals": "UPDATE appointment_services SET quantity = 9 WHERE appointment_id = {visit}",
    "bills_doubled": "INSERT INTO billing (patient_id, appointment_id, status) "
    "VALUES ({patient}, {visit}, 'Unpaid')",
    "bills_of_cancelled": "UPDATE appointments SET status = 'NoShow' "
    "WHERE appointment_id = {visit}",
    "bills_of_others": "UPDATE billing SET patient_id = {other} WHERE bill_id = {bill}",
    "bills_paid": "UPDATE payments SET amount = amount + 1 WHERE payment_id = {payment}",
    "births": "UPDATE patients SET date_of_birth = '2999-01-01' WHERE patient_id = {other}",
    "doctors_overlapping": "UPDATE appointments SET doctor_id = {doctor} "
    "WHERE appointment_id = {later}",
    "line_costs": "UPDATE appointment_services SET quantity = 0 WHERE appointment_id = {visit}",
    "patients_overlapping": "UPDATE appointments SET patient_id = {patient} "
    "WHERE appointment_id = {later}",
    "payment_days": "UPDATE payments SET paid_on = '2020-01-01' WHERE payment_id = {payment}",
    "payment_keys": "UPDATE payments SET idempotency_key = repeat('k', 16)",
    "records_doubled": "INSERT INTO medical_records (appointment_id, patient_id, doctor_id, "
    "record_date) VALUES ({visit}, {patient}, {doctor}, '2026-01-01')",
    "records_of_completed": "DELETE FROM medical_records WHERE appointment_id = {visit}",
    "records_of_others": "UPDATE medical_records SET doctor_id = 0 WHERE appointment_id = {visit}",
    "records_signed": "UPDATE medical_records SET status = 'Signed' WHERE appointment_id = {visit}",
    "refunds": "UPDATE payments SET amount = amount + 1000000 WHERE kind = 'Refund'",
    "refunds_of_others": "UPDATE payments SET bill_id = 0 WHERE kind = 'Refund'",
    "slots_doubled": "UPDATE appointment_slots SET doctor_id = {doctor} "
    "WHERE appointment_id = {later}",
    "slots_missing": "DELETE FROM appointment_slots WHERE appointment_id = {visit} LIMIT 1",
    "slots_stray": "INSERT INTO appointment_slots (doctor_id, slot_start, patient_id, "
    "appointment_id) VALUES ({doctor}, '2001-01-01', {patient}, {visit})",
    "void_reasons": "UPDATE billing SET void_reason = NULL WHERE is_void",
}


def sound(clinic: Clinic) -> dict[str, int]:
    """A completed visit with a part of its bill paid, and another at the same time of the day."""
    patient, doctor, other = clinic.patient(), clinic.doctor(), clinic.patient()
    visit = clinic.appointment(patient_id=patient, doctor_id=doctor)
    later = clinic.appointment(patient_id=other, appointment_date=clinic.at(9, 15))
    clinic.run("complete_appointment", visit)
    clinic.run("void_bill", clinic.bill(50000, appointment_id=visit), "salah")
    bill = clinic.call("issue_bill", visit)
    payment = clinic.call("record_payment", bill, 20000, "Cash", uuid.uuid4().bytes)
    clinic.run("refund_payment", payment, 5000, uuid.uuid4().bytes)
    # Nothing to pay is paid at once; void, it is not.
    clinic.run("void_bill", clinic.bill(0), "salah")
    return {
        "patient": patient, "doctor": doctor, "other": other, "visit": visit, "later": later,
        "bill": bill, "payment": payment,
    }  # fmt: skip


def unguard(db: Connection) -> None:
    """Take away what refuses a breach: triggers, and the constraints that are in the way."""
    triggers = db.rows(
        "SELECT trigger_name AS name FROM information_schema.triggers "
        "WHERE trigger_schema = database()"
    )
    for row in triggers:
        db.execute(f"DROP TRIGGER {identifier(row['name'])}")
    for table, guards in GUARDS.items():
        db.execute(f"ALTER TABLE {table} {guards}")
    db.execute("SET foreign_key_checks = 0")


def test_the_sample_clinic_is_sound(db: Connection) -> None:
    seeds.load(project.find(ROOT), "demo", db)
    assert broken(db) == []


def test_every_rule_sees_its_breach(schema: Schema) -> None:
    db = schema.connect()
    keys = sound(Clinic(db))
    assert broken(db) == []
    unguard(db)
    assert broken(db) == []
    for rule, breach in BREACHES.items():
        db.execute("START TRANSACTION")
        assert db.execute(breach.format(**keys)) >= 1, rule
        assert rule in {found.rule for found in broken(db)}, rule
        db.execute("ROLLBACK")
    assert tuple(BREACHES) == RULES


def test_a_breach_names_the_row() -> None:
    assert str(Breach("refunds", "payments", 7)) == "payments 7 breaks refunds"
