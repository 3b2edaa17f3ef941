"""What a stress test refuses before its first row: another machine, too many clients, no clinic."""

from __future__ import annotations

from dataclasses import replace

import pytest
from projects import CommandLine
from roles.accounts import account
from stress.conftest import Site

from clinic_db import queries
from clinic_db.clinic.stress import guard
from clinic_db.errors import UnsafeError
from clinic_db.schema_pool import Schema
from clinic_db.target import parse

ELSEWHERE = "mysql://root:hunter2@db.example/clinic"
# Reaches this machine, and is no address of it.
AS_IF_ELSEWHERE = "0.0.0.0"


@pytest.mark.parametrize(("named", "meant"), [(False, False), (False, True), (True, False)])
def test_another_machine_must_be_named_and_meant(
    cli: CommandLine, named: bool, meant: bool
) -> None:
    """One of the two is not enough, and the refusal says what is missing and what to type."""
    arguments = ["stress", *(["--yes-really"] if meant else [])]
    arguments += ["--database", ELSEWHERE] if named else []
    done = cli(*arguments, CLINIC_DB_URL="" if named else ELSEWHERE)
    assert done.code == 7
    assert "a stress test writes thousands of rows, and this is another machine" in done.err
    assert ("--database names no server" in done.err) is not named
    assert ("--yes-really was not given" in done.err) is not meant
    assert "clinic-db stress --database mysql://USER@HOST:3306/DATABASE --yes-really" in done.err
    assert "root@db.example:3306/clinic" in done.err
    assert "hunter2" not in done.err + done.out


def test_another_machine_that_is_named_and_meant_is_taken(cli: CommandLine, site: Site) -> None:
    url = replace(site.schema.target, host=AS_IF_ELSEWHERE, ssl_mode="").url()
    before = site.count("appointments")
    done = cli("stress", "--operations", 40, "--yes-really", "--database", url)
    assert done.code == 0, done.err
    assert site.count("appointments") > before


@pytest.mark.parametrize(
    ("url", "is_free"),
    [
        ("mysql://a@127.0.0.1/c", True),
        ("mysql://a@[::1]/c", True),
        ("mysql://a@localhost/c", True),
        ("mysql://a@db.example/c?unix_socket=/run/m.sock", True),
        ("mysql://a@db.example/c", False),
        ("mysql://a@192.0.2.1/c", False),
        ("mysql://a@localhost.example/c", False),
    ],
)
def test_this_machine_needs_no_words(url: str, is_free: bool) -> None:
    target = parse(url, "the test")
    if is_free:
        guard.refuse_elsewhere(target, is_named=False, is_meant=False)
        return
    with pytest.raises(UnsafeError, match="another machine"):
        guard.refuse_elsewhere(target, is_named=False, is_meant=False)


def test_more_clients_than_sessions_are_refused(site: Site) -> None:
    most = site.db.value("SELECT @@GLOBAL.max_connections")
    row = site.db.one(queries.get("stress/sessions_now"))
    assert row is not None
    # Other tests' sessions are on the same server; a few more may come and go.
    few = int(row["Value"]) + 20
    site.db.execute("SET GLOBAL max_connections = %s", (few,))
    try:
        done = site.run("--clients", 41)
    finally:
        site.db.execute("SET GLOBAL max_connections = %s", (most,))
    assert done.code == 2
    assert f"error: --clients: 41 clients, but the server takes {few} sessions and has " in done.err
    assert ", or raise max_connections" in done.err


def test_a_client_without_a_session_ends_it_before_it_begins(site: Site) -> None:
    """The account may have fewer than the server takes; nothing is written with half a crowd."""
    before = site.count("appointments")
    with account(site.schema, "clinic_admin") as someone:
        site.db.execute(f"ALTER USER `{someone.target.user}` WITH MAX_USER_CONNECTIONS 3")
        done = site.cli("stress", "--clients", 8, CLINIC_DB_URL=someone.target.url())
    assert done.code == 3
    assert "max_user_connections" in done.err
    assert site.count("appointments") == before


def test_a_database_without_a_clinic_is_refused(cli: CommandLine, clinic_db_empty: Schema) -> None:
    done = cli("stress", CLINIC_DB_URL=clinic_db_empty.url)
    assert done.code == 6
    assert "there is no clinic here" in done.err
    assert "next: clinic-db seed --create --size small" in done.err


def test_a_clinic_without_people_is_refused(cli: CommandLine, schema: Schema) -> None:
    done = cli("stress", CLINIC_DB_URL=schema.url)
    assert done.code == 6
    missing = "no active doctor, no patient, no visit"
    assert f"the clinic is not seeded: {missing}\n" in done.err
    assert "next: clinic-db seed --create --size small" in done.err


@pytest.mark.parametrize(
    "arguments",
    [("--seconds", 0), ("--seconds", 3601), ("--clients", 0), ("--clients", 257),
     ("--operations", 0), ("--seed", -1)],
)  # fmt: skip
def test_numbers_without_sense_are_refused(cli: CommandLine, arguments: tuple[str, int]) -> None:
    done = cli("stress", *arguments)
    assert done.code == 2
    assert arguments[0] in done.err
