"""The container path, where a Docker Engine answers: as mortal and as private as a process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinic_db.errors import SandboxError
from clinic_db.sandbox import Sandbox, find, processes, start, stop
from clinic_db.sandbox.record import Record, records

pytestmark = pytest.mark.usefixtures("own_cache")

_NOBODYS_IMAGE = "127.0.0.1:9/nobody/mysql:0"


def docker(*words: str) -> str:
    """Run the docker command; return what it prints."""
    done = subprocess.run(["docker", *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def containers(token: str) -> str:
    """Return the ids of a start's containers, running or not."""
    return docker("ps", "--all", "--quiet", "--filter", f"label=clinic-db.sandbox={token}")


@pytest.fixture
def cont(record_of: Callable[[str], Record]) -> Iterator[tuple[Sandbox, Record]]:
    """A sandbox in a container."""
    yield start("cont", prefer="container"), record_of("cont")
    stop("cont")


def test_a_container_answers_on_the_loopback_alone_and_keeps_its_data_in_memory(
    cont: tuple[Sandbox, Record], query: Callable[[Sandbox, str], str]
) -> None:
    sandbox, found = cont
    assert sandbox.kind == "container"
    assert sandbox.container is not None
    sql = "SELECT SUBSTRING_INDEX(VERSION(), '-', 1), @@collation_database, @@log_bin, DATABASE()"
    told = query(sandbox, sql).split("\t")
    assert told == [sandbox.version, "utf8mb4_0900_ai_ci", "1", "clinic"]
    (inspected,) = json.loads(docker("inspect", sandbox.container))
    published = inspected["NetworkSettings"]["Ports"]["3306/tcp"]
    assert published == [{"HostIp": "127.0.0.1", "HostPort": str(sandbox.port)}]
    assert "/var/lib/mysql" in inspected["HostConfig"]["Tmpfs"]
    assert sandbox.password not in json.dumps([inspected["Args"], inspected["Config"]["Cmd"]])
    assert sandbox.password not in repr(sandbox) + repr(found)
    cmdlines = docker("top", sandbox.container, "-o", "pid,args")
    assert "mysqld" in cmdlines
    assert sandbox.password not in cmdlines
    assert "ryuk" not in docker("ps", "--format", "{{.Image}} {{.Names}}")
    bystander = docker("create", "--label", "clinic-db.sandbox=another", inspected["Image"])
    try:
        assert stop("cont")
        assert containers(found.token) == ""
        assert find("cont") is None
        assert containers("another") in bystander
    finally:
        docker("rm", bystander)


def test_a_container_goes_with_run_that_is_killed(
    command: Callable[..., list[str]], nothing_left: Callable[[Record], None]
) -> None:
    words = command("run", "--kind", "container", "--", "sh", "-c", "echo up; exec sleep 20")
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        (found,) = records(f"run-{process.pid}-*")
        process.kill()
        nothing_left(found)
        assert containers(found.token) == ""


def test_a_container_start_that_is_killed_half_way_leaves_nothing(own_cache: Path) -> None:
    code = "from clinic_db.sandbox import start; start('half', prefer='container')"
    with subprocess.Popen([sys.executable, "-c", code]) as maker:
        while True:
            assert maker.poll() is None
            begun = list(records("half"))
            if begun and begun[0].watchdog and containers(begun[0].token):
                break
        maker.kill()
    assert begun[0].watchdog is not None
    assert processes.wait_gone(begun[0].watchdog, begun[0].watchdog_is, 20)
    assert containers(begun[0].token) == ""
    assert list(own_cache.glob("state-*/half@*")) == []


def test_an_image_that_cannot_be_had_is_said_and_the_next_way_is_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], process_kind: str
) -> None:
    monkeypatch.setenv("CLINIC_DB_MYSQL_IMAGE", _NOBODYS_IMAGE)
    monkeypatch.delenv("CLINIC_DB_SANDBOX")
    assert start("other").kind == process_kind
    told = capsys.readouterr().err
    assert f"the image {_NOBODYS_IMAGE} cannot be had" in told
    assert "trying the next way" in told


def test_an_image_that_cannot_be_had_is_an_error_where_a_container_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLINIC_DB_MYSQL_IMAGE", _NOBODYS_IMAGE)
    with pytest.raises(SandboxError, match="cannot be had") as caught:
        start("none", prefer="container")
    assert caught.value.exit_code == 9
