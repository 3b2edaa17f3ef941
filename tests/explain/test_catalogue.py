"""sql/query_optimization.sql keeps its promises on a generated clinic."""

from __future__ import annotations

import json
from pathlib import Path

from projects import ROOT, CommandLine

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
