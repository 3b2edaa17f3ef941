"""Triggers are replaced while rows come in: no firing is lost, and none is doubled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from projects import write

from clinic_db import runner
from clinic_db.database import Connection
from clinic_db.runner import SILENT
from clinic_db.schema_pool import Schema
from clinic_db.testing import configuration

TURNS = 100
TABLES = """
CREATE TABLE visits (id INT PRIMARY KEY AUTO_INCREMENT, mark VARCHAR(20), closed INT DEFAULT 0);
CREATE TABLE bills (id INT PRIMARY KEY AUTO_INCREMENT, visit INT);
CREATE TABLE log (id INT PRIMARY KEY AUTO_INCREMENT, what VARCHAR(20), row_id INT, KEY (what));
"""
TRIGGERS = {
    "visits_before_insert": "SET NEW.mark = 'turn {turn}'",
    "visits_after_insert": "INSERT INTO log (what, row_id) VALUES ('visit in', NEW.id)",
    "visits_before_update": "SET NEW.mark = 'turn {turn}', NEW.closed = OLD.closed + 1",
    "bills_after_insert": "INSERT INTO log (what, row_id) VALUES ('bill in', NEW.id)",
}


def _triggers(turn: int) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {}
    for name, body in TRIGGERS.items():
        table, moment, event = name.split("_")
        files[f"triggers/{name}.sql"] = (
            f"-- Turn {turn}\nCREATE TRIGGER {name} {moment.upper()} {event.upper()} ON {table}\n"
            f"FOR EACH ROW {body.replace('{turn}', str(turn))};\n"
        )
    return files


@contextmanager
def _without_pause(schema: Schema, write_one: Callable[[Connection], None]) -> Iterator[list[int]]:
    """A session that writes and writes while the block runs; gives how often it did."""
    stop = threading.Event()
    written = [0]

    def work() -> None:
        with schema.connect() as db:
            while not stop.is_set():
                write_one(db)
                written[0] += 1

    writer = threading.Thread(target=work)
    writer.start()
    try:
        yield written
    finally:
        stop.set()
        writer.join(60)
    assert not writer.is_alive()


def _visit(db: Connection) -> None:
    db.execute("INSERT INTO visits (closed) VALUES (0)")
    db.execute("UPDATE visits SET closed = 0 WHERE id = LAST_INSERT_ID()")


def _bill(db: Connection) -> None:
    db.execute("INSERT INTO bills (visit) VALUES (1)")


def test_every_trigger_is_replaced_a_hundred_times_and_none_misses_a_row(
    empty: Schema, tmp_path: Path
) -> None:
    project = write(tmp_path / "p", {"migrations/0001_tables.sql": TABLES, **_triggers(0)})
    config = configuration(empty.target, project)
    runner.apply(config, SILENT)
    with _without_pause(empty, _visit) as visits, _without_pause(empty, _bill) as bills:
        for turn in range(1, TURNS + 1):
            write(project, _triggers(turn))
            replaced = runner.apply(config, SILENT).steps
            assert [step.action for step in replaced] == ["replace"] * len(TRIGGERS)
    db = empty.connect()
    assert visits[0] > TURNS
    assert bills[0] > TURNS
    # Each row passed each trigger of its table, once.
    fired = db.rows("SELECT what, COUNT(*) AS n, COUNT(DISTINCT row_id) AS ids FROM log GROUP BY 1")
    assert {row["what"]: (row["n"], row["ids"]) for row in fired} == {
        "visit in": (visits[0], visits[0]),
        "bill in": (bills[0], bills[0]),
    }
    assert db.value("SELECT COUNT(*) FROM visits WHERE mark IS NULL OR closed <> 1") == 0
    # And it did see old and new ones.
    assert db.value("SELECT COUNT(DISTINCT mark) FROM visits") > 2
