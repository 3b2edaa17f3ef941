"""docs/web-backend.md: its two backends do what it says, and are what it shows."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import argon2
import pytest
from clinic import Clinic, together
from projects import ROOT
from users import backends
from users.backends import PAGE, Backend
from users.people import RIGHT, WRONG

from clinic_db import seeds
from clinic_db.clinic import passwords
from clinic_db.database import Connection
from clinic_db.project import Project
from clinic_db.schema_pool import Schema

# The session in which begin_login has found a login and finish_login was not called yet.
BEGUN = (
    "SELECT 1 FROM performance_schema.user_variables_by_thread AS v"
    " JOIN performance_schema.threads AS t ON t.thread_id = v.thread_id"
    " WHERE v.variable_name = 'open' AND v.variable_value = '1'"
    " AND t.processlist_user LIKE 'web\\_login\\_%' AND t.processlist_command = 'Sleep'"
)
CLOSED = (401, {"error": "the name or the password is wrong, or the login is closed"})


@pytest.fixture(scope="session")
def node_command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return backends.install_node_backend(tmp_path_factory.mktemp("node"))


@pytest.fixture
def environ(schema: Schema, db: Connection) -> Iterator[dict[str, str]]:
    """The page's accounts, as the variables that a backend reads."""
    with backends.accounts(schema, db) as made:
        yield made


@pytest.fixture(params=["python", "node"])
def command(request: pytest.FixtureRequest) -> list[str]:
    """How the backend is started."""
    if request.param == "python":
        return backends.python_backend()
    command: list[str] = request.getfixturevalue("node_command")
    return command


@pytest.fixture
def backend(command: list[str], environ: dict[str, str], tmp_path: Path) -> Iterator[Backend]:
    with backends.running(command, environ, tmp_path) as listening:
        yield listening


@pytest.fixture
def clinic(db: Connection) -> Clinic:
    """Two people with logins: rina receives, and tono is the administrator."""
    made = Clinic(db)
    for name, role in (("rina", "Receptionist"), ("tono", "Admin")):
        made.user(username=name, password_hash=passwords.hashed(RIGHT), role=role)
    return made


@pytest.mark.parametrize("file", ["python/server.py", "node/server.js"])
def test_the_page_shows_the_code_that_runs(file: str) -> None:
    """Copy the file into its fence on the page when this fails."""
    page = PAGE.read_text(encoding="utf-8")
    shown = re.search(rf"\(backend/{file}\):\n\n```\w+\n(.*?)^```$", page, re.S | re.M)
    assert shown, f"no fence after a link to backend/{file}"
    assert shown[1] == (backends.FOLDER / file).read_text(encoding="utf-8")


def test_the_page_sets_the_variables_that_are_read(environ: dict[str, str]) -> None:
    """Those of its accounts, which is what the backends below are started with, and the port."""
    exported = re.findall(r"^export (\w+)=", PAGE.read_text(encoding="utf-8"), re.M)
    assert sorted(exported) == sorted([*environ, "PORT"])


def test_the_lock_file_names_no_host_to_download_from() -> None:
    """npm asks the registry that the machine is set up for; the digests say what must come."""
    lock = json.loads((backends.FOLDER / "node" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > 10
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert not [name for name, package in packages.items() if "integrity" not in package]


def test_the_conversation_of_the_page(backend: Backend, db: Connection) -> None:
    """Log in, book, a double booking, treat, bill, pay; the same key takes the money once."""
    seeds.load(Project(ROOT), "demo", db)
    taken = db.value("SELECT count(*) FROM payments")
    words: dict[str, Any] = {"-": ""}
    said = backends.conversation()
    assert {each.status for each in said} == {200, 401, 403, 409}
    for each in said:
        given = json.loads(backends.filled(each.request, words))
        status, answer = backend.post(each.path, given, words[each.who])
        words = backends.learned(each.answer, answer, words)
        assert (status, answer) == (each.status, json.loads(backends.filled(each.answer, words)))
    assert db.value("SELECT count(*) FROM payments") == taken + 1
    entry = db.one("SELECT * FROM audit_log WHERE table_name = 'billing' ORDER BY audit_id DESC")
    assert entry is not None
    assert re.fullmatch(r"resepsionis \(user \d+\)", entry["actor"])
    assert entry["db_user"].startswith("web_receptionist_")


def test_a_login_that_fails_tells_nothing(backend: Backend, clinic: Clinic) -> None:
    """For whatever reason; the fifth failure locks, and after its time it is open again."""
    never = "$argon2id$v=19$m=19456,t=2,p=1$YWRvcHRlZC1uby1sb2dpbg$bm8gcGFzc3dvcmQgZml0cw"
    clinic.user(username="ani", password_hash=passwords.hashed(RIGHT), is_active=False)
    clinic.user(username="budi", password_hash=never)
    clinic.user(username="citra", password_hash="$argon2id$hash123")

    def log_in(name: str, password: str) -> tuple[int, Any]:
        return backend.post("/login", {"username": name, "password": password})

    for name in ("nobody", "x" * 65, "ani", "budi", "citra", ""):
        assert log_in(name, RIGHT) == CLOSED, name
    assert [log_in("rina", WRONG) for _ in range(4)] == [CLOSED] * 4
    assert log_in("rina", RIGHT)[0] == 200
    results = together([lambda: log_in("rina", WRONG)] * 8)
    assert results == [CLOSED] * 8
    assert clinic.row("users", 1)["failed_logins"] == 5
    assert log_in("rina", RIGHT) == CLOSED
    clinic.db.execute("UPDATE users SET locked_until = utc_timestamp(6) - INTERVAL 1 SECOND")
    assert log_in("rina", RIGHT)[0] == 200
    actors = clinic.db.rows("SELECT actor, db_user FROM audit_log WHERE table_name = 'users'")
    web = [row for row in actors if row["db_user"].startswith("web_login_")]
    assert {row["actor"] for row in web} == {"web: nobody logged in yet"}
    log = backend.log.read_text(encoding="utf-8")
    assert not re.search(f"{RIGHT}|{WRONG}|argon2|Traceback", log)


def test_a_login_closed_during_the_verification_lets_nobody_in(
    backend: Backend, clinic: Clinic
) -> None:
    """The right password was begun while the login was open; others' failures were faster."""
    user = clinic.user(username="ani")
    given = {"username": "ani", "password": RIGHT}

    def close() -> None:
        while not clinic.db.rows(BEGUN):
            pass
        clinic.db.execute("UPDATE users SET locked_until = utc_timestamp(6) + INTERVAL 1 HOUR")

    for passes in (30, 120, 480):
        slow = argon2.PasswordHasher(time_cost=passes, memory_cost=19456, parallelism=1).hash(RIGHT)
        clinic.db.execute("UPDATE users SET password_hash = %s, locked_until = NULL", (slow,))
        _, answer = together([close, lambda: backend.post("/login", given)])
        if clinic.row("users", user)["last_login_at"] is None:
            assert answer == CLOSED
            return
        # Verified before it was closed: once more with a verification that takes longer.
        clinic.db.execute("UPDATE users SET last_login_at = NULL")
    pytest.fail("no verification was slow enough")


def test_an_old_hash_is_made_anew(backend: Backend, clinic: Clinic) -> None:
    """And the command line reads what the backend wrote, also where a letter has two forms."""
    typed, other = "caf\u00e9-caf\u00e9-caf\u00e9", "cafe\u0301-cafe\u0301-cafe\u0301"
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    user = clinic.user(username="ani", password_hash=weak.hash(typed))
    backend.log_in("ani", other)
    renewed = clinic.row("users", user)["password_hash"]
    assert renewed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches(renewed, other)
    backend.log_in("ani", typed)
    assert clinic.row("users", user)["password_hash"] == renewed


def test_one_key_takes_the_money_once_however_many_ask(backend: Backend, clinic: Clinic) -> None:
    bill = clinic.bill(300000)
    token = backend.log_in("rina", RIGHT)
    given = {"bill_id": bill, "amount": "100000", "method": "Cash", "key": str(uuid.uuid4())}
    answers = together([lambda: backend.post("/pay", given, token)] * 8)
    assert [status for status, _ in answers] == [200] * 8
    assert len({answer["payment_id"] for _, answer in answers}) == 1
    assert clinic.row("billing", bill)["amount_paid"] == 100000


def test_what_is_no_request_is_told_so(backend: Backend, clinic: Clinic) -> None:
    token = backend.log_in("rina", RIGHT)
    pay = {"bill_id": 1, "amount": "1.00", "method": "Cash", "key": str(uuid.uuid4())}
    cases: list[tuple[str, object, int]] = [
        ("/pay", b"", 400),
        ("/pay", b"not JSON", 400),
        ("/pay", [pay], 400),
        ("/pay", {**pay, "amount": 0.1}, 400),
        ("/pay", {**pay, "amount": {"of": 1}}, 400),
        ("/pay", {**pay, "amount": True}, 400),
        ("/pay", {"bill_id": 1}, 400),
        ("/pay", {**pay, "bill_id": "one"}, 400),
        ("/pay", {**pay, "bill_id": 10**30}, 400),
        ("/pay", {**pay, "key": "no UUID"}, 400),
        ("/pay", {**pay, "method": "x" * 30}, 400),
        ("/book", {"patient_id": 1, "doctor_id": 1, "at": "soon", "minutes": 30, "notes": ""}, 400),
        ("/login", {"username": "rina"}, 400),
        ("/login", {"username": 1, "password": 2}, 400),
        ("/nowhere", {}, 404),
        ("/__proto__", {}, 404),
        ("/pay", pay, 409),
    ]
    for path, given, expected in cases:
        assert backend.post(path, given, token)[0] == expected, (path, given)
    for wrong in ("", "guess", token[:-1], "__proto__"):
        assert backend.post("/pay", pay, wrong) == (401, {"error": "log in first"})
    assert clinic.count("payments") == 0


@pytest.mark.usefixtures("clinic")
def test_an_error_of_another_kind_stays_in_the_log(
    command: list[str], environ: dict[str, str], tmp_path: Path
) -> None:
    """Such as an account that the server does not let in; its name is nobody's business."""
    admin, password = re.findall(r"//(\w+):(\w+)@", environ["CLINIC_ADMIN_URL"])[0]
    wrong = {"CLINIC_ADMIN_URL": environ["CLINIC_ADMIN_URL"].replace(password, "wrong")}
    with backends.running(command, environ | wrong, tmp_path) as backend:
        token = backend.log_in("tono", RIGHT)
        answer = backend.post("/complete", {"appointment_id": 1}, token)
        assert answer == (500, {"error": "something went wrong"})
        log = backend.log.read_text(encoding="utf-8")
        assert admin in log
        for secret in (RIGHT, token, "argon2id", *re.findall(r":(\w{40})@", str(environ))):
            assert secret not in log


@pytest.mark.usefixtures("clinic")
def test_a_session_ends(command: list[str], environ: dict[str, str], tmp_path: Path) -> None:
    with backends.running(command, environ | {"SESSION_SECONDS": "0"}, tmp_path) as backend:
        token = backend.log_in("tono", RIGHT)
        answer = backend.post("/complete", {"appointment_id": 1}, token)
        assert answer == (401, {"error": "log in first"})
