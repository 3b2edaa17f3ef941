"""erase_patient: the person goes, the history stays."""

from __future__ import annotations

import json

import pymysql
import pytest
from clinic import Clinic, refused
from pymysql.constants import CLIENT
from trail import trail

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

PERSON = {
    "full_name": "Dewi Lestari-Unik",
    "phone": "0812-998877",
    "email": "dewi.unik@surel.id",
    "address": "Jl. Kenanga 99",
    "date_of_birth": "1987-11-23",
}


def _patient(clinic: Clinic) -> int:
    """Somebody whose row was corrected once, so that the log knows the person too."""
    patient = clinic.patient(**{**PERSON, "full_name": "Dwi Lestari-Unik"})
    clinic.db.execute("UPDATE patients SET full_name = %s", (PERSON["full_name"],))
    clinic.insert(
        "insurance",
        patient_id=patient,
        provider_name="BPJS",
        policy_number="POLIS-7",
        valid_from="2020-01-01",
    )
    return patient


def _everything(db: Connection) -> str:
    tables = db.rows(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database() "
        "AND table_type = 'BASE TABLE'"
    )
    return str([db.rows(f"SELECT * FROM {row['name']}") for row in tables])


def test_nothing_identifies_the_person_anywhere(db: Connection) -> None:
    clinic = Clinic(db)
    patient = _patient(clinic)
    clinic.run("erase_patient", patient, " permintaan pasien ")
    row = clinic.row("patients", patient)
    assert (row["full_name"], row["void_reason"]) == ("Erased patient", "permintaan pasien")
    assert str(row["date_of_birth"]) == "1987-01-01"
    assert (row["phone"], row["email"], row["address"]) == (None, None, None)
    assert row["voided_at"] is not None
    assert clinic.count("insurance") == 0
    text = _everything(db)
    for piece in ("Lestari", "998877", "dewi.unik", "Kenanga", "11-23", "POLIS-7", "11, 23"):
        assert piece not in text, piece


@pytest.mark.parametrize(
    ("born", "kept"),
    [("0030-05-05", "0030-01-01"), ("2024-02-29", "2024-01-01"), ("1999-12-31", "1999-01-01")],
)
def test_the_year_of_birth_stays_as_it_was(db: Connection, born: str, kept: str) -> None:
    """Also a mistyped one: the year 30 is not 2030, which would keep the person unerased."""
    clinic = Clinic(db)
    patient = clinic.patient(date_of_birth=born)
    clinic.run("erase_patient", patient, "permintaan")
    assert str(clinic.row("patients", patient)["date_of_birth"]) == kept


def test_the_log_still_says_what_was_done(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.run("erase_patient", _patient(clinic), "permintaan")
    first, second = (changes for _, _, changes in trail(db, "patients"))
    assert first == {"full_name": "erased"}
    assert {name for name, value in second.items() if value == "erased"} == PERSON.keys()
    assert second["void_reason"] == {"old": None, "new": "permintaan"}


def test_history_stays(db: Connection) -> None:
    clinic = Clinic(db)
    bill = clinic.bill(50000)
    clinic.pay(bill, 50000)
    patient = clinic.row("billing", bill)["patient_id"]
    before = [clinic.count(t) for t in ("appointments", "medical_records", "billing", "payments")]
    clinic.run("erase_patient", patient, "permintaan")
    after = [clinic.count(t) for t in ("appointments", "medical_records", "billing", "payments")]
    assert after == before == [1, 1, 1, 1]


def test_others_are_left_alone(db: Connection) -> None:
    clinic = Clinic(db)
    patient, other = clinic.patient(), clinic.patient(full_name="Budi")
    db.execute("UPDATE patients SET phone = '1' WHERE patient_id = %s", (other,))
    clinic.run("erase_patient", patient, "permintaan")
    assert clinic.row("patients", other)["full_name"] == "Budi"
    assert ("old", None) in trail(db, "patients")[0][2]["phone"].items()


def test_the_log_is_redacted_under_an_old_snapshot_too(schema: Schema) -> None:
    old, now = Clinic(schema.connect()), Clinic(schema.connect())
    patient = now.patient(full_name="Dewi")
    with old.db.transaction():
        old.count("patients")
        now.db.execute("UPDATE patients SET full_name = 'Dewi Sekarang'")
        old.run("erase_patient", patient, "permintaan")
    assert "Dewi" not in json.dumps([changes for _, _, changes in trail(now.db, "patients")])


@pytest.mark.parametrize("reason", [None, "", " "])
def test_a_reason_is_needed(db: Connection, reason: str | None) -> None:
    clinic = Clinic(db)
    with refused("erase_patient: a reason is needed"):
        clinic.run("erase_patient", clinic.patient(), reason)


def test_an_erased_or_unknown_patient_is_refused(db: Connection) -> None:
    clinic = Clinic(db)
    patient = clinic.patient()
    clinic.run("erase_patient", patient, "x")
    with refused("erase_patient: the patient is already erased"):
        clinic.run("erase_patient", patient, "x")
    with refused("erase_patient: there is no such patient"):
        clinic.run("erase_patient", 999, "x")


def test_a_person_whose_row_was_deleted_is_erased_from_the_log(db: Connection) -> None:
    """Only there is something left; the second time there is not."""
    clinic = Clinic(db)
    patient, other = _patient(clinic), clinic.patient(full_name="Budi")
    db.execute("DELETE FROM patients WHERE patient_id IN (%s, %s)", (patient, other))
    assert "Lestari" in _everything(db)
    with refused("erase_patient: a reason is needed"):
        clinic.run("erase_patient", patient, "")
    clinic.run("erase_patient", patient, "permintaan")
    text = _everything(db)
    for piece in ("Lestari", "998877", "dewi.unik", "Kenanga", "11-23", "POLIS-7"):
        assert piece not in text, piece
    assert "Budi" in text
    with refused("erase_patient: there is no such patient"):
        clinic.run("erase_patient", patient, "permintaan")


def test_a_client_that_counts_rows_otherwise_is_told_the_same(db: Connection) -> None:
    """Many drivers ask for rows found, and not for rows changed."""
    clinic = Clinic(db)
    patient = _patient(clinic)
    db.execute("DELETE FROM patients")
    clinic.run("erase_patient", patient, "permintaan")
    aim = db.target
    with (
        pymysql.connect(
            host=aim.host,
            port=aim.port,
            user=aim.user,
            password=aim.password,
            database=aim.database,
            client_flag=CLIENT.FOUND_ROWS,
        ) as other,
        other.cursor() as cursor,
        pytest.raises(pymysql.Error, match="no such patient"),
    ):
        cursor.execute("CALL erase_patient(%s, 'permintaan')", (patient,))


def test_who_has_nothing_to_redact_is_erased_all_the_same(db: Connection) -> None:
    clinic = Clinic(db)
    patient = clinic.patient(full_name="Erased patient", date_of_birth="1990-01-01")
    clinic.run("erase_patient", patient, "permintaan")
    assert clinic.row("patients", patient)["voided_at"] is not None


def test_who_was_erased_after_the_callers_snapshot_is_erased(schema: Schema) -> None:
    old, now = Clinic(schema.connect()), Clinic(schema.connect())
    patient = now.patient()
    with old.db.transaction():
        old.count("patients")
        now.run("erase_patient", patient, "permintaan")
        with refused("erase_patient: the patient is already erased"):
            old.run("erase_patient", patient, "permintaan")


def test_an_erased_person_stays_erased(db: Connection) -> None:
    clinic = Clinic(db)
    clinic.run("erase_patient", clinic.patient(), "x")
    with refused("patients: an erased patient cannot be changed"):
        db.execute("UPDATE patients SET full_name = 'Siti', voided_at = NULL, void_reason = NULL")


def test_what_the_log_says_of_another_table_is_left_alone(db: Connection) -> None:
    clinic = Clinic(db)
    patient = clinic.patient()
    old, new = json.dumps({"full_name": "Siti"}), json.dumps({"full_name": "Tuti"})
    clinic.run("log_change", "users", patient, old, new)
    before = trail(db, "users")
    clinic.run("erase_patient", patient, "permintaan")
    assert trail(db, "users") == before != []
