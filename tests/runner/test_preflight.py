"""What is known before anything runs is said before anything runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import CommandLine, write

from clinic_db import queries
from clinic_db.database import identifier
from clinic_db.schema_pool import Schema

TRIGGER = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.note = 'x';\n"


@pytest.fixture
def deployer(empty: Schema) -> Iterator[str]:
    """An account with every right on the database and none on the server; gives its URL."""
    name = f"dep_{empty.name}"[:32]
    with empty.connect() as root:
        root.execute(f"CREATE USER {name}@'%%' IDENTIFIED BY %s", ("only-here",))
        root.execute(f"GRANT ALL ON {identifier(empty.name)}.* TO {name}@'%'")
        yield (
            f"mysql://{name}:only-here@{empty.target.host}:{empty.target.port}/{empty.name}"
            "?connect_timeout=5"
        )
        root.execute(f"DROP USER {name}@'%'")


def test_triggers_that_only_super_may_create_stop_the_run_at_once(
    cli: CommandLine, empty: Schema, project: Path, deployer: str
) -> None:
    """1419 would come half-way; here nothing at all is applied."""
    write(project, {"triggers/t.sql": TRIGGER})
    arguments = ("--project", project, "--database", deployer)
    root = empty.connect()
    before = root.value("SELECT @@GLOBAL.log_bin_trust_function_creators")
    try:
        root.execute("SET GLOBAL log_bin_trust_function_creators = OFF")
        refused = cli("apply", *arguments)
        assert refused.code == 5
        assert "error 1419" in refused.err
        assert "SET PERSIST log_bin_trust_function_creators = ON" in refused.err
        assert root.rows(queries.get("tables")) == []
        root.execute("SET GLOBAL log_bin_trust_function_creators = ON")
        assert cli("apply", *arguments).code == 0
    finally:
        root.execute("SET GLOBAL log_bin_trust_function_creators = %s", (before,))


def test_database_that_somebody_else_filled_is_refused(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """The wrong URL at night: nothing is added to another application's tables."""
    arguments = ("--project", project, "--database", empty.url)
    empty.connect().execute("CREATE TABLE somebody_elses (a INT)")
    for command in ("apply", "plan"):
        refused = cli(command, *arguments)
        assert refused.code == 6
        assert "holds 1 table(s) that no migration made" in refused.err
        assert "--allow-unsafe not-empty" in refused.err
    assert cli("apply", "--allow-unsafe", "not-empty", *arguments).code == 0
    assert cli("apply", *arguments).code == 0


def test_status_says_that_apply_would_refuse(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    path = project / "migrations/0001_create_a.sql"
    path.write_text(path.read_text().replace("50", "51"))
    shown = cli("status", *arguments)
    assert shown.code == 0
    assert "apply would refuse: migrations/0001_create_a.sql:1: edited after" in shown.out
    assert cli("status", "--check", *arguments).code == 6
    document = json.loads(cli("status", "--format", "json", *arguments).out)
    assert "edited after it was applied" in document["problem"]
    assert document["project"] == str(project)


def test_account_that_cannot_see_the_objects_is_warned(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    write(project, {"triggers/t.sql": TRIGGER})
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    name = f"see_{empty.name}"[:32]
    url = f"mysql://{name}@{empty.target.host}:{empty.target.port}/{empty.name}"
    with empty.connect() as root:
        root.execute(f"CREATE USER {name}@'%'")
        root.execute(f"GRANT SELECT ON {identifier(empty.name)}.* TO {name}@'%'")
        shown = cli("status", "--project", project, "--database", url)
        planned = cli("plan", "--project", project, "--database", url)
        root.execute(f"DROP USER {name}@'%'")
    assert "warning: this account sees no trigger here" in shown.out
    assert "note: this account sees no trigger here" in planned.err


def test_missing_certificate_file_is_named(cli: CommandLine, empty: Schema, project: Path) -> None:
    url = f"{empty.url}?ssl_ca=/nowhere/ca.pem"
    refused = cli("status", "--project", project, "--database", url)
    assert refused.code == 3
    assert "/nowhere/ca.pem: no such file" in refused.err


def test_nearest_command_is_named(cli: CommandLine) -> None:
    assert "Did you mean 'status'?" in cli("statu").err


def test_denied_statement_names_place_and_remedy(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    name = f"den_{empty.name}"[:32]
    url = f"mysql://{name}@{empty.target.host}:{empty.target.port}/{empty.name}"
    with empty.connect() as root:
        root.execute(f"CREATE USER {name}@'%'")
        root.execute(f"GRANT SELECT ON {identifier(empty.name)}.* TO {name}@'%'")
        refused = cli("apply", "--project", project, "--database", url)
        root.execute(f"DROP USER {name}@'%'")
    assert refused.code == 5
    assert f"{name}@{empty.target.host}" in refused.err
    assert "server error 1142" in refused.err
    assert "next: grant the account what it lacks" in refused.err


def test_seeds_need_not_come_with_reference_rows(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    assert "no SQL files there" in cli("seed", *arguments).err
    write(project, {"seeds/demo/0001_a.sql": "INSERT IGNORE INTO a VALUES (1, 'x');\n"})
    assert cli("seed", *arguments).out.endswith(": 1 rows changed\n")
    assert cli("seed", *arguments).out.endswith(": 0 rows changed\n")
    write(project, {"seeds/demo/0002_b.sql": "INSERT INTO b VALUES (1, 'x');\nDROP TABLE a;\n"})
    refused = cli("seed", *arguments)
    assert refused.code == 8
    assert "seeds/demo/0002_b.sql:2: DROP TABLE a; in a seed" in refused.err or (
        "DROP TABLE in a seed" in refused.err
    )
    write(project, {"seeds/demo/0002_b.sql": "INSERT INTO b VALUES (1, 'x'), (1, 'y');\n"})
    failed = cli("seed", *arguments)
    assert failed.code == 5
    assert "seeds/demo/0002_b.sql:1: the seed was refused" in failed.err
    assert empty.connect().value("SELECT COUNT(*) FROM b") == 0


def test_new_migration_follows_the_last_one(cli: CommandLine, project: Path) -> None:
    done = cli("new", "--project", project, "add_c")
    assert done.out == (
        "wrote migrations/0003_add_c.sql\nwrote migrations/0003_add_c.rollback.sql\n"
    )
    text = (project / "migrations/0003_add_c.sql").read_text()
    assert text.startswith("-- Migration: 0003_add_c\n")
    assert "-- depends: 0002_create_b\n" in text
    undo = (project / "migrations/0003_add_c.rollback.sql").read_text()
    assert undo.startswith("-- Rollback: 0003_add_c\n--\n-- Gives back")
    assert cli("new", "--project", project, "Add C").code == 2
    assert cli("new", "add_c").code == 8


def test_what_the_server_does_to_every_session_does_not_reach_the_record(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    """One row per SELECT, and of two migrations one would be applied again."""
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    settings = ("sql_select_limit", "completion_type", "sql_big_selects", "max_join_size")
    with empty.connect() as db:
        try:
            db.execute("SET GLOBAL sql_select_limit = 1, GLOBAL completion_type = 'RELEASE'")
            db.execute("SET GLOBAL sql_big_selects = 0, GLOBAL max_join_size = 1")
            again = cli("apply", *arguments)
        finally:
            for setting in settings:
                db.execute(f"SET GLOBAL {setting} = DEFAULT")
    assert again.code == 0, again.err
    assert "nothing to do" in again.out
