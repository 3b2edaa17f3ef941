"""user add, passwd, list, disable, enable: what they do, with no more rights than clinic_admin."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from typing import Any

import pytest
from clinic import HASH
from roles.accounts import account
from trail import trail
from users.people import RIGHT, WRONG, Desk

from clinic_db.cli.users import add
from clinic_db.clinic import users
from clinic_db.errors import UsageError
from clinic_db.schema_pool import Schema
from clinic_db.testing import configuration


@pytest.mark.parametrize("role", ["Admin", "Doctor", "Receptionist"])
def test_a_login_is_added_and_logs_in(desk: Desk, role: str) -> None:
    whose = ["--doctor", str(desk.clinic.doctor())] if role == "Doctor" else []
    done = desk("add", "rina", "--role", role, *whose, password=RIGHT)
    assert (done.code, done.out) == (0, f"rina: added, {role}\n")
    assert desk.row()["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert desk("login", "rina", password=RIGHT).out == f"rina: {role}\n"


def test_what_was_added_is_told_to_machines(desk: Desk) -> None:
    doctor = desk.clinic.doctor(full_name="dr. Ayu")
    found = desk.json("add", "dr.ayu", "--role", "doctor", "--doctor", str(doctor), password=RIGHT)
    row = desk.row("dr.ayu")
    assert found == {
        "user_id": row["user_id"],
        "username": "dr.ayu",
        "role": "Doctor",
        "doctor_id": doctor,
        "doctor": "dr. Ayu",
        "is_active": True,
        "is_locked": False,
        "failed_logins": 0,
        "locked_until": None,
        "last_login_at": None,
        "created_at": row["created_at"].isoformat() + "Z",
    }


MISTAKES = (
    (["Rina", "--role", "Admin"], RIGHT, "NAME: there is a user 'Rina' already"),
    (["", "--role", "Admin"], RIGHT, "NAME: a user's name has 1 to 64 characters"),
    ([" ani", "--role", "Admin"], RIGHT, "NAME: a user's name has"),
    (["a\tni", "--role", "Admin"], RIGHT, "NAME: a user's name has"),
    (["x" * 65, "--role", "Admin"], RIGHT, "NAME: a user's name has"),
    (["ani", "--role", "Nurse"], RIGHT, "Invalid value for '--role'"),
    (["ani"], RIGHT, "Missing option '--role'"),
    (["ani", "--role", "Doctor"], RIGHT, "--doctor: a login with the role Doctor is a doctor's"),
    (["ani", "--role", "Doctor", "--doctor", "999"], RIGHT, "--doctor: there is no doctor 999"),
    (["ani", "--role", "Doctor", "--doctor", "ayu"], RIGHT, "Invalid value for '--doctor'"),
    (["ani", "--role", "Admin", "--doctor", "1"], RIGHT, "--doctor: a login with the role Admin"),
    (["ani", "--role", "Admin"], "", "a password has at least 15 characters"),
    (["ani", "--role", "Admin"], "ani-" * 999, "a password has at most 1024 bytes"),
)


def test_a_mistake_is_named_and_adds_nobody(desk: Desk) -> None:
    desk.person()
    for arguments, password, why in MISTAKES:
        done = desk("add", *arguments, password=password)
        assert (done.code, done.out) == (2, ""), why
        assert why in done.err
        assert desk.clinic.count("users") == 1, why


def test_a_doctor_has_one_login(desk: Desk) -> None:
    doctor = desk.clinic.doctor(full_name="dr. Ayu")
    desk.person("dr.ayu", role="Doctor", doctor_id=doctor)
    done = desk("add", "ayu", "--role", "Doctor", "--doctor", str(doctor), password=RIGHT)
    assert done.code == 2
    assert f"--doctor: doctor {doctor}, dr. Ayu, has a login already: 'dr.ayu'" in done.err


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        ("INSERT INTO users (username, password_hash, role) VALUES ('rina', '{hash}', 'Admin')",
         "there is a user 'rina' already"),
        ("INSERT INTO users (username, password_hash, role, doctor_id)"
         " VALUES ('dr.ayu', '{hash}', 'Doctor', {doctor})", "has a login already: 'dr.ayu'"),
        ("DELETE FROM doctors", "there is no doctor"),
    ],
)  # fmt: skip
def test_who_was_faster_is_named(desk: Desk, meanwhile: str, why: str) -> None:
    """What changes while a person types the password is refused by the keys, in the same words."""
    doctor = desk.clinic.doctor()

    def typing() -> str:
        desk.clinic.db.execute(meanwhile.format(hash=HASH, doctor=doctor))
        return RIGHT

    config = configuration(desk.admin.target, None)
    with pytest.raises(UsageError, match=why):
        users.add(config, "rina", "Doctor", doctor, typing)


def test_roles_are_those_of_the_table(desk: Desk) -> None:
    role = next(option for option in add.params if option.name == "role")
    column = desk.clinic.db.value(
        "SELECT column_type FROM information_schema.columns WHERE table_schema = database()"
        " AND table_name = 'users' AND column_name = 'role'"
    )
    assert column == f"enum({','.join(repr(choice) for choice in role.type.choices)})"  # type: ignore[attr-defined]


def test_a_new_password_replaces_the_old_one(desk: Desk) -> None:
    desk.person()
    done = desk("passwd", "RINA", password=WRONG)
    assert (done.code, done.out) == (0, "rina: password changed\n")
    assert desk("login", "rina", password=RIGHT).code == 1
    assert desk("login", "rina", password=WRONG).code == 0


def test_a_new_password_ends_a_lockout_but_opens_nothing(desk: Desk) -> None:
    desk.person()
    desk.set("failed_logins = 5, locked_until = utc_timestamp(6) + INTERVAL 9 MINUTE")
    assert desk.json("passwd", "rina", password=WRONG)["is_locked"] is False
    assert desk("login", "rina", password=WRONG).code == 0
    desk.set("is_active = FALSE")
    told = desk("passwd", "rina", password=RIGHT).out
    assert told == "rina: password changed; still disabled: clinic-db user enable rina\n"
    assert desk("login", "rina", password=RIGHT).code == 1


@pytest.mark.parametrize("password", ["", "short", "rinarinarinarina"])
def test_a_weak_password_changes_nothing(desk: Desk, password: str) -> None:
    desk.person()
    before = desk.row()
    assert desk("passwd", "rina", password=password).code == 2
    assert desk.row() == before


@pytest.mark.parametrize("command", ["passwd", "disable", "enable"])
def test_nobody_is_not_changed(desk: Desk, command: str) -> None:
    desk.person()
    before = desk.row()
    done = desk(command, "o'neil", password=RIGHT if command == "passwd" else None)
    assert (done.code, done.out) == (2, "")
    assert 'there is no user "o\'neil"\n  next: clinic-db user list' in done.err
    assert desk.row() == before


def test_disable_closes_and_enable_opens(desk: Desk) -> None:
    desk.person()
    desk.person("ani")
    for command, code in (("disable", 1), ("enable", 0)):
        assert desk(command, "Rina").out == f"rina: {command}d\n"
        assert desk("login", "rina", password=RIGHT).code == code
        assert desk("login", "ani", password=RIGHT).code == 0
    assert desk("enable", "rina").out == "rina: enabled already\n"
    assert desk.json("disable", "rina")["is_active"] is False
    assert desk("disable", "rina").out == "rina: disabled already\n"


def test_enable_opens_what_five_failures_locked(desk: Desk) -> None:
    desk.person()
    desk.set("failed_logins = 5, locked_until = utc_timestamp(6) + INTERVAL 9 MINUTE")
    assert desk.json("enable", "rina")["is_locked"] is False
    assert desk("login", "rina", password=RIGHT).code == 0


def test_the_list_shows_who_may_log_in(desk: Desk) -> None:
    assert desk("list").out == "no logins yet: clinic-db user add NAME --role ROLE\n"
    desk.person("dr.ayu", role="Doctor", doctor_id=desk.clinic.doctor(full_name="dr. Ayu"))
    desk.person("budi", is_active=False)
    desk.person("rina", failed_logins=5, locked_until="2999-01-01 10:30")
    desk.person("tono", role="Admin", locked_until="2001-01-01", last_login_at="2026-01-02 03:04")
    assert desk("list").out.splitlines()[2:] == [
        "budi    Receptionist           disabled                     0",
        "dr.ayu  Doctor        dr. Ayu  open                         0",
        "rina    Receptionist           locked until 10:30 UTC       5",
        "tono    Admin                  open                         0  2026-01-02 03:04",
    ]
    rows: list[dict[str, Any]] = desk.json("list")
    assert [(r["username"], r["is_active"], r["is_locked"]) for r in rows] == [
        ("budi", False, False), ("dr.ayu", True, False), ("rina", True, True), ("tono", True, False)
    ]  # fmt: skip
    assert rows[3]["last_login_at"] == "2026-01-02T03:04:00Z"
    assert not any("password_hash" in row for row in rows)


def test_the_audit_log_names_the_person_and_the_account(desk: Desk) -> None:
    user = desk.person()
    desk("passwd", "rina", password=WRONG)
    desk("disable", "rina")
    desk("enable", "rina")
    desk("login", "rina", password=WRONG)
    entries = trail(desk.clinic.db, "users")
    assert [(row, sorted(changes)) for row, _, changes in entries] == [
        (user, ["password_hash"]), (user, ["is_active"]), (user, ["is_active"]),
        (user, ["last_login_at"]),
    ]  # fmt: skip
    rows = desk.clinic.db.rows("SELECT actor, db_user FROM audit_log ORDER BY audit_id")
    assert {row["actor"] for row in rows} == {f"clinic-db:{getpass.getuser()}"}
    accounts = [row["db_user"].partition("@")[0] for row in rows]
    assert accounts == [desk.admin.target.user] * 3 + [desk.login_only.target.user]


@pytest.mark.parametrize("command", ["add", "passwd", "list", "disable", "enable", "login"])
def test_another_role_can_do_nothing(desk: Desk, schema: Schema, command: str) -> None:
    desk.person()
    before = desk.row()
    name = {"list": [], "add": ["ani", "--role", "Admin"]}.get(command, ["rina"])
    password = RIGHT if command in ("add", "passwd", "login") else None
    with account(schema, "clinic_reader") as reader:
        done = desk(command, *name, password=password, at=reader)
    assert (done.code, done.out) == (5, "")
    assert "next: grant the account what it lacks" in done.err
    assert (desk.row(), desk.clinic.count("users")) == (before, 1)


@pytest.mark.parametrize(
    ("words", "code", "shown"),
    [
        ("add rina --role Admin", 2, "next: pip install 'clinic-db[users]'"),
        ("passwd rina", 2, "next: pip install 'clinic-db[users]'"),
        ("login rina", 2, "next: pip install 'clinic-db[users]'"),
        ("list", 0, "no logins yet"),
    ],
)
def test_without_argon2_the_extra_is_named(
    schema: Schema, words: str, code: int, shown: str
) -> None:
    """Before anybody types a password; what hashes nothing works without it."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.modules['argon2'] = None;"
         "from clinic_db.cli import main; main()", "user", *words.split(),
         *(["--password-stdin"] if code else [])],
        env=os.environ | {"CLINIC_DB_URL": schema.url},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, shown in done.stdout + done.stderr) == (code, True), done


@pytest.mark.parametrize(
    ("line", "code"),
    [(f"{RIGHT}\r\nnext line\n", 0), (RIGHT, 0), (f" {RIGHT}\n", 1), (f"\n{RIGHT}\n", 1)],
)
def test_the_password_is_the_first_line_as_it_stands(desk: Desk, line: str, code: int) -> None:
    desk.person()
    desk.give(line.encode())
    assert desk("login", "rina", "--password-stdin").code == code


def test_bytes_that_are_no_text_are_refused(desk: Desk) -> None:
    desk.give(b"sepeda-merah-\xff-kebun\n")
    done = desk("add", "rina", "--role", "Admin", "--password-stdin")
    assert (done.code, done.err) == (2, "error: --password-stdin: the password is not UTF-8\n")
    done = desk("add", "rin\udcff", "--role", "Admin", password=RIGHT)
    assert done.code == 2
    assert "the name is not UTF-8" in done.err


def test_without_a_terminal_nothing_is_asked(desk: Desk) -> None:
    desk.give(f"{RIGHT}\n".encode())
    done = desk("add", "rina", "--role", "Admin")
    assert done.code == 2
    assert "no terminal to ask for the password on" in done.err
    assert "--password-stdin" in done.err
