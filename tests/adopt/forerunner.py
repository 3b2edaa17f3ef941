"""A database like the forerunner's: clean rows, and every kind of defect on top of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from clinic_db.database import Connection, identifier

SCHEMA = Path(__file__).with_name("forerunner.sql")
KEYS = {
    "patients": "patient_id",
    "doctors": "doctor_id",
    "services": "service_id",
    "users": "user_id",
    "insurance": "insurance_id",
    "appointments": "appointment_id",
    "appointment_services": "appt_service_id",
    "medical_records": "record_id",
    "lab_results": "lab_id",
    "billing": "bill_id",
}
MONDAY = datetime(2025, 3, 3, 8, 0)
PRICES = (100000, 50000, 150000, 75000, 33000, 0)

Defects = set[tuple[str, int, str]]


class Forerunner:
    """Makes and reads the old tables through one session that checks nothing."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        # A fixed clock: two builds are the same to the second.
        db.set_session({"foreign_key_checks": 0, "sql_mode": "", "timestamp": 1740800000})

    def create(self) -> None:
        """The ten empty tables, a view and a trigger."""
        text = "\n".join(
            line for line in SCHEMA.read_text().splitlines() if not line.lstrip().startswith("--")
        )
        for statement in text.split(";\n"):
            if statement.strip():
                self.db.execute(statement.strip().removesuffix(";"))

    def add(self, table: str, key: int, **columns: Any) -> None:
        """One row with the given key."""
        values = {KEYS[table]: key, **columns}
        names = ", ".join(identifier(name) for name in values)
        marks = ", ".join(["%s"] * len(values))
        self.db.execute(
            f"INSERT INTO {identifier(table)} ({names}) VALUES ({marks})", tuple(values.values())
        )

    def rows(self, prefix: str = "") -> dict[str, dict[int, dict[str, Any]]]:
        """Everything the ten tables hold: table → key → row."""
        return {
            table: {
                row[key]: row for row in self.db.rows(f"SELECT * FROM {identifier(prefix + table)}")
            }
            for table, key in KEYS.items()
        }

    def checksums(self) -> dict[str, Any]:
        """Every table of the database with its checksum and definition."""
        tables = [row["name"] for row in self.db.rows(
            "SELECT table_name AS name FROM information_schema.tables"
            " WHERE table_schema = database() AND table_type = 'BASE TABLE'")]  # fmt: skip
        return {
            name: (
                self.db.rows(f"CHECKSUM TABLE {identifier(name)}")[0]["Checksum"],
                self.db.one(f"SHOW CREATE TABLE {identifier(name)}"),
            )
            for name in tables
        }

    def clean(self) -> None:
        """About 290 rows that break no rule."""
        for n in range(1, 41):
            self.add("patients", n, full_name=f"Pasien {n}",
                     date_of_birth=date(1970, 1, n % 28 + 1),
                     gender="Male" if n % 2 else "Female", phone=f"0812{n:06}",
                     email=f"pasien{n}@example.com" if n % 3 else None,
                     address=f"Jl. Mawar {n}")  # fmt: skip
        for n in range(1, 6):
            self.add("doctors", n, full_name=f"dr. Nomor {n}", specialization="Umum",
                     license_no=f"SIP-{n}" if n % 2 else None,
                     email=f"dokter{n}@example.com")  # fmt: skip
        for n, price in enumerate(PRICES, 1):
            self.add("services", n, service_name=f"Layanan {n}", price=price)
        self.add("users", 1, username="admin", password_hash="hash123", role="Admin")
        self.add("users", 2, username="dokter", password_hash="rahasia", role="Doctor", doctor_id=1)
        self.add("users", 3, username="resepsi", password_hash="hash789", role="Receptionist")
        for n in range(1, 21):
            self.add("insurance", n, patient_id=n, provider_name="BPJS", policy_number=f"P-{n}",
                     valid_until=date(2030, 1, 1))  # fmt: skip
        for n in range(1, 61):
            self._visit(n)

    def _visit(self, n: int) -> None:
        """A visit with what belongs to it; at times that nobody shares."""
        patient, doctor = (n - 1) % 40 + 1, n % 5 + 1
        at = MONDAY + timedelta(days=n // 10, minutes=30 * (n % 10))
        status = ("Completed", "Scheduled", "Completed", "Cancelled")[n % 4]
        self.add("appointments", n, patient_id=patient, doctor_id=doctor, appointment_date=at,
                 status=status, notes=f"Kunjungan {n}")  # fmt: skip
        service = n % 5 + 1
        cost = PRICES[service - 1] * 2
        self.add("appointment_services", n, appointment_id=n, service_id=service, quantity=2,
                 service_cost=cost)  # fmt: skip
        if status == "Completed" and n % 3:
            self.add("medical_records", n, patient_id=patient, doctor_id=doctor, diagnosis="Flu",
                     treatment="Istirahat", blood_pressure="120/80",
                     record_date=at - timedelta(hours=6))  # fmt: skip
            self.add("lab_results", n, record_id=n, test_type="Darah", test_date=at.date(),
                     results="Normal")  # fmt: skip
        if status == "Completed":
            self.add("billing", n, patient_id=patient, appointment_id=n, total_amount=cost,
                     status="Paid", payment_method="Transfer",
                     payment_date=at - timedelta(hours=5))  # fmt: skip
        elif n % 8 == 1:
            self.add("billing", n, patient_id=patient, appointment_id=n, total_amount=cost,
                     status="Unpaid", payment_method="Cash")  # fmt: skip
        elif status == "Cancelled":
            self.add("billing", n, patient_id=patient, appointment_id=n, total_amount=cost,
                     status="Cancelled")  # fmt: skip


def plant(old: Forerunner) -> Defects:
    """Every kind of defect, on rows of their own; returns (table, key, defect) of each."""
    return _people(old) | _visits(old) | _records(old) | _bills(old)


def _people(old: Forerunner) -> Defects:
    add = old.add
    good = {"full_name": "Ani", "date_of_birth": date(1980, 1, 1)}
    add("patients", 101, **(good | {"email": "PASIEN1@example.com"}))
    add("patients", 102, **(good | {"date_of_birth": date(2999, 1, 1)}))
    add("patients", 103, **(good | {"full_name": " "}))
    add("patients", 104, **(good | {"full_name": "x" * 150}))
    add("patients", 105, **(good | {"address": "y" * 300}))
    add("patients", 106, **(good | {"date_of_birth": "0000-00-00"}))
    named = {"full_name": "dr. Baru", "specialization": "Anak"}
    add("doctors", 101, **named, license_no="sip-1")
    add("doctors", 102, **named, email="dokter1@EXAMPLE.com")
    add("doctors", 103, full_name="dr. Panjang", specialization="z" * 90)
    add("services", 101, service_name="Diskon", price=-5000)
    add("services", 102, service_name="Tanpa harga", price=None)
    add("users", 101, username="ADMIN", password_hash="hash1", role="Admin")
    add("users", 102, username="tanpa", password_hash="hash2", role="Doctor")
    add("users", 103, username="kembar", password_hash="hash3", role="Doctor", doctor_id=1)
    add("users", 104, username="bukan", password_hash="hash4", role="Admin", doctor_id=2)
    add("users", 105, username="aneh", password_hash="hash5", role="Perawat")
    add("users", 106, username="", password_hash="hash6", role="Admin")
    add("users", 107, username="yatim", password_hash="hash7", role="Doctor", doctor_id=999)
    policy = {"provider_name": "BPJS", "policy_number": "P-1", "valid_until": date(2030, 1, 1)}
    add("insurance", 101, patient_id=1, **policy)
    add("insurance", 102, patient_id=999, **policy)
    add("insurance", 103, patient_id=3, provider_name="Prudential", policy_number="T-1",
        valid_from=date(2026, 1, 1), valid_until=date(2025, 1, 1))  # fmt: skip
    add("insurance", 104, patient_id=3, provider_name="Prudential", policy_number="8" * 70)
    add("insurance", 105, patient_id=3, provider_name="Prudential", policy_number="T-2",
        coverage_details="Rawat inap " * 12)  # fmt: skip
    return {
        ("patients", 101, "duplicate_email"), ("patients", 102, "bad_date_of_birth"),
        ("patients", 103, "empty_required"), ("patients", 104, "too_long"),
        ("patients", 105, "too_long"), ("patients", 106, "bad_date_of_birth"),
        ("doctors", 101, "duplicate_licence"), ("doctors", 102, "duplicate_email"),
        ("doctors", 103, "too_long"), ("services", 101, "negative_price"),
        ("services", 102, "empty_required"), ("users", 101, "duplicate_username"),
        ("users", 102, "role_without_doctor"), ("users", 103, "duplicate_doctor"),
        ("users", 104, "doctor_without_role"), ("users", 105, "bad_role"),
        ("users", 106, "empty_required"), ("users", 107, "role_without_doctor"),
        ("insurance", 101, "duplicate_policy"), ("insurance", 102, "orphan"),
        ("insurance", 103, "bad_period"), ("insurance", 104, "too_long"),
    }  # fmt: skip


def _visits(old: Forerunner) -> Defects:
    add = old.add
    day = datetime(2025, 5, 5, 8, 0)

    def visit(key: int, patient: int, doctor: int, minutes: int, **columns: Any) -> None:
        at = day + timedelta(minutes=minutes)
        add("appointments", key, **{"patient_id": patient, "doctor_id": doctor,
            "appointment_date": at, "status": "Scheduled"} | columns)  # fmt: skip

    visit(201, 1, 1, 0)
    visit(202, 2, 1, 15)  # the doctor is busy until 8:30
    visit(203, 3, 1, 30)
    visit(204, 3, 2, 30)  # the patient is with doctor 1
    visit(205, 4, 1, 60)
    visit(206, 5, 1, 60, status="Completed")  # later, but it took place: 205 gives way
    visit(207, 6, 1, 60, status="Cancelled")  # takes no time
    visit(208, 7, 1, 97)  # 9:37
    visit(209, 8, 1, 120, status="Unbekannt")
    visit(210, 9, 1, 180, duration_min=20)
    visit(211, 999, 1, 240)
    visit(212, 1, 999, 300)
    visit(213, 1, 1, 0, appointment_date=None)
    visit(214, 1, 1, 360, notes="n" * 600)
    visit(215, 10, 1, 420)
    visit(216, 11, 3, 1440, status="Completed")  # took place, but the next one is paid for
    visit(217, 12, 3, 1440)
    visit(218, 13, 3, 1507)  # 9:07: gives way to the one at 9:00
    visit(219, 14, 3, 1500)

    def line(key: int, appointment: int, service: int, quantity: int, cost: Any) -> None:
        add("appointment_services", key, appointment_id=appointment, service_id=service,
            quantity=quantity, service_cost=cost)  # fmt: skip

    line(201, 215, 1, -5, -500000)
    line(202, 215, 2, 0, 0)
    line(203, 215, 3, 1, -100)
    line(204, 215, 4, 3, 100000)
    line(205, 215, 5, 1, 33000)
    line(206, 215, 5, 2, 66000)
    line(207, 215, 5, 1, 40000)
    line(208, 999, 1, 1, 100000)
    line(209, 215, 999, 1, 100000)
    line(210, 211, 1, 1, 100000)
    line(211, 217, 1, 1, 100000)
    return {
        ("appointments", 202, "overlap"), ("appointments", 204, "overlap"),
        ("appointments", 205, "overlap"), ("appointments", 216, "overlap"),
        ("appointments", 218, "off_grid"), ("appointments", 218, "overlap"),
        ("appointments", 208, "off_grid"),
        ("appointments", 209, "bad_status"), ("appointments", 210, "bad_duration"),
        ("appointments", 211, "orphan"), ("appointments", 212, "orphan"),
        ("appointments", 213, "no_date"), ("appointments", 214, "too_long"),
        ("appointment_services", 201, "bad_quantity"),
        ("appointment_services", 202, "bad_quantity"),
        ("appointment_services", 203, "negative_cost"),
        ("appointment_services", 204, "cost_not_divisible"),
        ("appointment_services", 206, "duplicate_service"),
        ("appointment_services", 207, "duplicate_service"),
        ("appointment_services", 208, "orphan"), ("appointment_services", 209, "orphan"),
        ("appointment_services", 210, "orphan"),
    }  # fmt: skip


def _records(old: Forerunner) -> Defects:
    add = old.add
    words = {"diagnosis": "Flu", "treatment": "Istirahat"}
    at = datetime(2025, 6, 6, 3, 0)
    add("medical_records", 201, patient_id=999, doctor_id=1, record_date=at, **words)
    add("medical_records", 202, patient_id=1, doctor_id=1, record_date=None, **words)
    add("medical_records", 203, patient_id=1, doctor_id=1, record_date=at, **words,
        blood_pressure="tinggi")  # fmt: skip
    add("medical_records", 204, patient_id=1, doctor_id=1, record_date=at, **words,
        blood_pressure="80/120")  # fmt: skip
    add("lab_results", 201, record_id=201, test_type="Darah", test_date=at.date())
    add("lab_results", 202, record_id=999, test_type="Darah", test_date=at.date())
    add("lab_results", 203, record_id=202, test_type="", test_date=at.date())
    add("lab_results", 204, record_id=202, test_type="Darah", test_date=None)
    add("lab_results", 205, record_id=202, test_type="t" * 90, test_date=at.date())
    return {
        ("medical_records", 201, "orphan"), ("medical_records", 202, "empty_required"),
        ("medical_records", 203, "bad_blood_pressure"),
        ("medical_records", 204, "bad_blood_pressure"), ("lab_results", 201, "orphan"),
        ("lab_results", 202, "orphan"), ("lab_results", 203, "empty_required"),
        ("lab_results", 204, "empty_required"), ("lab_results", 205, "too_long"),
    }  # fmt: skip


def _bills(old: Forerunner) -> Defects:
    add = old.add
    paid = {"status": "Paid", "payment_method": "Cash", "payment_date": datetime(2025, 7, 7, 20)}
    for key in range(301, 316):
        add("appointments", key, patient_id=key - 280, doctor_id=4, status="Scheduled",
            appointment_date=datetime(2025, 7, 7, 8) + timedelta(days=key - 301))  # fmt: skip
        add("appointment_services", key, appointment_id=key, service_id=1, quantity=1,
            service_cost=100000)  # fmt: skip

    def bill(key: int, appointment: int, total: Any = 100000, **columns: Any) -> None:
        patient = columns.pop("patient_id", appointment - 280)
        add("billing", key, patient_id=patient, appointment_id=appointment, total_amount=total,
            **columns)  # fmt: skip

    bill(301, 301)
    bill(302, 301)  # the second unpaid one
    bill(303, 302)  # unpaid: gives way to a paid one
    bill(304, 302, **paid)
    bill(305, 302, **paid)  # the second paid one
    bill(306, 303, **(paid | {"status": "Cancelled"}))
    bill(307, 303)
    bill(308, 304, 130000, **paid)  # more than its lines
    bill(309, 305, 70000, **paid)  # less than its lines
    bill(310, 306, 250000)
    bill(311, 307, 10000)
    bill(312, 308, patient_id=1)
    bill(313, 309, **(paid | {"payment_method": None}))
    bill(314, 310, **(paid | {"payment_date": None}))
    bill(315, 311, status="Unpaid", payment_date=datetime(2025, 7, 8))
    bill(316, 312, status="Separuh")
    bill(317, 313, -5000, status="Cancelled")
    bill(318, 999, patient_id=1)
    bill(319, 205, 0, patient_id=4)  # its appointment gives way to another
    add("appointments", 320, patient_id=1, doctor_id=5, status="Cancelled",
        appointment_date=datetime(2025, 8, 8, 8))  # fmt: skip
    bill(320, 320, 0, patient_id=1, **paid)
    bill(321, 314, -5000, **paid)
    bill(322, 217, patient_id=12, **paid)
    return {
        ("billing", 302, "second_unpaid_bill"), ("billing", 303, "second_unpaid_bill"),
        ("billing", 305, "second_paid_bill"), ("billing", 306, "paid_and_cancelled"),
        ("billing", 308, "total_differs"), ("billing", 309, "total_differs"),
        ("billing", 310, "total_differs"), ("billing", 311, "total_differs"),
        ("billing", 312, "wrong_patient"), ("billing", 313, "paid_without_method"),
        ("billing", 314, "paid_without_date"), ("billing", 315, "unpaid_with_payment_date"),
        ("billing", 316, "bad_status"), ("billing", 317, "negative_total"),
        ("billing", 318, "orphan"), ("billing", 319, "unpaid_on_cancelled"),
        ("billing", 320, "paid_on_cancelled"), ("billing", 321, "total_differs"),
    }  # fmt: skip
