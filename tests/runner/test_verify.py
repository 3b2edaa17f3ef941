"""clinic-db verify: whatever was applied must still be as it was applied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import wire
from projects import ROOT, CommandLine, write

from clinic_db import locks, runner
from clinic_db.database import Connection
from clinic_db.schema_pool import Schema
from clinic_db.testing import configuration

TRIGGER = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.note = 'x';\n"
FIRST, SECOND = "migrations/0001_create_a.sql", "migrations/0002_create_b.sql"


@pytest.fixture
def arguments(project: Path, empty: Schema, cli: CommandLine) -> tuple[object, ...]:
    """An applied project of two migrations and two objects; gives the options that name it."""
    write(
        project,
        {"triggers/t.sql": TRIGGER, "sql/views/v.sql": "CREATE VIEW v AS SELECT id FROM a;\n"},
    )
    given = ("--project", project, "--database", empty.url)
    assert cli("apply", *given).code == 0
    return given


def _found(cli: CommandLine, arguments: tuple[object, ...], *more: str) -> list[tuple[str, ...]]:
    """What verify finds: what, name, where. Its exit code says whether there is something."""
    done = cli("verify", *more, *arguments, "--format", "json")
    found = json.loads(done.out)["findings"]
    assert done.code == int(bool(found)), done.err
    text = cli("verify", *more, *arguments)
    assert text.code == done.code
    for each in found:
        assert each["text"] in text.out
        assert f"next, {each['what']}: {each['next']}" in text.out
        assert each["next"]
    return [(each["what"], each["name"], each["where"]) for each in found]


def test_nothing_to_report(cli: CommandLine, arguments: tuple[object, ...], project: Path) -> None:
    """Also where something is pending: that is what apply is there for."""
    assert _found(cli, arguments) == []
    assert cli("verify", *arguments).out.endswith(
        ": 2 migrations and 2 objects verified, 0 findings\n"
    )
    write(
        project,
        {
            "migrations/0003_c.sql": "-- depends: 0002_create_b\nCREATE TABLE c (a INT);\n",
            "triggers/t.sql": TRIGGER.replace("'x'", "'y'"),
            "procedures/p.sql": "CREATE PROCEDURE p () SELECT 1;\n",
        },
    )
    (project / "sql/views/v.sql").unlink()
    assert _found(cli, arguments) == []
    assert cli("plan", "--check", *arguments).code == 1


def test_every_edit_is_told_with_its_statement_and_line(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    """All of them at once, where apply stops at the first."""
    sql = (
        "-- depends: 0002_create_b\n\nINSERT INTO a VALUES (1, 'x');\n\nALTER TABLE a ADD c INT;\n"
    )
    write(project, {"migrations/0003_more.sql": sql})
    assert cli("apply", *arguments).code == 0
    write(
        project, {"migrations/0003_more.sql": sql.replace("'x'", "'y'").replace("c INT", "c BIT")}
    )
    first = project / FIRST
    first.write_text(first.read_text() + "SELECT 1;\n")
    assert _found(cli, arguments) == [
        ("edited", "0001_create_a", f"{FIRST}:2"),
        ("edited", "0003_more", "migrations/0003_more.sql:3"),
        ("edited", "0003_more", "migrations/0003_more.sql:5"),
    ]
    shown = cli("verify", *arguments).out
    assert "edited after it was applied: statement 2 of 0003_more is not the one that ran" in shown
    assert "statement 2 is new" in shown
    write(project, {"migrations/0003_more.sql": sql[: sql.index("\nALTER")]})
    assert ("edited", "0003_more", "migrations/0003_more.sql:3") in _found(cli, arguments)
    assert cli("apply", *arguments).code == 6


def test_file_that_is_gone_is_told(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    (project / SECOND).unlink()
    (project / "migrations/0002_create_b.rollback.sql").unlink()
    assert _found(cli, arguments) == [("no file", "0002_create_b", "")]
    assert cli("apply", *arguments).code == 6


def test_late_migration_is_a_finding_unless_it_is_allowed(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, empty: Schema
) -> None:
    """Refused by default, with the option applied like any other."""
    late = "0001b_late"
    write(
        project,
        {
            f"migrations/{late}.sql": "-- depends: 0001_create_a\nCREATE TABLE l (a INT);\n",
            f"migrations/{late}.rollback.sql": "DROP TABLE l;\n",
        },
    )
    second = project / SECOND
    second.write_text(second.read_text().replace("0001_create_a", late))
    assert _found(cli, arguments) == [("out of order", late, f"migrations/{late}.sql")]
    assert _found(cli, arguments, "--out-of-order") == []
    for command in ("apply", "plan"):
        refused = cli(command, *arguments)
        assert refused.code == 6
        assert f"{late}.sql: out of order: 0002_create_b, which comes later" in refused.err
        assert "or let --out-of-order apply it late" in refused.err
    assert "apply would refuse" in cli("status", *arguments).out
    assert cli("status", "--check", *arguments).code == 6
    assert "apply would refuse" not in cli("status", "--out-of-order", *arguments).out
    assert cli("status", "--check", "--out-of-order", *arguments).code == 1
    assert late in cli("plan", "--out-of-order", *arguments).out
    assert cli("apply", "--out-of-order", *arguments).code == 0
    assert _found(cli, arguments) == []
    assert cli("apply", *arguments).code == 0
    assert cli("rollback", "--to", "nothing", *arguments).code == 0
    assert empty.connect().value("SHOW TABLES LIKE 'l'") is None


def test_half_applied_migration_is_told_where_it_stands(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    sql = "-- depends: 0002_create_b\nCREATE TABLE c (a INT);\nALTER TABLE nowhere ADD b INT;\n"
    write(project, {"migrations/0003_c.sql": sql})
    assert cli("apply", *arguments).code == 5
    assert _found(cli, arguments) == [("half applied", "0003_c", "migrations/0003_c.sql:3")]


def test_half_undone_migration_is_told(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    undo = "ALTER TABLE b COMMENT = 'going';\nDROP TABLE nowhere;\n"
    write(project, {"migrations/0002_create_b.rollback.sql": undo})
    assert cli("rollback", *arguments).code == 5
    assert _found(cli, arguments) == [("half rolled back", "0002_create_b", SECOND)]


@pytest.mark.parametrize("direction", ["apply", "rollback"])
def test_statement_whose_end_nobody_recorded_is_told(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, direction: str
) -> None:
    with empty.connect() as db:
        db.execute(
            "INSERT INTO _clinic_db_journal (migration_id, direction, ordinal, statement_sha256,"
            " state, started_at) VALUES ('0002_create_b', %s, %s, '', 'running', NOW(6))",
            (direction, 2 if direction == "apply" else 1),
        )
    found = _found(cli, arguments)
    where = SECOND if direction == "apply" else "migrations/0002_create_b.rollback.sql:1"
    assert ("cut short", "0002_create_b", where) in found


@pytest.mark.parametrize(
    ("change", "what", "name"),
    [
        ("DROP TRIGGER t", "missing", "trigger t"),
        ("CREATE OR REPLACE VIEW v AS SELECT 2 AS id", "changed", "view v"),
        ("UPDATE _clinic_db_object SET file_sha256 = '', live_sha256 = '' WHERE name = 'v'",
         "cut short", "view v"),
        ("DELETE FROM _clinic_db_object WHERE name = 'v'", "not recorded", "view v"),
    ],
)  # fmt: skip
def test_object_that_is_not_as_it_was_applied_is_told(
    cli: CommandLine,
    arguments: tuple[object, ...],
    empty: Schema,
    change: str,
    what: str,
    name: str,
) -> None:
    empty.connect().execute(change)
    folder = "triggers" if name.startswith("trigger") else "sql/views"
    assert _found(cli, arguments) == [(what, name, f"{folder}/{name.split()[1]}.sql")]
    assert cli("apply", *arguments).code == 0
    assert _found(cli, arguments) == []


def test_role_that_was_given_more_by_hand_is_told(
    cli: CommandLine, arguments: tuple[object, ...], project: Path, empty: Schema
) -> None:
    role = f"verified_{empty.name}"
    sql = f"CREATE ROLE IF NOT EXISTS {role};\nGRANT SELECT ON a TO {role};\n"
    write(project, {f"sql/roles/{role}.sql": sql})
    with empty.connect() as db:
        try:
            assert cli("apply", *arguments).code == 0
            assert _found(cli, arguments) == []
            db.execute(f"GRANT DELETE ON a TO {role}")
            where = f"sql/roles/{role}.sql"
            assert _found(cli, arguments) == [("changed", f"role {role}", where)]
        finally:
            db.execute(f"DROP ROLE IF EXISTS {role}")


@pytest.mark.usefixtures("arguments")
def test_what_an_account_may_not_see_is_said_to_be_so(
    cli: CommandLine, project: Path, empty: Schema
) -> None:
    """Gone or hidden cannot be told apart, so both are named; roles are left alone, and said so."""
    name = f"ver_{empty.name}"[:32]
    role = f"hidden_{empty.name}"
    url = f"mysql://{name}@{empty.target.host}:{empty.target.port}/{empty.name}"
    write(project, {f"sql/roles/{role}.sql": f"CREATE ROLE IF NOT EXISTS {role};\n"})
    with empty.connect() as root:
        try:
            assert cli("apply", "--project", project, "--database", empty.url).code == 0
            root.execute(f"CREATE USER {name}@'%'")
            root.execute(f"GRANT SELECT, SHOW VIEW ON `{empty.name}`.* TO {name}@'%'")
            shown = cli("verify", "--project", project, "--database", url)
        finally:
            root.execute(f"DROP USER IF EXISTS {name}@'%'")
            root.execute(f"DROP ROLE IF EXISTS {role}")
    assert shown.code == 1
    assert "it is gone from the server, or this account may not see it" in shown.out
    assert "warning: this account sees no trigger here" in shown.out
    assert "warning: 1 role(s) are not compared: this account may not read" in shown.out
    assert shown.out.endswith(", 1 finding\n")


def test_migrations_of_yoyo_cannot_be_told_until_they_are_marked(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    """Its history has no hashes; mark records them, and from then on an edit is noticed."""
    empty.connect().execute("DELETE FROM _clinic_db_journal WHERE migration_id = '0001_create_a'")
    shown = cli("verify", *arguments)
    assert shown.code == 0
    assert "cannot be told: 0001_create_a, of which no statement is recorded" in shown.out
    assert cli("mark", "0001_create_a", *arguments).code == 0
    assert "cannot be told" not in cli("verify", *arguments).out
    path = project / FIRST
    path.write_text(path.read_text().replace("50", "51"))
    assert _found(cli, arguments) == [("edited", "0001_create_a", f"{FIRST}:1")]


def test_it_only_reads_and_waits_for_nobody(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema
) -> None:
    """While another run holds the lock it answers; all it sends is questions, and few of them."""
    with empty.connect() as db:
        db.value("SELECT GET_LOCK(%s, 0)", (locks.lock_name(empty.name),))
        with wire.general_log(db) as sent:
            assert cli("verify", *arguments).code == 0
    assert [sql.split()[0] for sql in sent[:2]] == ["SET", "SET"], "how a session begins"
    assert {sql.split()[0] for sql in sent[2:]} == {"SELECT"}
    assert not any("get_lock" in sql.lower() for sql in sent)
    assert len(sent[2:]) <= 8


@pytest.mark.parametrize("direction", ["apply", "rollback"])
def test_what_another_run_is_at_is_not_called_cut_short(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, direction: str
) -> None:
    with empty.connect() as db:
        db.value("SELECT GET_LOCK(%s, 0)", (locks.lock_name(empty.name),))
        db.execute("UPDATE _clinic_db_object SET file_sha256 = '', live_sha256 = ''")
        db.execute("DELETE FROM _yoyo_migration WHERE migration_id = '0002_create_b'")
        db.execute(
            "INSERT INTO _clinic_db_journal (migration_id, direction, ordinal, statement_sha256,"
            " state, started_at) VALUES ('0002_create_b', %s, %s, '', 'running', NOW(6))",
            (direction, 2 if direction == "apply" else 1),
        )
        found = _found(cli, arguments)
        planned = cli("plan", *arguments)
        status = cli("status", *arguments)
        holder = f"another run: connection {db.id}, "
    where = SECOND if direction == "apply" else "migrations/0002_create_b.rollback.sql:1"
    assert found == [
        ("at work", "0002_create_b", where),
        ("at work", "trigger t", "triggers/t.sql"),
        ("at work", "view v", "sql/views/v.sql"),
    ]
    verb = "applied" if direction == "apply" else "rolled back"
    assert f"{where}: 0002_create_b is being {verb} right now\n  {holder}" in planned.err
    assert planned.code == 4
    assert f"apply would wait: {where}: 0002_create_b is being {verb} right now" in status.out
    assert status.code == 0


@pytest.mark.parametrize("command", ["verify", "plan", "status"])
def test_what_another_run_has_just_finished_is_not_called_cut_short(
    cli: CommandLine,
    arguments: tuple[object, ...],
    empty: Schema,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    """It was at work when the history was read, and holds no lock when that is asked."""
    running = "migration_id = '0002_create_b' AND ordinal = 1"
    genuine = locks.holder
    with empty.connect() as db:

        def ended(connection: Connection) -> str:
            db.execute(f"UPDATE _clinic_db_journal SET state = 'done' WHERE {running}")
            return genuine(connection)

        db.execute(f"UPDATE _clinic_db_journal SET state = 'running' WHERE {running}")
        monkeypatch.setattr(locks, "holder", ended)
        found = cli(command, *arguments)
    assert (found.code, found.err) == (0, "")
    assert "apply would" not in found.out


def test_the_whole_clinic_is_as_it_was_applied(cli: CommandLine, empty: Schema) -> None:
    """No false alarm, roles and grants included."""
    runner.apply(configuration(empty.target, ROOT), runner.SILENT)
    assert _found(cli, ("--project", ROOT, "--database", empty.url)) == []
