"""What a project that uses the plugin writes: no set-up of its own, a real server."""

from __future__ import annotations

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema


def test_each_test_gets_an_empty_schema(clinic_db_schema: Schema) -> None:
    with clinic_db_schema.connect() as db:
        db.execute("INSERT INTO notes (body) VALUES ('mine')")
        assert db.value("SELECT note_id FROM notes") == 1


def test_nothing_is_left_of_the_test_before(clinic_db_schema: Schema) -> None:
    with clinic_db_schema.connect() as db:
        assert db.value("SELECT COUNT(*) FROM notes") == 0
        db.execute("INSERT INTO notes (body) VALUES ('first again')")
        assert db.value("SELECT note_id FROM notes") == 1


def test_connection_is_rolled_back(clinic_db_connection: Connection) -> None:
    clinic_db_connection.execute("INSERT INTO notes (body) VALUES ('gone in a moment')")
    assert clinic_db_connection.value("SELECT COUNT(*) FROM notes") == 1


def test_empty_database_is_empty(clinic_db_empty: Schema) -> None:
    with clinic_db_empty.connect() as db:
        assert db.rows("SHOW TABLES") == []
