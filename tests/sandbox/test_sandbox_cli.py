"""`clinic-db sandbox …`, run as a person runs it; and the password is nowhere on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_db.sandbox import client, find, running
from clinic_db.sandbox.record import Record, records

pytestmark = pytest.mark.usefixtures("own_cache")

Command = Callable[..., list[str]]
NothingLeft = Callable[[Record], None]


def run(words: list[str], code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command that must end with the exit code `code`."""
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


def begun(words: list[str]) -> tuple[subprocess.Popen[str], Record]:
    """Start `run -- CMD`, wait until CMD has printed a line; return it and its sandbox's record."""
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    (found,) = records(f"run-{process.pid}-*")
    assert found.live
    return process, found


def test_the_commands_in_a_persons_order(command: Command) -> None:
    assert "no sandbox is running" in run(command("status")).stdout
    assert "sandbox default: MySQL" in run(command("start", "--ttl", "10m")).stdout
    told = json.loads(run(command("start", "--format", "json")).stdout)
    assert told["name"] == "default"
    assert told["expires_at"] > told["started_at"] + 500
    (listed,) = json.loads(run(command("status", "--format", "json")).stdout)
    assert listed == told
    sql = ["--execute", "SELECT CURRENT_USER(), DATABASE()", "--batch", "--skip-column-names"]
    assert run(command("shell", "--", *sql)).stdout == "root@localhost\tclinic\n"
    url = run(command("url")).stdout.strip()
    assert url.startswith("mysql://root:")
    assert url.endswith(f"@127.0.0.1:{told['port']}/clinic")
    assert run(command("stop", "--all")).stdout == "sandbox default is gone\n"
    assert run(command("stop")).stdout == "no sandbox default is running\n"


def test_the_password_is_shown_by_url_alone(command: Command) -> None:
    shown = run(command("start", "--name", "quiet"))
    sandbox = find("quiet")
    assert sandbox is not None
    told = [shown.stdout, shown.stderr]
    for words in (["status"], ["status", "--format", "json"], ["start", "--name", "quiet"]):
        done = run(command(*words))
        told += [done.stdout, done.stderr]
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if _readable(path)]
    told += [repr(sandbox), str(sandbox), repr(list(records("quiet"))), str(sandbox.public())]
    argv, environment = client(sandbox)
    told += argv
    assert environment["MYSQL_PWD"] == sandbox.password
    assert not [text for text in told if sandbox.password in text]
    assert not [line for line in lines if sandbox.password.encode() in line]
    assert sandbox.password in run(command("url", "--name", "quiet")).stdout


def _readable(path: Path) -> bool:
    try:
        path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return True


def test_run_hands_over_the_address_and_the_exit_code(command: Command) -> None:
    script = 'echo "$CLINIC_DB_URL $DATABASE_URL $MYSQL_HOST $MYSQL_TCP_PORT $MYSQL_PWD"; exit 7'
    first, second, host, port, password = run(
        command("run", "--", "sh", "-c", script), 7
    ).stdout.split()
    assert first == second == f"mysql://root:{password}@{host}:{port}/clinic"
    assert list(records()) == []


def test_what_a_command_of_run_is_killed_by_is_its_exit_code(command: Command) -> None:
    run(command("run", "--", "sh", "-c", "kill -KILL $$"), 128 + signal.SIGKILL)


def test_run_of_a_command_that_does_not_exist_starts_no_server(command: Command) -> None:
    done = run(command("run", "--", "no-such-command"), 2)
    assert "there is no command 'no-such-command'" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_run_leaves_nothing_after_a_signal(
    command: Command, nothing_left: NothingLeft, number: signal.Signals
) -> None:
    process, found = begun(command("run", "--", "sh", "-c", "echo up; exec sleep 60"))
    process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode == 128 + number
    nothing_left(found)


def test_run_leaves_nothing_after_kill_9(command: Command, nothing_left: NothingLeft) -> None:
    process, found = begun(command("run", "--", "sh", "-c", "echo up; exec sleep 60"))
    process.kill()
    process.wait()
    nothing_left(found)
    os.killpg(process.pid, signal.SIGKILL)  # The command itself is the killer's business.
    process.communicate()


def test_url_of_no_sandbox_says_how_to_start_one(command: Command) -> None:
    done = run(command("url", "--name", "absent"), 9)
    assert "clinic-db sandbox start --name absent" in done.stderr


def test_a_ttl_that_is_none_is_a_usage_error(command: Command) -> None:
    for ttl in ("soon", "0", "-5", "3x"):
        assert "is no duration" in run(command("start", "--ttl", ttl), 2).stderr
    assert running() == []
