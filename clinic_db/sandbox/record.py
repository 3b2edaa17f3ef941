"""What is known of a sandbox: the public `Sandbox`, and its record on disk.

A record is one file, NAME@TOKEN.json, readable by the user alone. The token is new for
every start, so that whoever cleans up after one sandbox cannot touch its successor.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from clinic_db.errors import UsageError
from clinic_db.sandbox import paths, processes

KINDS = ("container", "local", "download")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


@dataclass(frozen=True)
class Sandbox:
    """A throwaway MySQL server that answers on this machine's loopback.

    Attributes:
        name: what `stop` and `find` call it.
        kind: 'container', 'local' (a mysqld on PATH) or 'download' (the private one).
        version: the server's version, such as '9.7.4'.
        pid: the server's process, None for a container.
        container: the container's id, None for a process.
        started_at: seconds since the epoch.
        expires_at: when its ttl ends it; None for no ttl.
    """

    name: str
    kind: str
    version: str
    port: int
    password: str = field(repr=False)
    started_at: float
    expires_at: float | None = None
    pid: int | None = None
    container: str | None = None
    host: str = "127.0.0.1"
    user: str = "root"
    database: str = "clinic"

    @property
    def url(self) -> str:
        """The address with the password in it: for an environment variable, not for a screen."""
        secret = quote(self.password, safe="")
        return f"mysql://{self.user}:{secret}@{self.host}:{self.port}/{self.database}"

    def public(self) -> dict[str, Any]:
        """Return what may be shown: everything but the password."""
        return {key: value for key, value in asdict(self).items() if key != "password"}


@dataclass(frozen=True)
class Record:
    """A sandbox from its first moment on, with what its end needs.

    Attributes:
        token: names the record, the folder and the container of this one start.
        watchdog: the process that ends it; `watchdog_is` its identity.
        maker: the process that is starting it; `maker_is` its identity.
        server_is: the identity of `sandbox.pid`.
        work: its folder; '' for a container.
        sandbox: None until the server answers.
        ending: the watchdog has begun to end it.
    """

    name: str
    token: str
    maker: int
    maker_is: str
    kind: str = ""
    work: str = ""
    watchdog: int | None = None
    watchdog_is: str = ""
    server_is: str = ""
    sandbox: Sandbox | None = None
    ending: bool = False

    @property
    def path(self) -> Path:
        """The file that holds this record."""
        return paths.state_dir() / f"{self.name}@{self.token}.json"

    @property
    def live(self) -> bool:
        """Whether the server is up and guarded: its watchdog ends when the server ends."""
        if self.ending or self.sandbox is None:
            return False
        if not processes.alive(self.watchdog, self.watchdog_is):
            return False
        return self.sandbox.pid is None or processes.alive(self.sandbox.pid, self.server_is)

    @property
    def stale(self) -> bool:
        """Whether nobody is left who would clean up after it."""
        being_made = self.sandbox is None and processes.alive(self.maker, self.maker_is)
        return not being_made and not processes.alive(self.watchdog, self.watchdog_is)

    def changed(self, **values: Any) -> Record:
        """Return a copy with some values replaced."""
        return replace(self, **values)

    def save(self) -> None:
        """Write the record whole or not at all, readable by this user alone."""
        partial = self.path.with_suffix(f".{os.getpid()}.part")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
        partial.replace(self.path)

    def remove(self) -> None:
        """Forget the record."""
        self.path.unlink(missing_ok=True)


def check_name(name: str) -> str:
    """Return the name of a sandbox if it can be part of a file's name.

    Raises:
        UsageError: it cannot.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot name a sandbox",
            hint="up to 60 letters, digits, dots, dashes and underscores, a letter or digit first",
        )
    return name


def load(path: Path) -> Record | None:
    """Read one record; None if it went away meanwhile or is not a record."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        inner = data.pop("sandbox")
        known = {item.name for item in fields(Record)}
        sandbox = None if inner is None else Sandbox(**inner)
        return Record(**{key: data[key] for key in data if key in known}, sandbox=sandbox)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def records(name: str = "*") -> Iterator[Record]:
    """Yield the records of one name, or of all, in the order of their names."""
    for path in sorted(paths.state_dir().glob(f"{name}@*.json")):
        found = load(path)
        if found is not None:
            yield found
