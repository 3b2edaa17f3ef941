"""baseline, mark, unmark: the history is put right by hand; no SQL of the project runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import wire
from projects import TABLE, CommandLine, write

from clinic_db.schema_pool import Schema

FIRST = "migrations/0001_create_a.sql"


@pytest.fixture
def arguments(project: Path, empty: Schema) -> tuple[object, ...]:
    """A project of three migrations and the database, by their options."""
    third = "-- depends: 0002_create_b\nINSERT INTO a VALUES (1, 'x');\nALTER TABLE a ADD c INT;\n"
    write(project, {"migrations/0003_more.sql": third})
    return ("--project", project, "--database", empty.url)


def _by_hand(empty: Schema, *names: str) -> None:
    with empty.connect() as db:
        for name in names:
            db.execute(TABLE.format(name=name))


def _operations(empty: Schema) -> list[tuple[str, str]]:
    rows = empty.connect().rows(
        "SELECT migration_id, operation FROM _yoyo_log ORDER BY migration_id, operation"
    )
    return [(row["migration_id"], row["operation"]) for row in rows]


def test_baseline_records_all_up_to_one_and_runs_nothing(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    """apply goes on behind it, and a later edit of what was recorded is noticed."""
    _by_hand(empty, "a", "b")
    refused = cli("apply", *arguments)
    assert refused.code == 6
    assert "clinic-db baseline ID records them" in refused.err
    with empty.connect() as db, wire.general_log(db) as sent:
        done = cli("baseline", "0002_create_b", *arguments)
    assert done.code == 0, done.err
    assert done.out == (
        "recorded     0001_create_a\nrecorded     0002_create_b\n"
        f"{empty.target.address}: 2 migration(s) recorded as applied, nothing was run\n"
    )
    assert wire.of_the_project(sent)[2:] == ["START TRANSACTION"]
    assert _operations(empty) == [("0001_create_a", "mark"), ("0002_create_b", "mark")]
    assert "3 migrations, 1 to apply" in cli("status", *arguments).out
    assert cli("verify", *arguments).code == 0
    assert "applied      0003_more" in cli("apply", *arguments).out
    path = project / FIRST
    path.write_text(path.read_text().replace("50", "51"))
    assert f"{FIRST}:1: edited after it was applied" in cli("apply", *arguments).err


def test_baseline_twice_changes_nothing(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema
) -> None:
    _by_hand(empty, "a", "b")
    assert cli("baseline", "0001_create_a", *arguments).code == 0
    again = cli("baseline", "0001_create_a", *arguments)
    assert (again.code, again.out) == (
        0, f"{empty.target.address}: recorded already, nothing was run\n"
    )  # fmt: skip
    more = cli("baseline", "0002_create_b", "--format", "json", *arguments)
    assert json.loads(more.out) == {
        "database": empty.target.address,
        "recorded": ["0002_create_b"],
    }
    assert len(_operations(empty)) == 2


def test_baseline_of_what_is_not_there_is_refused(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema
) -> None:
    """The wrong database at night: the tables that the migrations make must be there."""
    _by_hand(empty, "a")
    refused = cli("baseline", "0003_more", *arguments)
    assert refused.code == 6
    assert "the database lacks 1 table(s) that these migrations make\n  b\n" in refused.err
    assert "nothing was recorded" in refused.err
    assert [row["TABLE_NAME"] for row in empty.connect().rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
    )] == ["a"]  # fmt: skip
    meant = cli("baseline", "0003_more", "--allow-unsafe", "missing", *arguments)
    assert meant.code == 0, meant.err
    assert cli("status", "--check", *arguments).code == 0


def test_table_that_a_later_migration_takes_away_need_not_be_there(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    _by_hand(empty, "a", "renamed")
    sql = "-- depends: 0003_more\nRENAME TABLE b TO renamed;\nCREATE TABLE c (a INT);\n"
    write(project, {"migrations/0004_move.sql": sql})
    write(project, {"migrations/0005_drop.sql": "-- depends: 0004_move\nDROP TABLE IF EXISTS c;\n"})
    assert "lacks 1 table(s)" in cli("baseline", "0003_more", *arguments).err
    done = cli("baseline", "0005_drop", *arguments)
    assert done.code == 0, done.err


def test_table_of_another_database_is_not_looked_for_in_this_one(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    write(
        project, {"migrations/0004_far.sql": "-- depends: 0003_more\nCREATE TABLE far.off (a INT);"}
    )
    _by_hand(empty, "a", "b")
    assert cli("mark", "0001_create_a", *arguments).code == 0
    done = cli("baseline", "0004_far", *arguments)
    assert done.code == 0, done.err


def test_baseline_that_the_history_contradicts_is_refused(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    assert cli("apply", *arguments).code == 0
    assert cli("baseline", "0009_x", *arguments).code == 2
    late = "-- depends: 0001_create_a\nSELECT 1;\n"
    write(project, {"migrations/0001b_late.sql": late})
    second = project / "migrations/0002_create_b.sql"
    second.write_text(second.read_text().replace("0001_create_a", "0001b_late"))
    refused = cli("baseline", "0002_create_b", *arguments)
    assert refused.code == 6
    assert "contradicts it: 0003_more, which comes later, is already applied" in refused.err
    assert "not applied: 0001b_late" in refused.err
    assert cli("mark", "0001b_late", *arguments).code == 0
    path = project / FIRST
    path.write_text(path.read_text().replace("50", "51"))
    refused = cli("baseline", "0003_more", *arguments)
    assert refused.code == 6
    assert f"{FIRST}:1: edited after it was applied" in refused.err
    (project / "migrations/0003_more.sql").unlink()
    assert "have no file here" in cli("baseline", "0002_create_b", *arguments).err


def test_mark_records_one_and_refuses_a_gap(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema
) -> None:
    _by_hand(empty, "a", "b")
    refused = cli("mark", "0002_create_b", *arguments)
    assert refused.code == 6
    assert "0001_create_a, which comes before it, is not applied" in refused.err
    assert "clinic-db baseline 0002_create_b records all up to this one" in refused.err
    assert cli("mark", "0001_create_a", *arguments).code == 0
    assert cli("mark", "0002_create_b", *arguments).out.startswith("recorded     0002_create_b\n")
    assert "recorded already" in cli("mark", "0002_create_b", *arguments).out
    assert cli("mark", "no_such_thing", *arguments).code == 2


def test_mark_finishes_what_was_finished_by_hand(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    """A half-applied migration keeps the rows of what ran; the rest is recorded without rows."""
    sql = (
        "-- depends: 0002_create_b\n"
        "INSERT INTO a VALUES (1, 'x'), (2, 'y');\nALTER TABLE z ADD c INT;\n"
    )
    write(project, {"migrations/0003_more.sql": sql})
    assert cli("apply", *arguments).code == 5
    write(project, {"migrations/0003_more.sql": sql.replace("TABLE z", "TABLE a")})
    empty.connect().execute("ALTER TABLE a ADD c INT")
    assert cli("mark", "0003_more", *arguments).code == 0
    rows = empty.connect().rows(
        "SELECT ordinal, state, affected FROM _clinic_db_journal"
        " WHERE migration_id = '0003_more' ORDER BY ordinal"
    )
    assert [tuple(row.values()) for row in rows] == [(1, "done", 2), (2, "done", None)]
    assert cli("apply", *arguments).out.endswith("nothing to do\n")


@pytest.mark.parametrize("command", ["mark", "baseline", "unmark"])
def test_statement_that_was_cut_short_is_settled_first(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, command: str
) -> None:
    """What nobody has looked at yet is not written over."""
    _by_hand(empty, "a", "b")
    assert cli("baseline", "0002_create_b", *arguments).code == 0
    with empty.connect() as db:
        db.execute(
            "INSERT INTO _clinic_db_journal (migration_id, direction, ordinal, statement_sha256,"
            " state, started_at) VALUES ('0003_more', 'apply', 1, '', 'running', NOW(6))"
        )
    refused = cli(command, "0003_more", *arguments)
    assert refused.code == 6
    assert "migrations/0003_more.sql:2: statement 1 was started by a run that ended" in refused.err


def test_unmark_forgets_and_undoes_nothing(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema
) -> None:
    assert cli("apply", *arguments).code == 0
    refused = cli("unmark", "0002_create_b", *arguments)
    assert refused.code == 6
    assert "0003_more, which comes after it, is applied" in refused.err
    assert "clinic-db unmark 0003_more first" in refused.err
    done = cli("unmark", "0003_more", *arguments)
    assert (done.code, done.out) == (0, "forgotten    0003_more\n")
    assert _operations(empty)[-1] == ("0003_more", "unmark")
    assert "3 migrations, 1 to apply" in cli("status", *arguments).out
    with empty.connect() as db:
        assert db.value("SELECT COUNT(*) FROM a") == 1, "its row is still there"
        left = "SELECT COUNT(*) FROM _clinic_db_journal WHERE migration_id = '0003_more'"
        assert db.value(left) == 0
    again = cli("unmark", "0003_more", *arguments)
    assert again.code == 2
    assert "0003_more is not applied, so there is nothing to forget" in again.err
    again = cli("apply", "--allow-unsafe", "blocking", *arguments)
    assert "statement 1 of 2 failed" in again.err, "it runs from the beginning"


def test_unmark_puts_right_a_history_whose_file_is_gone(
    cli: CommandLine, arguments: tuple[object, ...], project: Path
) -> None:
    assert cli("apply", *arguments).code == 0
    (project / "migrations/0003_more.sql").unlink()
    assert cli("apply", *arguments).code == 6
    assert cli("unmark", "0003_more", *arguments, "--format", "json").code == 0
    assert cli("apply", *arguments).out.endswith("nothing to do\n")


def test_list_is_status(cli: CommandLine, arguments: tuple[object, ...]) -> None:
    cli("apply", *arguments)
    assert cli("list", *arguments).out == cli("status", *arguments).out
    assert "0 to apply" in cli("list", *arguments).out


def test_reapply_undoes_and_applies_the_last_ones_only(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema, project: Path
) -> None:
    """Objects that depend on them come back too; what was pending stays pending."""
    (project / "migrations/0003_more.sql").unlink()
    trigger = "CREATE TRIGGER t BEFORE INSERT ON b FOR EACH ROW SET NEW.note = 'x';\n"
    write(project, {"triggers/t.sql": trigger})
    cli("apply", *arguments)
    write(project, {"migrations/0003_new.sql": "-- depends: 0002_create_b\nSELECT 1;\n"})
    done = cli("reapply", *arguments)
    assert done.code == 0, done.err
    assert done.out == (
        "dropped      trigger t  (needs b)\nrolled back  0002_create_b\n"
        "applied      0002_create_b\ncreated      trigger t\n"
        f"{empty.target.address}: rolled back and applied again 1 migration and 1 object,"
        " 4 statements\n"
    )
    empty.connect().execute("INSERT INTO b (id) VALUES (1)")
    refused = cli("reapply", *arguments)
    assert refused.code == 7
    assert "every row of b" in refused.err
    assert cli("reapply", "--allow-unsafe", "--steps", "2", *arguments).code == 0
    assert empty.connect().value("SELECT COUNT(*) FROM b") == 0
    assert "3 migrations, 1 to apply" in cli("status", *arguments).out
    assert cli("reapply", "--steps", "9", *arguments).code == 2


def test_break_lock_breaks_nothing_and_names_the_holder(
    cli: CommandLine, arguments: tuple[object, ...], empty: Schema
) -> None:
    free = cli("break-lock", *arguments)
    assert free.code == 0
    assert "nobody holds the lock\nthere is never a stale one to break" in free.out
    assert json.loads(cli("break-lock", "--format", "json", *arguments).out)["holder"] is None
    with empty.connect() as db:
        name = f"clinic-db:{empty.name}"
        db.value("SELECT GET_LOCK(%s, 0)", (name,))
        held = cli("break-lock", *arguments)
        assert held.code == 0
        assert f"connection {db.id}, root@" in held.out
        assert "there is no stale lock to break" in held.out
        document = json.loads(cli("break-lock", "--format", "json", *arguments).out)
        assert document["holder"].startswith(f"another run: connection {db.id}, ")
        assert db.value("SELECT IS_USED_LOCK(%s)", (name,)) == db.id
