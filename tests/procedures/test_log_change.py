"""log_change: who did it, as the application says and as the server knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from clinic import Clinic
from trail import trail

from clinic_db.database import Connection, connect
from clinic_db.schema_pool import Schema
from clinic_db.target import parse


@pytest.fixture
def nurse(schema: Schema) -> Iterator[Connection]:
    """A session of an account of its own."""
    with schema.connect() as root:
        root.execute("CREATE USER trail_nurse@'%'")
        root.execute(f"GRANT SELECT, UPDATE ON {schema.name}.patients TO trail_nurse@'%'")
        at = schema.target
        aim = parse(f"mysql://trail_nurse@{at.host}:{at.port}/{at.database}", "test")
        with connect(aim) as session:
            yield session
        root.execute("DROP USER trail_nurse@'%'")


def _who(db: Connection) -> tuple[str, str]:
    row = db.one("SELECT actor, db_user FROM audit_log ORDER BY audit_id DESC LIMIT 1")
    assert row is not None
    return row["actor"], row["db_user"].partition("@")[0]


def test_the_account_is_who_is_connected_not_who_defined_the_trigger(
    db: Connection, nurse: Connection
) -> None:
    Clinic(db).patient()
    nurse.execute("SET @clinic_actor = 'rina'")
    nurse.execute("UPDATE patients SET phone = '1'")
    assert _who(db) == ("rina", "trail_nurse")


@pytest.mark.parametrize("actor", ["NULL", "''", "'  '"])
def test_the_actor_is_the_account_when_nobody_logged_in(
    db: Connection, nurse: Connection, actor: str
) -> None:
    Clinic(db).patient()
    nurse.execute(f"SET @clinic_actor = {actor}")
    nurse.execute("UPDATE patients SET phone = '1'")
    assert _who(db)[0].startswith("trail_nurse@")


@pytest.mark.parametrize(
    ("actor", "kept"),
    [("repeat('é', 500)", "é" * 128), ("5", "5"), ("_latin1'Andr\\xE9'", None), ("x'ff'", None)],
)
def test_no_actor_stops_the_work(db: Connection, actor: str, kept: str | None) -> None:
    Clinic(db).patient()
    db.execute(f"SET @clinic_actor = {actor}")
    db.execute("UPDATE patients SET phone = '1'")
    assert kept is None or _who(db)[0] == kept
    assert len(trail(db, "patients")) == 1


def test_the_session_does_not_choose_when_it_happened(db: Connection) -> None:
    Clinic(db).patient()
    db.execute("SET timestamp = 1000000000, time_zone = '-11:00'")
    db.execute("UPDATE patients SET phone = '1'")
    db.execute("SET timestamp = DEFAULT, time_zone = '+00:00'")
    age = db.value("SELECT timestampdiff(SECOND, occurred_at, utc_timestamp(6)) FROM audit_log")
    assert age in (0, 1, 2)


def test_what_is_rolled_back_did_not_happen(db: Connection) -> None:
    Clinic(db).patient()
    db.execute("START TRANSACTION")
    db.execute("UPDATE patients SET phone = '1'")
    db.execute("ROLLBACK")
    assert trail(db, "patients") == []
