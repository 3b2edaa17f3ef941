"""What seeding and clearing refuse, and that a refusal changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from clinic import Clinic
from seeding.conftest import SMALL, Site

from clinic_db.clinic import invariants
from clinic_db.clinic.seeding import book
from clinic_db.schema_pool import Schema


def test_a_clinic_with_rows_is_refused(site: Site) -> None:
    Clinic(site.db).patient()
    done = site.run("seed", *SMALL)
    assert done.code == 7
    assert "the clinic is not empty: patients hold rows" in done.err
    assert "--append adds to them" in done.err
    assert site.counts() == {"patients": 1}
    assert site.bookkeeping() == []


def test_seed_0_alone_is_a_generated_clinic_and_not_the_sample(site: Site) -> None:
    Clinic(site.db).patient()
    assert site.run("seed", "--seed", "0").code == 7
    assert site.counts() == {"patients": 1}


def test_append_adds_a_second_clinic(site: Site) -> None:
    """With keys behind those that are there, and with doctors and patients of its own."""
    site.seed(*SMALL)
    site.seed(*SMALL, "--append")
    assert site.counts()["appointments"] == 1_400
    twice = "SELECT full_name FROM patients GROUP BY full_name, date_of_birth HAVING count(*) > 1"
    assert site.db.rows(twice) == [], "nor is anybody there twice"
    assert invariants.broken(site.db) == []
    assert site.seed("--clear")["others"] == {}
    assert site.counts() == {}


def test_an_outdated_schema_is_refused(site: Site) -> None:
    site.db.execute("DROP TRIGGER payments_after_insert")
    done = site.run("seed", *SMALL)
    assert done.code == 6
    assert "next: clinic-db apply" in done.err
    assert site.counts() == {}


def test_keys_of_a_chunk_that_never_came_are_not_taken_for_generated() -> None:
    """A chunk in between may be missing; a person's row can have its keys."""

    def part(
        run: int, number: int, first: int, last: int, table: str = "patients"
    ) -> dict[str, Any]:
        keys = {"first_key": first, "last_key": last}
        return {"run_id": run, "part": number, "table_name": table, **keys}

    assert book.spans([part(1, 2, 1, 50), part(1, 3, 60, 99)]) == {"patients": [(1, 99)]}
    assert book.spans([part(1, 2, 1, 50), part(1, 4, 60, 99)]) == {"patients": [(1, 50), (60, 99)]}
    assert book.spans([part(1, 2, 1, 50), part(2, 3, 60, 99)]) == {"patients": [(1, 50), (60, 99)]}
    between = part(1, 3, 7, 8, "insurance")
    found = book.spans([part(1, 2, 1, 50), between, part(1, 4, 60, 99)])
    assert found == {"patients": [(1, 99)], "insurance": [(7, 8)]}
    assert book.spans([part(1, 5, 0, 0, "appointment_slots")]) == {}


def test_clear_leaves_an_empty_clinic_as_it_was(site: Site) -> None:
    site.seed(*SMALL)
    first = site.checksums()
    gone = site.seed("--clear")
    assert gone["rows"] > 4_000
    assert site.counts() == {}
    assert site.bookkeeping() == []
    assert site.is_settled()
    assert site.db.value("SELECT count(*) FROM services") == 12
    site.seed(*SMALL)
    assert site.checksums() == first, "keys begin at 1 again"


def test_clear_without_a_generated_clinic_does_nothing(site: Site) -> None:
    Clinic(site.db).patient()
    done = site.run("seed", "--clear")
    assert (done.code, done.out) == (0, f"{_address(site)}: no generated rows are here\n")
    assert site.counts() == {"patients": 1}


def test_clear_where_there_is_no_clinic_does_nothing(site: Site, clinic_db_empty: Schema) -> None:
    """Somebody tidies up before anything was made, or after the database was made anew."""
    done = site.run("seed", "--clear", "--database", clinic_db_empty.url)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith(": no generated rows are here\n")


def test_clear_refuses_rows_that_people_wrote(site: Site) -> None:
    """Also what the audit log says that they did."""
    site.seed(*SMALL)
    before = site.checksums()
    Clinic(site.db).patient()
    site.db.execute("UPDATE patients SET phone = '1' WHERE patient_id = 5")
    done = site.run("seed", "--clear")
    assert done.code == 7
    assert "rows that were not generated: patients 1, audit_log 1" in done.err
    assert "next: --force removes the generated rows" in done.err
    assert site.counts()["patients"] == 121
    assert {t for t, s in site.checksums().items() if s != before[t]} == {"patients"}


def test_force_removes_what_was_generated_and_keeps_the_rest(site: Site) -> None:
    """What cannot be without a generated row goes along; a key that the log names is not reused."""
    clinic = Clinic(site.db)
    own = clinic.patient()
    doctor = clinic.doctor()
    mine = clinic.appointment(patient_id=own, doctor_id=doctor)
    site.seed(*SMALL, "--append")
    generated = site.db.value("SELECT max(doctor_id) FROM doctors")
    clinic.appointment(patient_id=own, doctor_id=generated, appointment_date=clinic.at(days=99))
    site.db.execute("UPDATE patients SET phone = '1' WHERE patient_id = 7")
    assert site.run("seed", "--clear").code == 7
    left = site.seed("--clear", "--force")
    assert left["others"]["appointments"] == 2
    assert site.counts() == {
        "patients": 1, "doctors": 1, "appointments": 1, "appointment_slots": 2, "audit_log": 1
    }  # fmt: skip
    assert site.db.value("SELECT max(appointment_id) FROM appointments") == mine
    assert site.bookkeeping() == []
    assert site.is_settled()
    assert invariants.broken(site.db) == []
    site.seed(*SMALL, "--append")
    assert site.db.value("SELECT min(patient_id) FROM patients WHERE patient_id > %s", (own,)) == 8


def test_force_stops_where_a_row_of_people_needs_a_generated_one(site: Site) -> None:
    clinic = Clinic(site.db)
    bill = clinic.bill()
    site.seed(*SMALL, "--append")
    cashier = site.db.value("SELECT max(user_id) FROM users WHERE role = 'Receptionist'")
    clinic.insert(
        "payments", bill_id=bill, amount=1, payment_method="Cash", idempotency_key=b"k" * 16,
        received_by=cashier,
    )  # fmt: skip
    before = site.counts()
    done = site.run("seed", "--clear", "--force")
    assert done.code == 7
    assert "a row that was not generated needs a generated one" in done.err
    assert "fk_payments_users" in done.err
    assert site.counts() == before
    assert site.is_settled()


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (("--size", "demo", "--patients", "20"), "--patients: only a generated clinic has that"),
        (("--size", "demo", "--seed", "0"), "--seed: only a generated clinic has that"),
        (("--force",), "--force goes with --clear"),
        (("--clear", "--size", "small"), "--clear goes with no size"),
        (("--clear", "--seed", "0"), "--clear goes with no size"),
        (("--patients", "9"), "9 is not in the range"),
        (("--size", "small", "--today", "2099-01-01"), "noon of 2099-01-01 has not come yet"),
        (("--size", "small", "--today", "0001-01-01"), "0001-01-01 is too early"),
        (("--size", "small", "--locale", "xx_XX"), "Faker knows no locale 'xx_XX'"),
        (("--patients", "10", "--appointments", "9000"), "10 patients are too few"),
    ],
)
def test_what_makes_no_sense_is_refused(site: Site, args: tuple[str, ...], text: str) -> None:
    done = site.run("seed", *args)
    assert done.code == 2
    assert text in done.err
    assert site.counts() == {}
    assert site.bookkeeping() == []


def _address(site: Site) -> str:
    return site.schema.target.address
