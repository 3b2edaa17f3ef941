"""insurance: what a row must look like, whoever writes it."""

from __future__ import annotations

from clinic import Clinic, refused

from clinic_db.database import Connection


def policy(clinic: Clinic, patient: int, **columns: object) -> int:
    given = {"provider_name": "BPJS", "policy_number": "1", "valid_from": "2026-01-02"}
    return clinic.insert("insurance", patient_id=patient, **{**given, **columns})


def test_a_family_shares_a_policy_but_each_has_it_once(db: Connection) -> None:
    clinic = Clinic(db)
    mother, child = clinic.patient(), clinic.patient()
    policy(clinic, mother)
    policy(clinic, child)
    with refused("insurance.uq_insurance_policy"):
        policy(clinic, mother)


def test_a_policy_does_not_end_before_it_begins(db: Connection) -> None:
    clinic = Clinic(db)
    with refused("ck_insurance_valid"):
        policy(clinic, clinic.patient(), valid_until="2026-01-01")
    assert policy(clinic, clinic.patient(), valid_until="2026-01-02")


def test_an_unknown_patient_is_refused(db: Connection) -> None:
    with refused("fk_insurance_patients"):
        policy(Clinic(db), 999)


def test_policies_go_with_their_patient(db: Connection) -> None:
    clinic = Clinic(db)
    policy(clinic, clinic.patient())
    db.execute("DELETE FROM patients")
    assert clinic.count("insurance") == 0


def test_a_policy_that_goes_leaves_the_bill(db: Connection) -> None:
    clinic = Clinic(db)
    visit = clinic.appointment()
    given = policy(clinic, clinic.row("appointments", visit)["patient_id"], valid_from="2020-01-01")
    bill = clinic.bill(appointment_id=visit, insurance_id=given)
    db.execute("DELETE FROM insurance")
    assert clinic.row("billing", bill)["insurance_id"] is None
