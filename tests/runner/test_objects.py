"""Repeatable objects: applied when their file, the server's definition or the server differs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from kills.runs import Point, Runs
from projects import CommandLine, general_log, write

from clinic_db import objects, server
from clinic_db.project import Project
from clinic_db.replacing import replacement
from clinic_db.schema_pool import Schema

VIEW = "-- View: v\nCREATE VIEW v AS SELECT id FROM a;\n"
PROCEDURE = "CREATE PROCEDURE p ()\nBEGIN\n    SELECT 1;\n    SELECT 2;\nEND;\n"
FUNCTION = "CREATE FUNCTION f () RETURNS INT DETERMINISTIC NO SQL RETURN 1;\n"
TRIGGER = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.note = 'one';\n"


@pytest.fixture
def arguments(project: Path, empty: Schema) -> tuple[object, ...]:
    """A project with one object of each kind, and where to apply it."""
    write(
        project,
        {
            "sql/views/v.sql": VIEW,
            "procedures/p.sql": PROCEDURE,
            "sql/functions/f.sql": FUNCTION,
            "triggers/t.sql": TRIGGER,
        },
    )
    return ("--project", project, "--database", empty.url)


def _lines(text: str) -> list[str]:
    return [
        line for line in text.splitlines() if line.startswith(("created", "replaced", "dropped"))
    ]


def test_objects_follow_the_migrations(cli: CommandLine, arguments: tuple[object, ...]) -> None:
    done = cli("apply", *arguments)
    assert _lines(done.out) == [
        "created      function f",
        "created      view v",
        "created      procedure p",
        "created      trigger t",
    ]
    assert "nothing to do" in cli("apply", *arguments).out


def test_only_the_changed_file_is_applied(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, empty: Schema
) -> None:
    cli("apply", *arguments)
    write(project, {"triggers/t.sql": TRIGGER.replace("one", "two")})
    assert _lines(cli("apply", *arguments).out) == ["replaced     trigger t  (file changed)"]
    with empty.connect() as db:
        db.execute("INSERT INTO a (id) VALUES (1)")
        assert db.value("SELECT note FROM a") == "two"


@pytest.mark.parametrize(
    ("change", "kind", "why"),
    [
        ("DROP VIEW v", "created      view v", "missing on the server"),
        (
            "CREATE OR REPLACE VIEW v AS SELECT 2 AS id",
            "replaced     view v",
            "changed on the server",
        ),
        ("DROP TRIGGER t", "created      trigger t", "missing on the server"),
        (
            "ALTER PROCEDURE p COMMENT 'by hand'",
            "replaced     procedure p",
            "changed on the server",
        ),
        ("DROP FUNCTION f", "created      function f", "missing on the server"),
    ],
)
def test_change_by_hand_is_undone(
    cli: CommandLine,
    arguments: tuple[object, ...],
    empty: Schema,
    change: str,
    kind: str,
    why: str,
) -> None:
    cli("apply", *arguments)
    empty.connect().execute(change)
    assert _lines(cli("apply", *arguments).out) == [f"{kind}  ({why})"]
    assert cli("status", "--check", *arguments).code == 0


def test_changed_parameters_are_seen(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema
) -> None:
    """The same body behind other parameters is another procedure."""
    cli("apply", *arguments)
    with empty.connect() as db:
        db.execute("DROP PROCEDURE p")
        db.execute(PROCEDURE.replace("p ()", "p (IN x INT)"))
    assert "procedure p  (changed on the server)" in cli("apply", *arguments).out


def test_object_whose_file_is_gone_is_dropped(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, empty: Schema
) -> None:
    cli("apply", *arguments)
    empty.connect().execute("CREATE PROCEDURE somebody_elses () SELECT 1")
    (project / "procedures/p.sql").unlink()
    assert _lines(cli("apply", *arguments).out) == ["dropped      procedure p  (its file is gone)"]
    names = empty.connect().rows("SHOW PROCEDURE STATUS WHERE Db = DATABASE()")
    assert [row["Name"] for row in names] == ["somebody_elses"]


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("procedures/p.sql", "CREATE PROCEDURE p ()\nBEGIN\n    SELEKT 1;\nEND;\n"),
        (
            "triggers/t.sql",
            "-- why\nCREATE TRIGGER t BEFORE INSERT ON a\nFOR EACH ROW SET NEW.nope = 1;\n",
        ),
    ],
)
def test_text_that_does_not_compile_leaves_the_old_object(
    cli: CommandLine,
    arguments: tuple[object, ...],
    project: Path,
    empty: Schema,
    path: str,
    broken: str,
) -> None:
    """The new text is tried under another name before the old object goes."""
    cli("apply", *arguments)
    write(project, {path: broken})
    failed = cli("apply", *arguments)
    assert failed.code == 5
    assert f"{path}:{3 if path.startswith('proc') else 2}: statement" in failed.err
    with empty.connect() as db:
        db.execute("CALL p()")
        db.execute("INSERT INTO a (id) VALUES (1)")
        assert db.value("SELECT note FROM a") == "one"
        assert db.rows("SHOW PROCEDURE STATUS WHERE Db = DATABASE() AND Name LIKE '%trial%'") == []


def test_what_was_done_before_a_failure_is_not_done_again(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    cli("apply", *arguments)
    write(
        project,
        {
            "sql/views/v.sql": VIEW.replace("id", "id AS x"),
            "triggers/t.sql": TRIGGER.replace("SET", "SETT"),
        },
    )
    failed = cli("apply", *arguments)
    assert _lines(failed.out) == ["replaced     view v  (file changed)"]
    assert "committed: 1 object(s) before this one" in failed.err
    write(project, {"triggers/t.sql": TRIGGER})
    assert "view v" not in cli("apply", *arguments).out


def test_replaced_routine_is_absent_for_one_round_trip_and_that_is_said(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, empty: Schema
) -> None:
    """DROP and CREATE travel in one message; a trigger and a view are never absent."""
    first = cli("apply", *arguments)
    assert "absent" not in first.err
    write(
        project,
        {
            "procedures/p.sql": PROCEDURE.replace("2", "3"),
            "sql/functions/f.sql": FUNCTION.replace("1", "2"),
            "triggers/t.sql": TRIGGER.replace("one", "two"),
            "sql/views/v.sql": VIEW.replace("id", "id AS x"),
        },
    )
    with general_log(empty) as sent:
        done = cli("apply", *arguments)
    # The log shows the statements of one message one by one, all but the last with a semicolon.
    at = sent.index("DROP PROCEDURE IF EXISTS `p`;")
    assert sent[at + 1] == PROCEDURE.replace("2", "3").removesuffix(";\n")
    assert re.search(
        r"note: absent for at most [\d.]+ ms each while replaced: function f, procedure p\n",
        done.err,
    )


def test_what_was_tried_by_a_run_that_was_cut_short_is_removed(
    cli: CommandLine, arguments: tuple[object, ...], runs: Runs, project: Path, empty: Schema
) -> None:
    """And a trigger is never tried on its own table, where two would fire."""
    cli("apply", *arguments)
    write(
        project,
        {
            "procedures/p.sql": PROCEDURE.replace("2", "3"),
            "triggers/t.sql": TRIGGER.replace("one", "two"),
        },
    )
    words = ["apply", *map(str, arguments)]
    db = empty.connect()
    for text, kind in (("DROP PROCEDURE", "procedure p"), ("DROP TABLE", "table a")):
        runs.wait(runs.start(words, Point("client-before", text=text)))
        db.execute("DELETE FROM a")
        db.execute("INSERT INTO a (id) VALUES (1)")
        assert db.value("SELECT note FROM a") == "one"
        left = f"{kind}__clinic_db_trial"
        assert f"drop {left}: left behind by a run" in cli("status", *arguments).out
        if kind == "table a":
            done = cli("apply", *arguments)
            assert done.code == 0, done.err
            assert f"dropped      {left}  (left behind by a run that was cut short)" in done.out
    assert "nothing to do" in cli("apply", *arguments).out
    assert {row["Trigger"] for row in db.rows("SHOW TRIGGERS")} == {"t"}


def test_trigger_is_replaced_beside_those_it_stands_with(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, empty: Schema
) -> None:
    """FOLLOWS names a trigger that the copy, on which the text is tried, does not have."""
    second = "CREATE TRIGGER t2 BEFORE INSERT ON `a` FOR EACH ROW FOLLOWS t\nSET NEW.note = '{}';\n"
    write(project, {"triggers/t2.sql": second.format("second")})
    assert cli("apply", *arguments).code == 0
    write(project, {"triggers/t2.sql": second.format("later")})
    done = cli("apply", *arguments)
    assert done.code == 0, done.err
    with empty.connect() as db:
        db.execute("INSERT INTO a (id) VALUES (1)")
        assert db.value("SELECT note FROM a") == "later"


def _order(empty: Schema) -> list[str]:
    """The names of table a's triggers in the order in which they fire."""
    rows = empty.connect().rows(
        "SELECT trigger_name AS name FROM information_schema.triggers"
        " WHERE trigger_schema = DATABASE() AND event_object_table = 'a'"
        " ORDER BY action_order, trigger_name"
    )
    return [row["name"] for row in rows]


def test_triggers_of_one_moment_keep_the_order_of_their_names(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, empty: Schema
) -> None:
    """MySQL puts a trigger that is replaced behind the others: those are replaced after it."""
    second = TRIGGER.replace("TRIGGER t", "TRIGGER t_second")
    write(project, {"triggers/t_second.sql": second})
    write(
        project,
        {"triggers/t_update.sql": second.replace("second", "update").replace("INSERT", "UPDATE")},
    )
    cli("apply", *arguments)
    assert _order(empty) == ["t", "t_update", "t_second"]
    write(project, {"triggers/t.sql": TRIGGER.replace("one", "two")})
    assert _lines(cli("apply", *arguments).out) == [
        "replaced     trigger t  (file changed)",
        "replaced     trigger t_second  (fires after t)",
    ]
    assert "nothing to do" in cli("apply", *arguments).out
    empty.connect().execute("DROP TRIGGER t")
    cli("apply", *arguments)
    assert _order(empty) == ["t", "t_update", "t_second"]
    (project / "triggers/t.sql").unlink()
    assert _lines(cli("apply", *arguments).out) == ["dropped      trigger t  (its file is gone)"]
    assert "nothing to do" in cli("apply", *arguments).out


def test_trigger_moves_to_another_table(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, empty: Schema
) -> None:
    cli("apply", *arguments)
    write(project, {"triggers/t.sql": TRIGGER.replace("ON a", "ON b")})
    assert _lines(cli("apply", *arguments).out) == ["replaced     trigger t  (file changed)"]
    assert _order(empty) == []
    with empty.connect() as db:
        db.execute("INSERT INTO b (id) VALUES (1)")
        assert db.value("SELECT note FROM b") == "one"


def test_views_are_created_after_the_views_they_read(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    write(project, {"sql/views/a_view.sql": "CREATE VIEW a_view AS SELECT id FROM v;\n"})
    done = _lines(cli("apply", *arguments).out)
    assert done.index("created      view v") < done.index("created      view a_view")


def test_triggers_of_a_rebuilt_table_come_back(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    """A migration that drops and makes a table again takes the trigger along; apply sees it."""
    cli("apply", *arguments)
    rebuild = (
        "-- depends: 0002_create_b\nDROP TABLE a;\n"
        "CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY, note VARCHAR(50) NULL);\n"
    )
    write(project, {"migrations/0003_rebuild_a.sql": rebuild})
    assert "created      trigger t  (missing on the server)" in cli("apply", *arguments).out


def test_role_is_granted_what_its_file_says_and_no_more(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, empty: Schema
) -> None:
    role = f"role_of_{empty.name}"
    text = (
        f"CREATE ROLE IF NOT EXISTS {role};\nGRANT SELECT (id), UPDATE ON a TO {role};\n"
        f"GRANT EXECUTE ON PROCEDURE p TO {role};\n"
    )
    write(project, {f"sql/roles/{role}.sql": text})
    db = empty.connect()

    def grants() -> set[str]:
        rows = db.rows(f"SHOW GRANTS FOR {role}")
        return {str(next(iter(r.values()))).split(" TO ")[0] for r in rows} - {"GRANT USAGE ON *.*"}

    expected = {
        f"GRANT SELECT (`id`), UPDATE ON `{empty.name}`.`a`",
        f"GRANT EXECUTE ON PROCEDURE `{empty.name}`.`p`",
    }
    try:
        cli("apply", *arguments)
        assert grants() == expected
        db.execute(f"GRANT DELETE ON b TO {role} WITH GRANT OPTION")
        db.execute(f"REVOKE UPDATE ON a FROM {role}")
        assert f"role {role}  (changed on the server)" in cli("apply", *arguments).out
        assert grants() == expected
        write(project, {"procedures/p.sql": PROCEDURE.replace("2", "3")})
        assert f"role {role}  (grants on p went" in cli("apply", *arguments).out
        assert grants() == expected
        assert "nothing to do" in cli("apply", *arguments).out
        (project / f"sql/roles/{role}.sql").unlink()
        assert f"dropped      role {role}" in cli("apply", *arguments).out
        assert grants() == set()
    finally:
        db.execute(f"DROP ROLE IF EXISTS {role}")


def test_role_of_another_database_is_new_here(
    cli: CommandLine, project: Path, empty: Schema
) -> None:
    """Roles are the server's: one that is there already, with nothing to do here, is not ours."""
    role = f"role_of_{empty.name}"
    text = f"CREATE ROLE IF NOT EXISTS {role};\nGRANT SELECT ON a TO {role};\n"
    write(project, {f"sql/roles/{role}.sql": text})
    arguments = ("--project", project, "--database", empty.url)
    db = empty.connect()
    db.execute(f"CREATE ROLE {role}")
    try:
        status = cli("status", *arguments).out
        assert "0 objects on the server, 1 to apply" in status
        assert f"create role {role}: new" in status
        assert f"created      role {role}" in cli("apply", *arguments).out
        assert "1 object on the server, 0 to apply" in cli("status", *arguments).out
    finally:
        db.execute(f"DROP ROLE IF EXISTS {role}")


def test_right_on_columns_outlives_the_right_on_their_table(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, empty: Schema
) -> None:
    """Taking SELECT on a table away takes SELECT on its columns along: so that comes first."""
    role = f"narrowed_{empty.name}"
    text = f"CREATE ROLE IF NOT EXISTS {role};\nGRANT SELECT {{}} ON a TO {role};\n"
    db = empty.connect()
    try:
        write(project, {f"sql/roles/{role}.sql": text.format("")})
        assert cli("apply", *arguments).code == 0
        write(project, {f"sql/roles/{role}.sql": text.format("(id)")})
        assert cli("apply", *arguments).code == 0
        grants = " ".join(str(next(iter(r.values()))) for r in db.rows(f"SHOW GRANTS FOR {role}"))
        assert f"GRANT SELECT (`id`) ON `{empty.name}`.`a`" in grants
        assert "nothing to do" in cli("apply", *arguments).out
    finally:
        db.execute(f"DROP ROLE IF EXISTS {role}")


def test_change_of_server_version_applies_the_objects_again(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema
) -> None:
    """Version comments are resolved at CREATE, so another server may make another object."""
    cli("apply", *arguments)
    empty.connect().execute(
        "UPDATE _clinic_db_object SET server_version = '8.4.0' WHERE name = 'p'"
    )
    assert _lines(cli("apply", *arguments).out) == ["replaced     procedure p  (server upgraded)"]


@pytest.mark.parametrize("table", ["`of a b`", "{database}.plain", "`{database}` . `of a b`"])
def test_trigger_is_replaced_whatever_its_table_is_called(
    cli: CommandLine, empty: Schema, project: Path, table: str
) -> None:
    on = table.format(database=empty.name)
    trigger = f"CREATE TRIGGER t BEFORE INSERT ON {on} FOR EACH ROW SET NEW.id = {{}};\n"
    made = "CREATE TABLE `of a b` (id INT);\nCREATE TABLE plain (id INT);\n"
    write(project, {"migrations/0003_more.sql": "-- depends: 0002_create_b\n" + made})
    write(project, {"triggers/t.sql": trigger.format(1)})
    options = ("--project", project, "--database", empty.url)
    assert cli("apply", *options).code == 0
    write(project, {"triggers/t.sql": trigger.format(2)})
    replaced = cli("apply", *options)
    assert replaced.code == 0, replaced.err
    assert "replaced     trigger t  (file changed)" in replaced.out


def test_names_that_a_server_keeps_in_lower_case_are_still_the_projects(
    empty: Schema, project: Path
) -> None:
    """As with lower_case_table_names = 1, where a view Shown is told as shown."""
    write(project, {"sql/views/Shown.sql": "CREATE VIEW Shown AS SELECT 1 AS one;\n"})
    trigger = "CREATE TRIGGER t BEFORE INSERT ON A FOR EACH ROW SET NEW.id = 1;\n"
    write(project, {"triggers/t.sql": trigger})
    found = {item.name: item for item in objects.read(Project(project))}
    [lock] = [
        statement.sql
        for statement in replacement(found["t"], found["t"].statement, "a")
        if statement.sql.startswith("LOCK")
    ]
    assert lock == "LOCK TABLES `A` WRITE"
    with empty.connect() as db:
        db.execute("CREATE VIEW shown AS SELECT 1 AS one")
        named = server.live(db, with_roles=False, names=[("view", "Shown")])
        assert named.objects.keys() == {("view", "Shown")}
        of_old = server.live(db, with_roles=False, names=[("view", "shown"), ("view", "Shown")])
        assert of_old.objects.keys() == {("view", "shown")}, "the file was called so before"
        db.execute("CREATE VIEW Shown AS SELECT 2 AS two")
        both = server.live(db, with_roles=False, names=[("view", "Shown")])
        assert both.objects.keys() == {("view", "Shown"), ("view", "shown")}
