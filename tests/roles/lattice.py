"""Who may do what, written by hand: the expectation, not derived from any grant.

For each role: object → right → columns. `ALL` is every column of the object; a right that is not
here must be refused. EXECUTE has no columns.
"""

from __future__ import annotations

ALL = frozenset({"*"})

Rights = dict[str, frozenset[str]]

_READ: Rights = {"SELECT": ALL}
_CALL: Rights = {"EXECUTE": ALL}


def _columns(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERSON = _columns("full_name date_of_birth gender phone email address")
_POLICY = _columns("provider_name policy_number plan_name valid_from valid_until")
_FINDING = _columns(
    "icd10_code diagnosis treatment prescription symptoms allergies systolic diastolic record_date"
)
_RESULT = _columns("test_type loinc_code test_date value_num unit ref_low ref_high results notes")
_DOCTOR = _columns("license_no full_name specialization phone email is_active")
_SERVICE = _columns("code service_name price duration_min is_active")
_LOGIN = _columns("username role doctor_id is_active")

_VIEWS = (
    "appointment_schedule",
    "clinic_overview",
    "daily_revenue",
    "monthly_revenue",
    "unpaid_bills",
    "yearly_revenue",
)
_AT_THE_DESK = (
    "add_service",
    "book_appointment",
    "cancel_appointment",
    "check_in_appointment",
    "issue_bill",
    "mark_no_show",
    "record_payment",
    "refund_payment",
    "reopen_appointment",
    "reschedule_appointment",
    "void_bill",
)
_CLOCK = ("clinic_now", "clinic_today")

LATTICE: dict[str, dict[str, Rights]] = {
    "clinic_login": {
        "begin_login": _CALL,
        "finish_login": _CALL,
        "rehash_password": _CALL,
    },
    "clinic_reader": dict.fromkeys(_VIEWS, _READ),
    "clinic_doctor": {
        "patients": _READ,
        "doctors": _READ,
        "services": _READ,
        "appointments": _READ,
        "appointment_services": _READ,
        "clinic_settings": _READ,
        "appointment_schedule": _READ,
        "medical_records": {
            "SELECT": ALL,
            "INSERT": _FINDING | {"appointment_id", "patient_id", "doctor_id"},
            "UPDATE": _FINDING,
        },
        "lab_results": {
            "SELECT": ALL,
            "INSERT": _RESULT | {"record_id"},
            "UPDATE": _RESULT,
            "DELETE": ALL,
        },
        "add_service": _CALL,
        "check_in_appointment": _CALL,
        "complete_appointment": _CALL,
        "sign_record": _CALL,
        "void_record": _CALL,
        **dict.fromkeys(_CLOCK, _CALL),
    },
    "clinic_receptionist": {
        "patients": {"SELECT": ALL, "INSERT": _PERSON, "UPDATE": _PERSON},
        "insurance": {"SELECT": ALL, "INSERT": _POLICY | {"patient_id"}, "UPDATE": _POLICY},
        "doctors": _READ,
        "services": _READ,
        "appointments": _READ,
        "appointment_slots": _READ,
        "appointment_services": _READ,
        "billing": _READ,
        "payments": _READ,
        "clinic_settings": _READ,
        "appointment_schedule": _READ,
        "unpaid_bills": _READ,
        **dict.fromkeys((*_AT_THE_DESK, *_CLOCK), _CALL),
    },
    "clinic_admin": {
        "patients": _READ,
        "appointments": _READ,
        "appointment_slots": _READ,
        "appointment_services": _READ,
        "medical_records": _READ,
        "lab_results": _READ,
        "insurance": _READ,
        "billing": _READ,
        "payments": _READ,
        "audit_log": _READ,
        "doctors": {"SELECT": ALL, "INSERT": _DOCTOR, "UPDATE": _DOCTOR},
        "services": {"SELECT": ALL, "INSERT": _SERVICE, "UPDATE": _SERVICE},
        "clinic_settings": {"SELECT": ALL, "INSERT": ALL, "UPDATE": ALL},
        "users": {
            "SELECT": _LOGIN
            | {"user_id", "failed_logins", "locked_until", "last_login_at", "created_at"},
            "INSERT": _LOGIN | {"password_hash"},
            "UPDATE": _LOGIN | {"password_hash", "failed_logins", "locked_until"},
        },
        **dict.fromkeys(_VIEWS, _READ),
        **dict.fromkeys((*_AT_THE_DESK, *_CLOCK), _CALL),
        "complete_appointment": _CALL,
        "erase_patient": _CALL,
        "void_record": _CALL,
    },
}


def may(role: str, name: str, right: str, column: str = "") -> bool:
    """Whether the role may; with an empty column, whether it may at all."""
    columns = LATTICE[role].get(name, {}).get(right, frozenset())
    return bool(columns) if not column else columns == ALL or column in columns
