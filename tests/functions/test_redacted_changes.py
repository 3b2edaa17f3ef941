"""redacted_changes: what identifies a person goes, what was changed stays visible."""

from __future__ import annotations

import json

from clinic_db.database import Connection

CHANGES = {
    "full_name": {"old": "Siti", "new": "Sri"},
    "date_of_birth": {"old": "1990-05-17", "new": "1990-05-18"},
    "phone": {"old": None, "new": "0812"},
    "email": {"old": "s@example.id"},
    "address": {"old": "Jl. Melati 1"},
    "gender": {"old": "Unknown", "new": "Female"},
}


def redacted(db: Connection, changes: object) -> object:
    return json.loads(db.value("SELECT redacted_changes(%s)", (json.dumps(changes),)))


def test_identity_goes_and_the_rest_stays(db: Connection) -> None:
    found = redacted(db, CHANGES)
    gone = {name: "erased" for name in CHANGES if name != "gender"}
    assert found == gone | {"gender": CHANGES["gender"]}
    assert redacted(db, found) == found


def test_what_did_not_change_is_not_invented(db: Connection) -> None:
    assert redacted(db, {"gender": {"old": "Male"}}) == {"gender": {"old": "Male"}}


def test_every_column_of_patients_is_judged(db: Connection) -> None:
    """A new column is either identity, and then redacted, or named here as harmless."""
    rows = db.rows(
        "SELECT column_name AS name FROM information_schema.columns "
        "WHERE table_schema = database() AND table_name = 'patients'"
    )
    harmless = {"patient_id", "gender", "voided_at", "void_reason", "created_at", "updated_at"}
    found = redacted(db, {row["name"]: 1 for row in rows})
    assert isinstance(found, dict)
    assert {name for name, value in found.items() if value == "erased"} == found.keys() - harmless
