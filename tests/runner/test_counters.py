"""Ids go on where they would have, whoever died: what an accident does to AUTO_INCREMENT is undone.

A server that is killed forgets the ids that it had set aside beyond the rows that are there. Here
the counters are lowered by hand after the run was killed, which leaves the same; tests/kills does
it with a server that dies.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from kills.runs import Point, Runs
from projects import CommandLine, write

from clinic_db import queries
from clinic_db.database import Connection
from clinic_db.testing import Server

BEGINNING = """-- depends: 0002_create_b
CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, a INT);
CREATE TABLE other (id INT PRIMARY KEY AUTO_INCREMENT, a INT);
CREATE TABLE parts (id INT PRIMARY KEY AUTO_INCREMENT, a INT)
    PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (100));
INSERT INTO t (a) VALUES (1), (2);
INSERT INTO other (a) SELECT a FROM t;
INSERT INTO parts (id, a) SELECT id + 10, a FROM t;
"""
# What runs when the accident happens, and the table that is written to afterwards.
STATEMENTS = (
    ("ALTER TABLE other ADD COLUMN b INT", "other"),
    ("ALTER TABLE other MODIFY a BIGINT, ALGORITHM = COPY", "other"),
    ("ALTER TABLE other AUTO_INCREMENT = 1", "other"),
    ("ALTER TABLE other RENAME TO n", "n"),
    ("ALTER TABLE other RENAME n", "n"),
    ("RENAME TABLE other TO n", "n"),
    ("RENAME TABLE t TO tmp, other TO t, tmp TO other", "t"),
    ("RENAME TABLE other TO tmp, tmp TO `n`", "n"),
    ("TRUNCATE TABLE other", "other"),
    ("ALTER TABLE parts EXCHANGE PARTITION p0 WITH TABLE other", "other"),
    ("CREATE TABLE n (a INT)", "other"),
    ("CREATE INDEX ix_t ON t (a)", "other"),
    ("DROP TABLE t", "other"),
)


def forget(db: Connection) -> None:
    """What a server that dies does: only the ids of rows that are there count."""
    for row in db.rows(queries.get("counted_columns")):
        db.execute(f"ALTER TABLE {row['name']} AUTO_INCREMENT = 1")


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(("sql", "table"), STATEMENTS)
def test_ids_that_a_dead_server_forgot_are_not_given_out_again(
    cli: CommandLine,
    runs: Runs,
    clinic_db_server: Server,
    project: Path,
    sql: str,
    table: str,
    moment: str,
) -> None:
    text = f"{BEGINNING}{sql};\nINSERT INTO {table} (a) VALUES (9);\n"
    write(project, {"migrations/0003_more.sql": text})
    undisturbed, struck = clinic_db_server.pool.empty(), clinic_db_server.pool.empty()
    options = ["--project", str(project), "--database"]
    assert cli("apply", *options, undisturbed.url).code == 0
    point = Point(f"client-{moment}", text=sql)
    runs.wait(runs.start(["apply", *options, struck.url], point))
    forget(struck.connect())
    again = cli("apply", *options, struck.url)
    assert again.code == 0, again.err
    rows = f"SELECT * FROM {table} ORDER BY id"
    assert struck.connect().rows(rows) == undisturbed.connect().rows(rows)
