"""sql/query_optimization.sql keeps its promises on a generated clinic."""

from __future__ import annotations

import json
from pathlib import Path

from projects import ROOT, CommandLine

from clinic_db.database import Connection
from clinic_db.explain import catalogue
from clinic_db.schema_pool import Schema

FILE = Path("sql") / "query_optimization.sql"


def test_every_promise_is_kept_on_ten_thousand_visits(cli: CommandLine, schema: Schema) -> None:
    where = ("--project", ROOT, "--database", schema.url)
    made = cli("seed", "--size", "small", "--today", "2026-06-15", "--quiet", *where)
    assert made.code == 0, made.err
    found = cli("explain", "--analyze", "--format", "json", *where)
    queries = json.loads(found.out)
    broken = [
        (query["query"], promise["text"], promise["found"])
        for query in queries
        for promise in query["promises"]
        if not promise["kept"]
    ]
    assert broken == []
    assert found.code == 0
    assert len(queries) >= 20


def test_every_query_says_why_and_promises_something() -> None:
    for query in catalogue.read(ROOT / FILE, ROOT):
        if query.name:
            assert len(query.why) > 15, query.name
            assert query.claims, query.name


INDEXES = """
    SELECT s.table_name AS table_name, s.index_name AS index_name, s.non_unique AS non_unique,
        max(k.constraint_name) AS foreign_key
    FROM information_schema.statistics AS s
    LEFT JOIN information_schema.key_column_usage AS k
        ON k.table_schema = s.table_schema AND k.table_name = s.table_name
        AND k.column_name = s.column_name AND k.ordinal_position = 1
        AND k.referenced_table_name IS NOT NULL
    WHERE s.table_schema = database() AND s.seq_in_index = 1 AND left(s.table_name, 1) <> '_'
    GROUP BY s.table_name, s.index_name, s.non_unique
"""


def test_every_index_keeps_a_rule_or_serves_a_query(db: Connection) -> None:
    """An index that is neither unique, nor a foreign key's, nor promised to a query only costs."""
    queries = catalogue.read(ROOT / FILE, ROOT)
    promised = " ".join(claim.text for query in queries for claim in query.claims)
    idle = [
        f"{row['table_name']}.{row['index_name']}"
        for row in db.rows(INDEXES)
        if row["non_unique"] and not row["foreign_key"] and row["index_name"] not in promised
    ]
    assert idle == []
