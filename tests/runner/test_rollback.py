"""clinic-db rollback: newest first, with what depends on it, and never rows by accident."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import ROOT, TABLE, CommandLine, write

from clinic_db import runner, snapshot
from clinic_db.config import Config
from clinic_db.runner import Listener
from clinic_db.schema_pool import Schema
from clinic_db.testing import configuration


def _tables(schema: Schema) -> set[str]:
    with schema.connect() as db:
        found = {str(next(iter(row.values()))) for row in db.rows("SHOW TABLES")}
    return {name for name in found if not name.startswith(("_yoyo", "_clinic_db"))}


def test_clinic_round_trip_gives_the_same_schema(empty: Schema) -> None:
    """apply → rollback to nothing → apply: the normalised schema is the same, nothing is left."""
    config = configuration(empty.target, ROOT)
    runner.apply(config, Listener())
    with empty.connect() as db:
        first = snapshot.read(db)
        runner.rollback(config, Listener(), count=1, to="nothing", allow_unsafe=False)
        assert dict(snapshot.read(db).objects) == {}
        runner.apply(config, Listener())
        assert snapshot.compare(first, snapshot.read(db)) == []
    kinds = {kind for kind, _ in first.objects}
    assert {"table", "column", "index", "check", "foreign key", "view", "trigger"} <= kinds


def test_each_clinic_migration_gives_back_what_was_there(empty: Schema) -> None:
    """Step by step down to nothing and up again: every rollback undoes exactly its migration."""
    config = configuration(empty.target, ROOT)
    runner.apply(config, Listener())
    count = len(runner.read_files(config).migrations)
    runner.rollback(config, Listener(), count=1, to="nothing", allow_unsafe=False)
    files = runner.read_files(config)
    with empty.connect() as db:
        for _ in range(count):
            before = snapshot.read(db)
            pending = runner.plan_apply(config).steps[0]
            one = runner.Files(files.migrations[: _index(files, pending.name) + 1], ())
            _apply_files(config, one)
            assert snapshot.read(db) != before
            runner.rollback(config, Listener(), count=1, to=None, allow_unsafe=False)
            assert snapshot.compare(before, snapshot.read(db)) == [], pending.name
            _apply_files(config, one)


def _index(files: runner.Files, name: str) -> int:
    return [migration.id for migration in files.migrations].index(name)


def _apply_files(config: Config, files: runner.Files) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "read_files", lambda _: files)
        runner.apply(config, Listener())


def test_bare_rollback_undoes_the_last_migration(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    done = cli("rollback", *arguments)
    assert done.code == 0
    assert "rolled back  0002_create_b" in done.out
    assert _tables(empty) == {"a"}
    assert "nothing to do" not in done.out
    log = empty.connect().rows("SELECT operation FROM _yoyo_log ORDER BY created_at_utc, operation")
    assert [row["operation"] for row in log] == ["apply", "apply", "rollback"]


def test_steps_and_targets(cli: CommandLine, empty: Schema, project: Path) -> None:
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    shown = cli("rollback", "--to", "nothing", "--dry-run", *arguments)
    assert shown.out.index("0002_create_b") < shown.out.index("0001_create_a")
    assert _tables(empty) == {"a", "b"}
    assert cli("rollback", "--to", "0001_create_a", *arguments).code == 0
    assert _tables(empty) == {"a"}
    cli("apply", *arguments)
    assert cli("rollback", "--steps", "2", *arguments).code == 0
    assert _tables(empty) == set()
    assert "nothing to do" in cli("rollback", *arguments).out


def test_wrong_targets_are_refused(cli: CommandLine, empty: Schema, project: Path) -> None:
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    assert cli("rollback", "--to", "0009_nope", *arguments).code == 2
    assert cli("rollback", "--steps", "1", "--to", "nothing", *arguments).code == 2
    for command in ("rollback", "reapply"):
        refused = cli(command, "--steps", "3", *arguments)
        assert refused.code == 2
        assert "only 2 migration(s) are applied\n  next: --steps 2 takes all of them" in refused.err
    cli("rollback", *arguments)
    refused = cli("rollback", "--to", "0002_create_b", *arguments)
    assert refused.code == 2
    assert "not applied" in refused.err
    assert _tables(empty) == {"a"}


def test_rows_are_not_destroyed_without_being_told(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    empty.connect().execute("INSERT INTO b VALUES (1, 'precious')")
    refused = cli("rollback", *arguments)
    assert refused.code == 7
    assert "this would be lost: every row of b" in refused.err
    assert "nothing was changed" in refused.err
    assert _tables(empty) == {"a", "b"}
    assert cli("rollback", "--allow-unsafe", *arguments).code == 0
    assert _tables(empty) == {"a"}


@pytest.mark.parametrize(
    "undo",
    [
        "ALTER TABLE a DROP COLUMN note;",
        "ALTER TABLE a DROP note;",
        "TRUNCATE TABLE a;",
        "DELETE FROM a;",
        "DELETE FROM a WHERE id = 1;",
        "DELETE QUICK FROM {name}.a;",
        "DELETE x FROM a AS x;",
        "DELETE FROM x USING a AS x;",
        "TRUNCATE {name}.a;",
        "DROP TABLE IF EXISTS nothing_here, a;",
        "DROP TABLE {name}.a;",
        "DROP TABLE `{name}` . `a` CASCADE;",
        "DROP TABLES /* all of it */ a;",
        "/*!80000 DROP TABLE a */;",
        "ALTER TABLE {name}.a DROP COLUMN note;",
        "ALTER TABLE a ADD COLUMN b INT, DROP note;",
        "RENAME TABLE a TO old; DROP TABLE old;",
        "ALTER TABLE a RENAME TO old; ALTER TABLE old DROP COLUMN note;",
        "ALTER TABLE a RENAME old; DROP TABLE old;",
        "ALTER TABLE a RENAME = `old`; TRUNCATE old;",
        "DELETE a.* FROM a JOIN b USING (id);",
        "WITH one AS (SELECT 1 AS id) DELETE FROM a WHERE id IN (SELECT id FROM one);",
        "ALTER TABLE a DISCARD TABLESPACE;",
        "DROP SCHEMA IF EXISTS {name};",
    ],
)
def test_every_form_of_losing_rows_is_seen(
    cli: CommandLine, empty: Schema, project: Path, undo: str
) -> None:
    write(
        project,
        {
            "migrations/0003_more.sql": "-- depends: 0002_create_b\nALTER TABLE a ADD x INT;\n",
            "migrations/0003_more.rollback.sql": undo.replace("{name}", empty.name) + "\n",
        },
    )
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    with empty.connect() as db:
        db.execute("INSERT INTO a (id, note) VALUES (1, 'precious')")
        refused = cli("rollback", *arguments)
        assert refused.code == 7
        lost = (
            "every row of a",
            "rows of a",
            "every value of a.note",
            f"the database {empty.name}",
        )
        assert any(f"this would be lost: {what}" in refused.err for what in lost), refused.err
        assert db.value("SELECT note FROM a") == "precious"


@pytest.mark.parametrize("change", ["DROP {}", "TRUNCATE {}", "DISCARD {} TABLESPACE"])
def test_losing_a_partition_is_seen(
    cli: CommandLine, empty: Schema, project: Path, change: str
) -> None:
    undo = f"ALTER TABLE a {change.format('PARTITION p1')};\n"
    write(
        project,
        {
            "migrations/0003_parts.sql": "-- depends: 0002_create_b\n"
            "ALTER TABLE a PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10),"
            " PARTITION p1 VALUES LESS THAN (20));\n",
            "migrations/0003_parts.rollback.sql": undo,
        },
    )
    arguments = ("--project", project, "--database", empty.url)
    assert cli("apply", *arguments).code == 0
    assert cli("rollback", "--dry-run", *arguments).code == 0
    empty.connect().execute("INSERT INTO a (id) VALUES (15)")
    refused = cli("rollback", *arguments)
    assert refused.code == 7
    assert "this would be lost: every row in a partition of a" in refused.err


def test_dropping_what_holds_no_values_loses_none(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    write(
        project,
        {
            "migrations/0003_index.sql": "-- depends: 0002_create_b\n"
            "ALTER TABLE a ADD INDEX ix_note (note), ADD CONSTRAINT ck CHECK (id > 0);\n",
            "migrations/0003_index.rollback.sql": "ALTER TABLE a DROP CHECK ck,"
            " DROP INDEX ix_note, ALTER COLUMN note DROP DEFAULT, COMMENT 'do not drop note';\n",
        },
    )
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    empty.connect().execute("INSERT INTO a (id) VALUES (1)")
    done = cli("rollback", *arguments)
    assert done.code == 0, done.err


def test_irreversible_and_missing_rollbacks_are_refused(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    path = "migrations/0003_more.sql"
    write(project, {path: "-- depends: 0002_create_b\n" + TABLE.format(name="c")})
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    refused = cli("rollback", *arguments)
    assert refused.code == 8
    assert "write migrations/0003_more.rollback.sql" in refused.err
    text = "-- depends: 0002_create_b\n-- irreversible: the old values are gone\n"
    write(project, {path: text + TABLE.format(name="c")})
    refused = cli("rollback", *arguments)
    assert refused.code == 7
    assert "the old values are gone" in refused.err


def test_objects_that_name_a_dropped_table_go_first(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    write(
        project,
        {
            "sql/views/all_b.sql": "CREATE VIEW all_b AS SELECT id FROM b;\n",
            "sql/views/all_a.sql": "CREATE VIEW all_a AS SELECT id FROM a;\n",
            "sql/functions/count_b.sql": "CREATE FUNCTION count_b () RETURNS INT READS SQL DATA\n"
            "RETURN (SELECT count(*) FROM b);\n",
            "procedures/tell.sql": "CREATE PROCEDURE tell () SELECT count_b();\n",
            "triggers/a_after_insert.sql": "CREATE TRIGGER a_after_insert AFTER INSERT ON a\n"
            "FOR EACH ROW INSERT INTO b VALUES (NEW.id, 'copy');\n",
        },
    )
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    done = cli("rollback", *arguments)
    assert done.code == 0
    assert "dropped      trigger a_after_insert  (needs b)" in done.out
    assert "dropped      view all_b  (needs b)" in done.out
    assert "dropped      function count_b  (needs b)" in done.out
    assert "dropped      procedure tell  (needs count_b)" in done.out
    assert _tables(empty) == {"a", "all_a"}
    assert cli("apply", *arguments).code == 0
    assert cli("status", "--check", *arguments).code == 0


def test_half_done_rollback_is_finished_by_rollback(
    cli: CommandLine, empty: Schema, project: Path
) -> None:
    undo = "migrations/0003_more.rollback.sql"
    write(
        project,
        {
            "migrations/0003_more.sql": "-- depends: 0002_create_b\n"
            "CREATE TABLE c (id INT);\nCREATE TABLE d (id INT);\n",
            undo: "DROP TABLE c;\nDROP TABLE no_such_table;\n",
        },
    )
    arguments = ("--project", project, "--database", empty.url)
    cli("apply", *arguments)
    failed = cli("rollback", *arguments)
    assert failed.code == 5
    assert f"{undo}:2: statement 2 of 2 failed" in failed.err
    refused = cli("apply", *arguments)
    assert refused.code == 6
    assert "half rolled back" in refused.err
    assert "half rolled back, 1 statement(s) undone" in cli("status", *arguments).out
    write(project, {undo: "DROP TABLE c;\nDROP TABLE d;\n"})
    assert cli("rollback", *arguments).code == 0
    assert _tables(empty) == {"a", "b"}
    assert cli("apply", *arguments).code == 0
