"""What the server does on an empty clone is what it does on the table full of rows."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from lint.forms import BASES, FORMS

from clinic_db import queries
from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.lint import oracle
from clinic_db.lint.alters import order_of
from clinic_db.lint.oracle import WAYS
from clinic_db.schema_pool import Schema

TABLES = ("k", "t", "t2", "p")


@dataclass(frozen=True)
class Way:
    """How a statement was done: '' for an algorithm that leaves no mark on the table."""

    algorithm: str
    lock: str
    rebuilds: bool


def make(connection: Connection, base: str, *, filled: bool) -> None:
    """The tables of a base, in place of those of the last one."""
    connection.execute(f"DROP TABLE IF EXISTS {', '.join(TABLES)}")
    for sql in BASES[base]:
        if filled or not sql.startswith("INSERT"):
            connection.execute(sql)


def is_refused(connection: Connection, sql: str, algorithm: str, lock: str) -> bool:
    """Whether the table as it is cannot be changed in this way."""
    order = order_of(sql)
    assert order is not None
    if not order.allows(algorithm, lock):
        return True
    try:
        connection.execute(order.worded(algorithm, lock))
    except ServerError:
        return True
    return False


def truth(connection: Connection, sql: str, said: Way) -> Way:
    """What happens to a full table: the next cheaper way is refused, then the statement runs.

    It runs as it is written, with the predicted lock where it names none. A copy counts its rows;
    a rebuilt table has another id.
    """
    order = order_of(sql)
    assert order is not None
    cheaper = WAYS[: WAYS.index((said.algorithm, said.lock))]
    if cheaper and not is_refused(connection, sql, *cheaper[-1]):
        return Way(*cheaper[-1], said.rebuilds)
    before = oracle.table_ids(connection)
    keeps_lock = said.algorithm == "INSTANT" or order.lock
    rows = connection.execute(sql if keeps_lock else order.worded(order.algorithm, said.lock))
    rebuilds = bool(before - oracle.table_ids(connection))
    if rows:
        return Way("COPY", said.lock, rebuilds)
    return Way("" if said.algorithm == "COPY" else said.algorithm, said.lock, rebuilds)


@pytest.mark.parametrize("base", FORMS)
def test_the_clone_tells_what_the_full_table_gets(base: str, clinic_db_empty: Schema) -> None:
    wrong = []
    with clinic_db_empty.connect(foreign_key_checks=1) as connection:
        for sql in FORMS[base]:
            make(connection, base, filled=False)
            answer = oracle.ask(connection, sql)
            assert answer is not None, sql
            said = Way(answer.algorithm, answer.lock, answer.rebuilds)
            make(connection, base, filled=True)
            if (happened := truth(connection, sql, said)) != said:
                wrong.append((sql, said, happened))
        connection.execute(f"DROP TABLE IF EXISTS {', '.join(TABLES)}")
    assert wrong == []


def test_there_are_enough_forms_of_every_sort() -> None:
    forms = [sql for sqls in FORMS.values() for sql in sqls]
    assert len(set(zip([b for b, s in FORMS.items() for _ in s], forms, strict=True))) >= 150
    assert FORMS.keys() == BASES.keys()


def _versions(connection: Connection) -> int:
    return int(connection.value(queries.get("lint/row_versions"), ("t",)))


@pytest.mark.parametrize("filled", [False, True], ids=["clone", "full table"])
def test_the_limit_of_instant_changes_is_met_on_both(filled: bool, clinic_db_empty: Schema) -> None:
    """At the limit the server rebuilds, and says that it does; below, nothing is written."""
    with clinic_db_empty.connect() as connection:
        connection.execute("CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, b INT NULL)")
        if filled:
            connection.execute("INSERT INTO t VALUES (1, 1), (2, 2)")
        limit = 255 if connection.version > "9.1" else 64
        oracle.age(connection, "t", limit - 1)
        assert _versions(connection) == limit - 1
        assert _asked(connection, "ALTER TABLE t ADD COLUMN z INT NULL") == ("INSTANT", False)
        assert _versions(connection) == limit
        assert _asked(connection, "ALTER TABLE t RENAME COLUMN b TO c") == ("INSTANT", False)
        assert _asked(connection, "ALTER TABLE t DROP COLUMN c") == ("INPLACE", True)
        assert _versions(connection) == 0


def _asked(connection: Connection, sql: str) -> tuple[str, bool]:
    answer = oracle.ask(connection, sql)
    assert answer is not None
    return answer.algorithm, answer.rebuilds


def test_ageing_leaves_the_columns_as_they_were(clinic_db_empty: Schema) -> None:
    with clinic_db_empty.connect() as connection:
        connection.execute("CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, b INT NULL)")
        before = connection.value("SELECT count(*) FROM information_schema.columns"
                                  " WHERE table_schema = database()")  # fmt: skip
        for versions in (2, 5, 9):
            oracle.age(connection, "t", versions)
            assert _versions(connection) == versions
        assert before == connection.value("SELECT count(*) FROM information_schema.columns"
                                          " WHERE table_schema = database()")  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    ["INSERT INTO t VALUES (1)", "DROP TABLE t", "ALTER VIEW v AS SELECT 1", "RENAME TABLE t TO u"],
)
def test_other_statements_are_not_asked_about_nor_run(sql: str, clinic_db_empty: Schema) -> None:
    with clinic_db_empty.connect() as connection:
        before = connection.statements
        assert oracle.ask(connection, sql) is None
        assert connection.statements == before


def test_a_statement_that_is_wrong_itself_is_refused(clinic_db_empty: Schema) -> None:
    with clinic_db_empty.connect() as connection:
        connection.execute("CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY)")
        with pytest.raises(ServerError, match="1091"):
            oracle.ask(connection, "ALTER TABLE t DROP COLUMN nope")


def test_the_reason_is_the_servers(clinic_db_empty: Schema) -> None:
    with clinic_db_empty.connect() as connection:
        make(connection, "plain", filled=False)
        answer = oracle.ask(connection, "ALTER TABLE t MODIFY COLUMN a BIGINT NOT NULL")
    assert answer is not None
    assert answer.is_blocking
    assert "column type" in answer.why


@pytest.mark.parametrize("sql", ["DROP INDEX ix", "CREATE TABLE t (a INT)", "DROP TABLE t"])
def test_what_has_no_choice_or_no_table_is_no_order(sql: str) -> None:
    """Also what the server will refuse: it says so better."""
    assert order_of(sql) is None
