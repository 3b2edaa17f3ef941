"""A run that goes on after another was cut short finds what that one's session held."""

from __future__ import annotations

import signal
from decimal import Decimal
from pathlib import Path

import pytest
from kills.runs import Point, Runs
from projects import CommandLine, write

from clinic_db.schema_pool import Schema

DEPENDS = "-- depends: 0002_create_b\n"


class Cut:
    """A third migration, and a run of it that is killed at a statement."""

    def __init__(self, runs: Runs, cli: CommandLine, project: Path, schema: Schema) -> None:
        self._runs = runs
        self._cli = cli
        self._project = project
        self.arguments = ["--project", str(project), "--database", schema.url]
        self.db = schema.connect()

    def write(self, sql: str, name: str = "0003_more", head: str = DEPENDS) -> None:
        write(self._project, {f"migrations/{name}.sql": head + sql})

    def killed(self, how: str, text: str) -> None:
        """The client dies before or after the first message with `text` in it."""
        point = Point(f"client-{how}", text=text)
        ended = self._runs.wait(self._runs.start(["apply", *self.arguments], point))
        assert ended.code == -signal.SIGKILL, ended.err

    def goes_on(self) -> None:
        """The same command again does the rest."""
        done = self._cli("apply", *self.arguments)
        assert done.code == 0, done.err


@pytest.fixture
def cut(runs: Runs, cli: CommandLine, project: Path, empty: Schema) -> Cut:
    return Cut(runs, cli, project, empty)


def test_variables_keep_their_values_and_types(cut: Cut) -> None:
    cut.write(
        "SET @n = 7, @d = 1.50, @s = 'it''s 5%', @b = x'00ff', @none = NULL, @`odd name` = 'x';\n"
        "ALTER TABLE a ADD c INT;\n"
        "SELECT @n + 1 INTO @m;\n"
        "ALTER TABLE a ADD d INT;\n"
        "CREATE TABLE k AS SELECT @n AS n, @m AS m, @d AS d, @s AS s, HEX(@b) AS b,"
        " @none IS NULL AS none, @`odd name` AS odd;\n"
    )
    cut.killed("before", "ADD d INT")
    cut.goes_on()
    row = cut.db.one("SELECT n, m, d, s, b, none, odd FROM k")
    assert row == {
        "n": 7, "m": 8, "d": Decimal("1.5"), "s": "it's 5%", "b": "00FF", "none": 1, "odd": "x"
    }  # fmt: skip
    types = cut.db.rows("SHOW COLUMNS FROM k WHERE Field IN ('n', 'm')")
    assert {row["Type"] for row in types} == {"bigint"}


def test_key_that_was_given_out_is_found_again(cut: Cut) -> None:
    """LAST_INSERT_ID() goes with the session; what a variable took from it does not."""
    cut.write(
        "CREATE TABLE owner (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(9));\n"
        "INSERT INTO owner (name) VALUES ('Siti');\n"
        "SET @id = LAST_INSERT_ID();\n"
        "ALTER TABLE owner ADD pets INT;\n"
        "UPDATE owner SET pets = 1 WHERE id = @id;\n"
    )
    cut.killed("after", "ADD pets")
    cut.goes_on()
    assert cut.db.rows("SELECT * FROM owner") == [{"id": 1, "name": "Siti", "pets": 1}]


def test_settings_and_prepared_statements_are_made_again(cut: Cut) -> None:
    cut.write(
        "SET SESSION sql_mode = '', @make = 'INSERT INTO b VALUES (1, ?)';\n"
        "PREPARE made FROM @make;\n"
        "PREPARE dropped FROM 'SELECT 1';\n"
        "DEALLOCATE PREPARE dropped;\n"
        "ALTER TABLE a ADD c INT NOT NULL;\n"
        "INSERT INTO a VALUES (1, 'x', 'not a number');\n"
        "SET @x = 'y';\n"
        "EXECUTE made USING @x;\n"
    )
    cut.killed("before", "ADD c INT")
    cut.goes_on()
    assert cut.db.one("SELECT c FROM a") == {"c": 0}
    assert cut.db.one("SELECT note FROM b") == {"note": "y"}


def test_temporary_table_that_went_with_the_session_is_asked_for(
    cut: Cut, cli: CommandLine
) -> None:
    """Nothing can bring its rows back, so the file must; before that nothing is changed."""
    made = "CREATE TEMPORARY TABLE heap AS SELECT 5 AS n;\n"
    alter, rest = "ALTER TABLE a ADD c INT;\n", "INSERT INTO a SELECT n, 'x', n FROM heap;\n"
    cut.write(made + alter + rest)
    cut.killed("after", "ADD c INT")
    refused = cli("apply", *cut.arguments)
    assert refused.code == 6
    assert "migrations/0003_more.sql:4: statement 3 needs the temporary table heap" in refused.err
    assert "2 statement(s) before it are done and recorded" in refused.err
    cut.write(made + alter + made + rest)
    cut.goes_on()
    assert cut.db.rows("SELECT * FROM a") == [{"id": 5, "note": "x", "c": 5}]


def test_what_a_file_leaves_in_the_session_ends_with_it(cut: Cut) -> None:
    """Or a run that goes on with the next file would do something else than one that did both."""
    cut.write("SET @v = 1, max_error_count = 5, insert_id = 9;\nSET NAMES latin1;\n")
    cut.write(
        "CREATE TABLE k AS SELECT @v IS NULL AS v, @@SESSION.max_error_count AS n,"
        " @@SESSION.character_set_client AS c;\n",
        "0004_next",
        "-- depends: 0003_more\n",
    )
    cut.goes_on()
    found = cut.db.one("SELECT v, n, c, @@GLOBAL.max_error_count AS usual FROM k")
    assert found is not None
    assert (found["v"], found["n"], found["c"]) == (1, found["usual"], "utf8mb4")


FILL = (
    "INSERT INTO t (a) VALUES (1), (2);\n"
    "INSERT INTO t (a) VALUES ({last});\n"
)  # fmt: skip
# ANALYZE makes the information schema remember a counter that is soon an old one.
TABLE = "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, a INT UNIQUE);\nANALYZE TABLE t;\n"


def test_ids_of_a_refused_statement_are_given_out_again(cut: Cut, cli: CommandLine) -> None:
    """Not only a kill undoes rows: an error does, and the corrected file makes the same ids."""
    cut.write(TABLE + FILL.format(last=1))
    failed = cli("apply", *cut.arguments)
    assert failed.code == 5
    assert "1062" in failed.err
    cut.write(TABLE + FILL.format(last=3))
    cut.goes_on()
    assert cut.db.rows("SELECT id, a FROM t ORDER BY id") == [
        {"id": 1, "a": 1}, {"id": 2, "a": 2}, {"id": 3, "a": 3}
    ]  # fmt: skip


def test_ids_that_others_were_given_meanwhile_stay_theirs(cut: Cut) -> None:
    cut.write(TABLE + FILL.format(last=3))
    cut.killed("before", "VALUES (3)")
    cut.db.execute("INSERT INTO t (a) VALUES (100)")
    cut.goes_on()
    ids = {row["a"]: row["id"] for row in cut.db.rows("SELECT id, a FROM t")}
    assert ids == {100: 3, 1: 4, 2: 5, 3: 6}


def test_ids_are_given_out_again_once_nobody_is_in_the_way(cut: Cut, cli: CommandLine) -> None:
    """A reader keeps the counter from being put back: the first error is told, the rest waits."""
    cut.write(TABLE)
    cut.goes_on()
    cut.write(FILL.format(last=1), "0004_fill", "-- depends: 0003_more\n")
    cut.db.execute("START TRANSACTION")
    cut.db.rows("SELECT * FROM t")
    failed = cli("apply", *cut.arguments, "--lock-wait-timeout", "1")
    assert failed.code == 5
    assert "1062" in failed.err
    cut.db.execute("ROLLBACK")
    cut.write(FILL.format(last=3), "0004_fill", "-- depends: 0003_more\n")
    cut.goes_on()
    assert cut.db.value("SELECT GROUP_CONCAT(id ORDER BY id) FROM t") == "1,2,3"


@pytest.mark.parametrize(
    "setting",
    ["sql_mode = 'ANSI_QUOTES'", "NAMES latin1", "time_zone = '+07:00'", "sql_quote_show_create=0"],
)
def test_setting_makes_no_table_look_changed(cut: Cut, setting: str) -> None:
    """SHOW CREATE follows the session: the run that died and the next one must read the same."""
    cut.write(
        "ALTER TABLE a ADD at TIMESTAMP DEFAULT '2020-01-01 00:00:00' COMMENT 'é';\n"
        f"SET {setting};\n"
        "ALTER TABLE a ADD c INT;\n"
    )
    cut.killed("before", "ADD c INT")
    cut.goes_on()
    columns = cut.db.rows("SHOW COLUMNS FROM a")
    assert [column["Field"] for column in columns] == ["id", "note", "at", "c"]


def test_rows_may_come_back_in_any_characters(cut: Cut) -> None:
    cut.write(
        "ALTER TABLE a COMMENT 'é';\n"
        "SET NAMES latin1, sql_mode = 'ANSI_QUOTES';\n"
        "ALTER TABLE a ADD c INT;\n"
        "SELECT 'é' AS `é`, table_comment FROM information_schema.tables;\n"
        "SET character_set_results = NULL;\n"
        "ALTER TABLE a ADD d INT;\n"
        "CREATE TABLE k AS SELECT @@character_set_client AS c,"
        " COALESCE(@@character_set_results, 'none') AS r, @@sql_mode AS m;\n"
    )
    cut.goes_on()
    assert cut.db.rows("SELECT * FROM k") == [{"c": "latin1", "r": "none", "m": "ANSI_QUOTES"}]


def test_key_that_was_given_out_last_is_still_the_last(cut: Cut) -> None:
    cut.write(
        "CREATE TABLE owner (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(9));\n"
        "INSERT INTO owner VALUES (41, 'Siti');\n"
        "INSERT INTO owner (name) VALUES ('Budi');\n"
        "ALTER TABLE owner ADD pets INT;\n"
        "INSERT INTO b VALUES (LAST_INSERT_ID(), 'pet');\n"
    )
    cut.killed("after", "ADD pets")
    cut.goes_on()
    assert cut.db.rows("SELECT * FROM b") == [{"id": 42, "note": "pet"}]


def test_text_that_was_prepared_from_an_older_value_is_asked_for(
    cut: Cut, cli: CommandLine
) -> None:
    """The variable holds another text by now: what was prepared must not become that."""
    prepare = "SET @sql = 'INSERT INTO a VALUES (1, 1)';\nPREPARE one FROM @sql;\n"
    other = "SET @sql = 'INSERT INTO b VALUES (2, 2)';\nPREPARE two FROM @sql;\n"
    alter, rest = "ALTER TABLE a ADD c INT;\nEXECUTE two;\n", "EXECUTE one;\n"
    rest = rest.replace("VALUES (1, 1)", "VALUES (1, 1, 1)")
    cut.write(prepare + other + alter + rest)
    cut.killed("after", "ADD c INT")
    refused = cli("apply", *cut.arguments)
    assert refused.code == 6
    assert "migrations/0003_more.sql:8: statement 7 needs the prepared one" in refused.err
    assert cli("plan", *cut.arguments).err in refused.err, "plan says it too"
    again = prepare.replace("(1, 1)", "(1, 1, 1)")
    cut.write(prepare + other + alter + again + rest)
    cut.goes_on()
    assert cut.db.rows("SELECT * FROM a") == [{"id": 1, "note": "1", "c": 1}]
    assert cut.db.rows("SELECT * FROM b") == [{"id": 2, "note": "2"}]


def test_temporary_table_that_was_dropped_again_is_not_asked_for(cut: Cut) -> None:
    cut.write(
        "CREATE TEMPORARY TABLE heap (n INT);\n"
        "DROP TEMPORARY TABLE heap;\n"
        "ALTER TABLE a ADD c INT;\n"
        "CREATE TABLE heap (n INT);\n"
    )
    cut.killed("after", "ADD c INT")
    cut.goes_on()
    assert cut.db.rows("SELECT * FROM heap") == []


def test_diagnostics_are_those_of_the_statement_before(cut: Cut) -> None:
    """Nothing of the record comes in between."""
    cut.write(
        "INSERT INTO a VALUES (1, 'x'), (2, 'y'), (3, 'z');\n"
        "GET DIAGNOSTICS @n = ROW_COUNT;\n"
        "INSERT INTO b VALUES (@n, 'rows');\n"
    )
    cut.goes_on()
    assert cut.db.rows("SELECT * FROM b") == [{"id": 3, "note": "rows"}]


def test_backslash_is_what_it_was_in_every_mode(cut: Cut) -> None:
    cut.write(
        "SET sql_mode = 'NO_BACKSLASH_ESCAPES';\n"
        "SET @path = 'C:\\new é';\n"
        "ALTER TABLE a ADD c INT;\n"
        "INSERT INTO b VALUES (1, @path);\n"
    )
    cut.killed("after", "ADD c INT")
    cut.goes_on()
    assert cut.db.value("SELECT note FROM b") == "C:\\new é"


@pytest.mark.parametrize("begins_with", ["none", "all"])
def test_role_that_a_file_takes_ends_with_it(cut: Cut, begins_with: str) -> None:
    """Then the roles are those that a session of this server begins with."""
    role = f"taken_{cut.db.target.database}"[:32]
    taken = role if begins_with == "none" else "NONE"
    cut.write(f"SET ROLE {taken};\nINSERT INTO a VALUES (1, CURRENT_ROLE());\n")
    cut.write("INSERT INTO b VALUES (1, CURRENT_ROLE());\n", "0004_next", "-- depends: 0003_more\n")
    account = cut.db.value("SELECT CURRENT_USER()").replace("@", "'@'")
    cut.db.execute(f"CREATE ROLE {role}")
    try:
        cut.db.execute(f"GRANT {role} TO '{account}'")
        cut.db.execute(f"SET GLOBAL activate_all_roles_on_login = {begins_with == 'all'}")
        cut.goes_on()
    finally:
        cut.db.execute("SET GLOBAL activate_all_roles_on_login = DEFAULT")
        cut.db.execute(f"DROP ROLE {role}")
    notes = [cut.db.value(f"SELECT note FROM {table}") for table in ("a", "b")]
    both = [f"`{role}`@`%`", "NONE"]
    assert notes == (both if begins_with == "none" else both[::-1])
