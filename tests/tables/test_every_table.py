"""What every table promises, whichever it is."""

from __future__ import annotations

from tables.rows import TABLES as WHOLE

from clinic_db.database import Connection

TABLES = set(WHOLE)
OURS = "table_schema = database() AND table_name IN %s"


def test_every_table_and_column_says_what_it_is(db: Connection) -> None:
    tables = db.rows(
        "SELECT table_name AS name, engine AS engine, table_collation AS collation, "
        f"table_comment AS comment FROM information_schema.tables WHERE {OURS}",
        (TABLES,),
    )
    assert {row["name"] for row in tables} == TABLES
    for row in tables:
        assert (row["engine"], row["collation"]) == ("InnoDB", "utf8mb4_0900_ai_ci"), row
        assert row["comment"], row
    silent = db.rows(
        "SELECT table_name, column_name FROM information_schema.columns "
        f"WHERE {OURS} AND column_comment = ''",
        (TABLES,),
    )
    assert silent == []


def test_every_constraint_and_index_is_named_by_its_convention(db: Connection) -> None:
    indexes = db.rows(
        "SELECT table_name AS t, index_name AS name, min(non_unique) AS plain "
        f"FROM information_schema.statistics WHERE {OURS} GROUP BY table_name, index_name",
        (TABLES,),
    )
    for row in indexes:
        kind = "ix" if row["plain"] else "uq"
        assert row["name"] == "PRIMARY" or row["name"].startswith(f"{kind}_{row['t']}_"), row
    keys = db.rows(
        "SELECT table_name AS child, referenced_table_name AS parent, constraint_name AS name "
        "FROM information_schema.referential_constraints "
        "WHERE constraint_schema = database() AND table_name IN %s",
        (TABLES,),
    )
    assert len(keys) == 16
    for row in keys:
        assert row["name"] == f"fk_{row['child']}_{row['parent']}", row
    checks = db.rows(
        "SELECT table_name AS t, constraint_name AS name "
        f"FROM information_schema.table_constraints WHERE {OURS} AND constraint_type = 'CHECK'",
        (TABLES,),
    )
    for row in checks:
        assert row["name"].startswith(f"ck_{row['t']}_"), row


def test_keys_are_signed_bigint_and_instants_are_datetime6(db: Connection) -> None:
    """UNSIGNED subtraction fails with 1690, and TIMESTAMP ends in 2038."""
    rows = db.rows(
        "SELECT table_name AS t, column_name AS name, column_type AS type "
        f"FROM information_schema.columns WHERE {OURS}",
        (TABLES,),
    )
    for row in rows:
        if row["name"].endswith("_id"):
            assert row["type"] == "bigint", row
        if row["name"].endswith("_at") or row["name"] == "locked_until":
            assert row["type"] == "datetime(6)", row
        if row["type"].startswith("decimal") and row["t"] != "lab_results":
            assert row["type"] == "decimal(12,2)", row
