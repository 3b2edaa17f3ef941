"""What becomes of patients, doctors, services, users and insurance. Pure."""

from __future__ import annotations

import base64
import secrets
from datetime import date
from decimal import Decimal

from clinic_db.clinic.adopt.book import Book
from clinic_db.clinic.adopt.model import Values
from clinic_db.clinic.adopt.row import UNKNOWN, Row

LONG_AGO = date(1900, 1, 1)
GENDERS = {"male": "Male", "m": "Male", "female": "Female", "f": "Female", "other": "Other"}
ROLES = ("Admin", "Doctor", "Receptionist")
ARGON2 = "$argon2id$v=19$"
# The salt says where the hash comes from; its tag is random, so no password is known that fits.
CLOSED = ARGON2 + "m=19456,t=2,p=1$YWRvcHRlZC1uby1sb2dpbg$"
ADOPTED = "ADOPTED"


def patients(book: Book) -> None:
    """Every patient stays; what a rule forbids is replaced or taken off."""
    emails: set[str] = set()
    for row in book.source("patients"):
        gender = row.get("gender")
        known = GENDERS.get(str(gender).lower(), "Unknown")
        if gender and known == "Unknown" and gender != "Unknown":
            row.keep("gender")
        values: Values = {
            "patient_id": row.key,
            "full_name": row.text("full_name", 120, UNKNOWN),
            "date_of_birth": _birth(row, book.today),
            "gender": known,
            "phone": row.text("phone", 32),
            "email": _email(row, book, emails),
            "address": row.text("address", 255),
            "created_at": book.created_at(row),
        }
        book.settle(row, values)


def doctors(book: Book) -> None:
    """Every doctor stays; one without a licence number gets a recognisable one."""
    emails: set[str] = set()
    licences: set[str] = set()
    made = 0
    for row in book.source("doctors"):
        licence = row.text("license_no", 40)
        weight = book.weight("doctors", "license_no", row.key)
        if licence is None:
            licence = f"{ADOPTED}-{row.key}"
            made += 1
        elif weight in licences:
            row.find("duplicate_licence", f"{licence} is another doctor's")
            licence = f"{ADOPTED}-{row.key}"
        elif weight:
            licences.add(weight)
        active = row.get("is_active")
        values: Values = {
            "doctor_id": row.key,
            "license_no": licence,
            "full_name": row.text("full_name", 120, UNKNOWN),
            "specialization": row.text("specialization", 80, UNKNOWN),
            "phone": row.text("phone", 32),
            "email": _email(row, book, emails),
            "is_active": True if active is None else bool(active),
            "created_at": book.created_at(row),
        }
        book.settle(row, values)
    if made:
        book.notes.append(f"doctors: {made} without a licence number get {ADOPTED}-<key>")


def services(book: Book) -> None:
    """Every service stays; codes are made where the forerunner has none."""
    codes: set[str] = set()
    for row in book.source("services"):
        price = row.money("price")
        active = row.get("is_active")
        if price is None:
            row.find("empty_required", "price is empty")
        elif price < 0:
            row.find("negative_price", f"price is {price}")
        usable = price is not None and price >= 0
        code = row.text("code", 20)
        weight = book.weight("services", "code", row.key)
        if code is None or weight in codes:
            if code is not None:
                row.keep("code")
            code = f"{ADOPTED}-{row.key}"
        elif weight:
            codes.add(weight)
        values: Values = {
            "service_id": row.key,
            "code": code,
            "service_name": row.text("service_name", 120, UNKNOWN),
            "price": price if usable else Decimal(0),
            "is_active": usable and (active is None or bool(active)),
        }
        book.settle(row, values)


def users(book: Book) -> None:
    """Every login stays; a password that is not an argon2id hash can no longer be used."""
    names: set[str] = set()
    taken: set[int] = set()
    closed = 0
    for row in book.source("users"):
        name = row.text("username", 64, f"user-{row.key}")
        weight = book.weight("users", "username", row.key)
        if weight in names:
            row.find("duplicate_username", f"{name} is another login's")
            name = f"{str(name)[:40]}-{row.key}"
        elif weight:
            names.add(weight)
        secret = str(row.get("password_hash") or "")
        if not secret.startswith(ARGON2):
            secret = CLOSED + base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
            closed += 1
        active = row.get("is_active")
        role, doctor, is_open = _role(row, book, taken)
        values: Values = {
            "user_id": row.key,
            "username": name,
            "password_hash": secret,
            "role": role,
            "doctor_id": doctor,
            "is_active": is_open and (active is None or bool(active)),
            "created_at": book.created_at(row),
        }
        book.settle(row, values)
    if closed:
        book.notes.append(f"users: {closed} passwords are disabled until they are set again")


def insurance(book: Book) -> None:
    """Policies of patients that stay; the same policy twice is kept once."""
    policies: set[tuple[int, str | None, str | None]] = set()
    for row in book.source("insurance"):
        patient = row.get("patient_id")
        if patient not in book.kept["patients"]:
            row.find("orphan", f"there is no patient {patient}")
        weights = [book.weight("insurance", n, row.key) for n in ("provider_name", "policy_number")]
        policy = (patient, weights[0], weights[1])
        if policy in policies:
            row.find("duplicate_policy", f"patient {patient} has it already")
        policies.add(policy)
        starts, ends = row.day("valid_from"), row.day("valid_until")
        created_at = book.created_at(row)
        if starts is None:
            # What the forerunner does not know: at the latest from the day it was written down.
            day = (created_at + book.options.offset).date()
            starts = min(day, ends) if ends else day
        elif ends and starts > ends:
            row.find("bad_period", f"valid from {starts} until {ends}")
            starts, ends = ends, starts
        plan = row.get("plan_name")
        if plan is not None and len(str(plan)) > 80:
            row.keep("plan_name")
            plan = str(plan)[:80]
        values: Values = {
            "insurance_id": row.key,
            "patient_id": patient,
            "provider_name": row.text("provider_name", 120, UNKNOWN),
            "policy_number": row.text("policy_number", 60, UNKNOWN),
            "plan_name": plan,
            "valid_from": starts,
            "valid_until": ends,
            "created_at": created_at,
        }
        book.settle(row, values)


def _birth(row: Row, today: date) -> date:
    born = row.day("date_of_birth")
    if born is not None and born <= today:
        return born
    row.find("bad_date_of_birth", f"it is {born or row.get('date_of_birth') or 'empty'}")
    return LONG_AGO


def _email(row: Row, book: Book, taken: set[str]) -> str | None:
    email = row.text("email", 254)
    weight = book.weight(row.table, "email", row.key)
    if email is None or weight is None:
        return None
    if weight in taken:
        row.find("duplicate_email", f"{email} is another row's")
        return None
    taken.add(weight)
    return email


def _role(row: Row, book: Book, taken: set[int]) -> tuple[str, int | None, bool]:
    """(role, doctor, whether the login stays open)."""
    role, doctor = row.get("role"), row.get("doctor_id")
    if role not in ROLES:
        row.find("bad_role", f"role is {role or 'empty'}")
        if doctor is not None:
            row.keep("doctor_id")
        return "Receptionist", None, False
    if role != "Doctor":
        if doctor is not None:
            row.find("doctor_without_role", f"{role} names doctor {doctor}")
        return role, None, True
    if doctor is None or doctor not in book.kept["doctors"]:
        named = f"there is no doctor {doctor}" if doctor else "no doctor is named"
        row.find("role_without_doctor", named)
        return "Receptionist", None, False
    if doctor in taken:
        row.find("duplicate_doctor", f"doctor {doctor} has a login already")
        return "Receptionist", None, False
    taken.add(doctor)
    return role, doctor, True
