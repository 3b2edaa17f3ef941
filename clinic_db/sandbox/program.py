"""A mysqld that can be run: where it is, how it is called, which version it is."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from clinic_db.errors import SandboxError

# What the project supports: older servers lack what the schema needs.
OLDEST = (8, 4)
_VERSION = re.compile(r"\bVer (\d+)\.(\d+)\.(\d+)")
# The machine's name in Debian's folders, and its program loader.
_MACHINES = {
    "x86_64": ("x86_64-linux-gnu", "ld-linux-x86-64.so.2"),
    "aarch64": ("aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
}


class NotHereError(SandboxError):
    """A way to a server that this machine plainly does not have: nothing went wrong."""


@dataclass(frozen=True)
class Program:
    """A server program.

    Attributes:
        kind: 'local' or 'download'.
        mysqld: the first words of the server's command line.
        mysql: the first words of the client's command line; () if there is no client.
        version: such as '9.7.4'.
        build: the program's own words about its version, which tell builds apart. Its path is
            not in them: one cache may be reached by two.
    """

    kind: str
    mysqld: tuple[str, ...]
    mysql: tuple[str, ...]
    version: str
    build: str


def local() -> Program:
    """Return the mysqld on PATH.

    Raises:
        SandboxError: there is none, or it is MariaDB's, or older than 8.4.
    """
    found = _which("mysqld")
    if found is None:
        raise NotHereError("there is no mysqld on PATH")
    build, version = ask_version((found, "--no-defaults"))
    if version is None or "MariaDB" in build:
        raise SandboxError(f"{found} is not a MySQL server: {build[:80]}")
    if version < OLDEST:
        raise SandboxError(f"{found} is MySQL {_dotted(version)}; 8.4 or newer is needed")
    return Program("local", (found, "--no-defaults"), local_client(), _dotted(version), build)


def local_client() -> tuple[str, ...]:
    """Return MySQL's own client on PATH, () where there is none or only MariaDB's."""
    found = _which("mysql")
    if found is None:
        return ()
    build, version = ask_version((found, "--no-defaults"))
    return () if version is None or "MariaDB" in build else (found, "--no-defaults")


def _which(name: str) -> str | None:
    """Look for a program on PATH, and where it is without being on PATH.

    Debian and Ubuntu keep mysqld where only root looks, Homebrew keeps a long-term release out
    of the way of the newest one.
    """
    places = ["/usr/sbin"]
    for brewed in ("/opt/homebrew/opt", "/usr/local/opt"):
        places += map(str, sorted(Path(brewed).glob("mysql*/bin"), reverse=True))
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *places])
    return shutil.which(name, path=path)


def unpacked(root: Path) -> Program:
    """Return the server below `root`, the unpacked packages of Debian or Ubuntu.

    It runs with the loader and libraries that came with it, not with the machine's.

    Raises:
        SandboxError: the machine's kind is unknown, or the server does not run.
    """
    loader = loader_of(root)
    usr = root / "usr"
    share = usr / "share/mysql"
    mysqld = (
        *loader,
        str(usr / "sbin/mysqld"),
        "--no-defaults",
        f"--basedir={usr}",
        f"--lc-messages-dir={share}",
        f"--character-sets-dir={share / 'charsets'}",
        f"--plugin-dir={usr / 'lib/mysql/plugin'}",
        "--secure-file-priv=",
    )
    charsets = f"--character-sets-dir={share / 'charsets'}"
    mysql = (*loader, str(usr / "bin/mysql"), "--no-defaults", charsets)
    build, version = ask_version(mysqld)
    if version is None:
        raise SandboxError(f"the downloaded server does not run: {build[:200]}")
    return Program("download", mysqld, mysql, _dotted(version), build)


def loader_of(root: Path) -> tuple[str, ...]:
    """Return the words that run a program below `root` with that root's libraries.

    Raises:
        SandboxError: this kind of machine has no packages that we know, or they are incomplete.
    """
    machine = platform.machine()
    if machine not in _MACHINES:
        raise SandboxError(f"no private download for a {machine} machine")
    triplet, loader = _MACHINES[machine]
    places = [root / folder / loader for folder in ("usr/lib64", "usr/lib", "lib64", "lib")]
    places.append(root / "usr/lib" / triplet / loader)
    found = next((place for place in places if place.exists()), None)
    if found is None:
        raise SandboxError(f"the download holds no {loader}")
    folders = [root / "usr/lib" / triplet, root / "lib" / triplet, root / "usr/lib/mysql/private"]
    return (str(found), "--library-path", ":".join(map(str, folders)))


def ask_version(argv: tuple[str, ...]) -> tuple[str, tuple[int, int, int] | None]:
    """Run a MySQL program with --version; return its words, and the version in them or None.

    The words begin with `Ver` if there is a version: the program's path in front is cut off.
    """
    done = subprocess.run(
        [*argv, "--version"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    words = (done.stdout + done.stderr).strip()
    match = _VERSION.search(words)
    if match is None:
        return words, None
    major, minor, patch = map(int, match.groups())
    return words[match.start() :], (major, minor, patch)


def _dotted(version: tuple[int, int, int]) -> str:
    return ".".join(map(str, version))
