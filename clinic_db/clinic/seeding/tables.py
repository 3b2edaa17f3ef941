"""The columns that rows are made of, in the order in which a row gives them.

A row is text: values between tabs, a line end behind, \\N for NULL, as LOAD DATA reads it.
Generated columns are the server's.
"""

from __future__ import annotations

NULL = r"\N"

COLUMNS = {
    "doctors": (
        "doctor_id", "license_no", "full_name", "specialization", "phone", "email", "is_active",
        "created_at", "updated_at",
    ),
    "users": (
        "user_id", "username", "password_hash", "role", "doctor_id", "is_active", "last_login_at",
        "created_at",
    ),
    "patients": (
        "patient_id", "full_name", "date_of_birth", "gender", "phone", "email", "address",
        "created_at", "updated_at",
    ),
    "insurance": (
        "insurance_id", "patient_id", "provider_name", "policy_number", "plan_name", "valid_from",
        "valid_until", "created_at",
    ),
    "appointments": (
        "appointment_id", "patient_id", "doctor_id", "appointment_date", "duration_min", "status",
        "notes", "cancel_reason", "created_by", "created_at", "updated_at",
    ),
    "appointment_slots": ("doctor_id", "slot_start", "patient_id", "appointment_id"),
    "appointment_services": (
        "appt_service_id", "appointment_id", "service_id", "quantity", "unit_price", "created_at",
    ),
    "medical_records": (
        "record_id", "appointment_id", "patient_id", "doctor_id", "icd10_code", "diagnosis",
        "treatment", "prescription", "symptoms", "allergies", "systolic", "diastolic", "status",
        "signed_at", "record_date", "created_at", "updated_at",
    ),
    "lab_results": (
        "lab_id", "record_id", "test_type", "loinc_code", "test_date", "value_num", "unit",
        "ref_low", "ref_high", "results", "created_at",
    ),
    "billing": (
        "bill_id", "patient_id", "appointment_id", "insurance_id", "total_amount", "amount_paid",
        "is_void", "void_reason", "payment_method", "payment_date", "created_at", "updated_at",
    ),
    "payments": (
        "payment_id", "bill_id", "kind", "amount", "payment_method", "idempotency_key",
        "refund_of", "received_by", "paid_at", "paid_on", "note",
    ),
}  # fmt: skip
# In the order that foreign keys allow.
TABLES = tuple(COLUMNS)
# Slots have the appointment's key and none of their own.
KEYS = {name: columns[0] for name, columns in COLUMNS.items() if name != "appointment_slots"}
# What an application does not give, because triggers decide it; a seeding gives the same.
LEFT_TO_TRIGGERS = {
    "insurance": ("valid_until",),
    "billing": (
        "total_amount", "amount_paid", "is_void", "void_reason", "payment_method", "payment_date",
    ),
    "payments": ("paid_on",),
}  # fmt: skip
