"""The generator of mutants: it misses no rule, and what it makes is SQL.

`make mutants` tries the mutants themselves; that takes longer than a test run may.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from clinic_db import objects
from clinic_db import project as projects
from clinic_db.database import Connection
from mutants import body, generator
from mutants.model import KINDS, Mutant

ROOT = Path(__file__).parents[2]
BODY = """CREATE TRIGGER t BEFORE UPDATE ON b FOR EACH ROW
BEGIN
    -- IF this were read, THEN it would count;
    SELECT c.x INTO v FROM c WHERE c.y = if(NEW.y > 0, 1, 2) FOR UPDATE;
    IF NEW.a BETWEEN 1 AND 2 AND (OLD.b = 'x OR y' OR NOT (NEW.c <=> OLD.c)) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'b: IF you; THEN me';
    END IF;
    IF (NEW.a <= 1) IS NOT TRUE THEN
        SET NEW.a = CASE WHEN OLD.a THEN 1 ELSE 2 END;
    END IF;
    UPDATE d SET e = 1 WHERE f = 1 AND g = 2;
    /*!90700 SET SESSION x = OFF; */
    SET SESSION y = 1;
END"""
BROKEN = [
    ("lock", "FOR UPDATE of c", ""),
    (
        "negated",
        "IF NEW.a BETWEEN 1 AND 2 AND (OLD.b = 'x OR y' OR NOT (NEW.c <=> OLD.c))",
        "NOT (NEW.a BETWEEN 1 AND 2 AND (OLD.b = 'x OR y' OR NOT (NEW.c <=> OLD.c))\n)",
    ),
    ("term", "AND NEW.a BETWEEN 1 AND 2", "TRUE"),
    ("term", "OR OLD.b = 'x OR y'", "FALSE"),
    ("term", "OR NOT (NEW.c <=> OLD.c)", "FALSE"),
    ("never", "IF NEW.a BETWEEN 1 AND 2 AND (OLD.b = 'x OR y' OR NOT (NEW.c <=> OLD.c))", "FALSE"),
    ("negated", "IF (NEW.a <= 1) IS NOT TRUE", "NOT ((NEW.a <= 1) IS NOT TRUE\n)"),
    ("never", "IF (NEW.a <= 1) IS NOT TRUE", "FALSE"),
    ("assignment", "SET NEW.a = CASE WHEN OLD.a THEN 1 ELSE 2 END", "DO 0"),
    ("where", "UPDATE WHERE f = 1 AND g = 2", "NOT (f = 1 AND g = 2\n)"),
    ("term", "AND f = 1", "TRUE"),
    ("term", "AND g = 2", "TRUE"),
    ("pin", "/*!90700 SET SESSION x = OFF; */", ""),
    ("pin", "SET SESSION y = 1", "DO 0"),
]


def test_a_body_is_broken_in_every_place_and_nowhere_else() -> None:
    assert [(e.kind, e.what, e.new) for e in body.edits(BODY)] == BROKEN


def test_every_constraint_of_the_database_is_dropped(db: Connection) -> None:
    """Counted by the server's own list, not by the snapshot that the generator reads."""
    rows = db.rows(
        "SELECT concat('drop ', c.table_name, '.', c.constraint_name) AS id "
        "FROM information_schema.table_constraints AS c "
        "WHERE c.constraint_schema = database() AND c.table_name NOT LIKE '\\_%%' "
        "AND (c.constraint_type <> 'PRIMARY KEY' OR NOT EXISTS (SELECT 1 FROM "
        "information_schema.columns AS k WHERE k.table_schema = c.table_schema "
        "AND k.table_name = c.table_name AND k.extra = 'auto_increment'))"
    )
    # A foreign key of billing points at it, so the server keeps it; the primary key says it too.
    expected = {row["id"] for row in rows} - {"drop appointments.uq_appointments_patient"}
    mutants = generator.generate(projects.find(ROOT), db)
    assert {mutant.id for mutant in mutants if mutant.is_constraint} == expected


def test_every_trigger_is_dropped_and_every_guard_turned(db: Connection) -> None:
    project = projects.find(ROOT)
    mutants = generator.generate(project, db)
    counted = Counter((mutant.kind, mutant.target) for mutant in mutants)
    assert len({mutant.id for mutant in mutants}) == len(mutants)
    assert {mutant.kind for mutant in mutants} == set(KINDS)
    for item in objects.read(project):
        if item.kind not in ("trigger", "procedure", "function"):
            continue
        text = re.sub(r"--.*", "", item.statement.sql)
        guards = len(re.findall(r"\b(?:END IF|ELSEIF|END WHILE)\b", text))
        assert counted["negated", item.name] == guards, item.name
        locks = len(re.findall(r"\bFOR (?:UPDATE|SHARE)\b", text))
        assert counted["lock", item.name] == locks, item.name
        assert counted["trigger", item.name] == (item.kind == "trigger"), item.name


def test_every_mutant_is_accepted_by_the_server(db: Connection) -> None:
    """Under names of their own, so that none has to be put back."""
    mutants = generator.generate(projects.find(ROOT), db)
    order = ("foreign key", "check", "unique")
    for mutant in sorted(
        (m for m in mutants if m.is_constraint), key=lambda m: order.index(m.kind)
    ):
        db.execute(mutant.sql.replace("ix_mutant", f"ix_{abs(hash(mutant.id))}"))
    for mutant in mutants:
        if not mutant.is_constraint and mutant.sql:
            _accepted(db, mutant)


def _accepted(db: Connection, mutant: Mutant) -> None:
    db.execute(objects.renamed(mutant.sql, "mutant"))
    kind = mutant.sql.split(None, 2)[1]
    db.execute(f"DROP {kind} mutant")
