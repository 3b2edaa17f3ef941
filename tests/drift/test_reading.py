"""Twelve statements, all of them questions: whatever the size of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from drift.conftest import SHOP, Shop, account
from drift.test_rights import RIGHTS, on

from clinic_db import database, snapshot
from clinic_db.database import Connection
from clinic_db.drift import find
from clinic_db.schema_pool import Schema
from clinic_db.testing import configuration

MOST = 12
QUESTIONS = {"SELECT", "WITH", "SHOW"}
TABLE = (
    "CREATE TABLE big_{0} (id INT PRIMARY KEY, a INT, b VARCHAR(20) NOT NULL DEFAULT '', up INT,"
    " KEY ix (a, b), CONSTRAINT ck_{0} CHECK (a > 0),"
    " CONSTRAINT fk_{0} FOREIGN KEY (up) REFERENCES big_{0} (id))"
)


@contextmanager
def _asked(root: Connection, user: str) -> Iterator[list[str]]:
    """What the account sends to the server."""
    sent: list[str] = []
    root.execute("SET GLOBAL log_output = 'TABLE'")
    root.execute("TRUNCATE TABLE mysql.general_log")
    root.execute("SET GLOBAL general_log = ON")
    try:
        yield sent
    finally:
        root.execute("SET GLOBAL general_log = OFF")
        rows = root.rows(
            "SELECT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log"
            " WHERE command_type = 'Query' AND user_host LIKE CONCAT(%s, '[%%')"
            " ORDER BY event_time",
            (user,),
        )
        sent += [row["text"] for row in rows]


def test_small_and_large_are_read_in_twelve_questions(shop: Shop, clinic_db_empty: Schema) -> None:
    """And by an account that cannot write, so that nothing is written and no lock is taken."""
    with clinic_db_empty.connect(foreign_key_checks=0) as root:
        for number in range(300):
            root.execute(TABLE.format(number))
            if number % 10 == 0:
                root.execute(f"CREATE VIEW seen_{number} AS SELECT * FROM big_{number}")
                root.execute(f"CREATE PROCEDURE do_{number} (IN x INT) SELECT x")
                root.execute(
                    f"CREATE TRIGGER at_{number} BEFORE INSERT ON big_{number}"
                    " FOR EACH ROW SET NEW.a = 1"
                )
        # A definer reads differently to each account; this one's is what will be compared.
        big = clinic_db_empty.target
        with account(big, *on(big, RIGHTS)) as reader, database.connect(reader) as same:
            expected = snapshot.read(same)
    assert len(shop.expected.objects) < 100 < 2000 < len(expected.objects)
    shop.begin()
    with database.connect(shop.live.target) as root:
        for at, wanted in ((shop.live.target, shop.expected), (big, expected)):
            with account(at, *on(at, RIGHTS)) as reader, _asked(root, reader.user) as sent:
                found = find(configuration(reader, SHOP), expected=wanted)
            assert not found.findings, found.findings
            assert not found.unseen, found.unseen
            # How a session begins: nobody else sees what it sets.
            assert [text.split()[:2] for text in sent[:2]] == [["SET", "NAMES"], ["SET", "SESSION"]]
            assert 0 < len(sent[2:]) <= MOST, sent
            assert {text.split()[0] for text in sent[2:]} <= QUESTIONS
            assert not any("LOCK" in text.upper().split() or "GET_LOCK" in text for text in sent)
