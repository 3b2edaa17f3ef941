"""A project with every kind of statement, and what an undisturbed run makes of it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from projects import write

from clinic_db import queries, snapshot
from clinic_db.database import Connection, identifier
from clinic_db.schema_pool import Schema
from clinic_db.snapshot import Snapshot

CHILD = Path(__file__).resolve().parent / "child.py"
# Roles belong to the server, so the name is one that nothing else uses.
ROLE = "kills_reader"

FORWARD = {
    "0001_create": """
        CREATE TABLE people (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20), age INT);
        CREATE TABLE pets (id INT PRIMARY KEY AUTO_INCREMENT, owner INT, name VARCHAR(20));
        CREATE TABLE counted (n INT NOT NULL);
        """,
    "0002_fill": """
        INSERT INTO people (name, age) VALUES ('Siti', 30), ('Budi', 40);
        INSERT INTO pets (owner, name) SELECT id, CONCAT('pet of ', name) FROM people;
        INSERT INTO counted VALUES (0);
        UPDATE counted SET n = n + 1;
        """,
    "0003_alter": """
        ALTER TABLE people ADD COLUMN email VARCHAR(50) NULL;
        ALTER TABLE pets ADD CONSTRAINT fk_pets_people FOREIGN KEY (owner) REFERENCES people (id);
        CREATE INDEX ix_people_name ON people (name);
        ALTER TABLE people MODIFY age BIGINT NOT NULL, ALGORITHM = COPY;
        ALTER TABLE people RENAME COLUMN age TO years;
        """,
    "0004_mixed": """
        UPDATE counted SET n = n + 10;
        CREATE TABLE copies AS SELECT id, name FROM people;
        INSERT INTO copies VALUES (100, 'late');
        UPDATE counted SET n = n + 100;
        RENAME TABLE copies TO twins;
        DELETE FROM twins WHERE id = 1;
        ALTER TABLE twins ADD PRIMARY KEY (id);
        """,
    "0005_settings": """
        SET SESSION sql_mode = '';
        UPDATE counted SET n = n + 1000;
        ANALYZE TABLE people;
        """,
    "0006_replace": """
        CREATE TABLE swap_new LIKE twins;
        INSERT INTO swap_new SELECT id + 1000, name FROM twins;
        RENAME TABLE twins TO swap_old, swap_new TO twins;
        TRUNCATE TABLE swap_old;
        INSERT INTO swap_old VALUES (1, 'after the truncate');
        DROP INDEX ix_people_name ON people;
        CREATE TABLE gone (a INT);
        DROP TABLE gone;
        """,
    "0007_views": """
        CREATE VIEW all_pets AS SELECT name FROM pets;
        CREATE OR REPLACE VIEW all_pets AS SELECT id, name FROM pets;
        UPDATE counted SET n = n + 10000;
        """,
}
BACK = {
    "0007_views": "DROP VIEW all_pets; UPDATE counted SET n = n - 10000;",
    "0006_replace": """
        CREATE INDEX ix_people_name ON people (name);
        DROP TABLE twins;
        DELETE FROM swap_old;
        INSERT INTO swap_old VALUES (2, 'Budi'), (100, 'late');
        RENAME TABLE swap_old TO twins;
        """,
    "0005_settings": "UPDATE counted SET n = n - 1000;",
    "0004_mixed": "DROP TABLE twins; UPDATE counted SET n = n - 110;",
    "0003_alter": """
        ALTER TABLE people RENAME COLUMN years TO age;
        ALTER TABLE people MODIFY age INT NULL;
        DROP INDEX ix_people_name ON people;
        ALTER TABLE pets DROP FOREIGN KEY fk_pets_people, DROP KEY fk_pets_people;
        ALTER TABLE people DROP COLUMN email;
        """,
    "0002_fill": "DELETE FROM pets; DELETE FROM people; DELETE FROM counted;",
    "0001_create": "DROP TABLE counted; DROP TABLE pets; DROP TABLE people;",
}
OBJECTS = {
    "sql/functions/twice.sql": "CREATE FUNCTION twice (n INT) RETURNS INT NO SQL RETURN n * 2;\n",
    "sql/views/named.sql": "CREATE VIEW named AS SELECT name FROM people;\n",
    "procedures/greet.sql": "CREATE PROCEDURE greet ()\nBEGIN\n    SELECT 1;\n    SELECT 2;\n"
    "END;\n",
    "triggers/people_before_insert.sql": "CREATE TRIGGER people_before_insert BEFORE INSERT ON"
    " people\nFOR EACH ROW SET NEW.name = TRIM(NEW.name);\n",
    f"sql/roles/{ROLE}.sql": f"CREATE ROLE IF NOT EXISTS {ROLE};\nGRANT SELECT ON people TO {ROLE};"
    f"\nGRANT EXECUTE ON PROCEDURE greet TO {ROLE};\n",
}


@dataclass(frozen=True)
class Outcome:
    """What a database holds: its definitions and its rows, history without its times."""

    structure: Snapshot
    rows: dict[str, list[dict[str, object]]]


def make(root: Path) -> Path:
    """Write the project."""
    files: dict[str, str | bytes] = dict(OBJECTS)
    before = ""
    for name, sql in FORWARD.items():
        depends = f"-- depends: {before}\n" if before else ""
        files[f"migrations/{name}.sql"] = depends + sql
        files[f"migrations/{name}.rollback.sql"] = BACK[name]
        before = name
    return write(root, files)


def run(
    schema: Schema, project: Path, command: tuple[str, ...], how: str, number: int, delay: float
) -> subprocess.CompletedProcess[str]:
    """One `clinic-db` in a process of its own, struck as told."""
    return subprocess.run(
        [sys.executable, str(CHILD), how, str(number), str(delay), "--", *command,
         "--project", str(project), "--database", schema.url],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def look(db: Connection) -> Outcome:
    """What the database holds now."""
    rows = {}
    for table in db.rows(queries.get("tables")):
        name = str(table["name"])
        if table["kind"] != "BASE TABLE" or name in ("_yoyo_log", "_yoyo_version", "yoyo_lock"):
            continue
        found = db.rows(f"SELECT * FROM {identifier(name)} ORDER BY 1, 2, 3" if name.startswith("_")
                        else f"SELECT * FROM {identifier(name)} ORDER BY 1")  # fmt: skip
        for row in found:
            for column in ("applied_at_utc", "started_at", "finished_at", "applied_at", "affected",
                           "expected"):  # fmt: skip
                row.pop(column, None)
        rows[name] = found
    return Outcome(snapshot.read(db), rows)


def differences(expected: Outcome, found: Outcome) -> list[str]:
    """What is not as it should be, one line each."""
    lines = [str(item) for item in snapshot.compare(expected.structure, found.structure)]
    for table in sorted(expected.rows.keys() | found.rows.keys()):
        wanted, had = expected.rows.get(table, []), found.rows.get(table, [])
        lines += [f"{table} lacks {row}" for row in wanted if row not in had]
        lines += [f"{table} has {row}" for row in had if row not in wanted]
        if len(wanted) != len(had):
            lines.append(f"{table}: {len(had)} rows, not {len(wanted)}")
    return lines
