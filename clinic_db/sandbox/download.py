"""The private download: signed packages of a MySQL LTS, unpacked into the user's cache.

Whatever goes wrong, the cache holds either a whole download or none: everything happens
in a folder beside the final one, under a lock, and a rename ends it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from clinic_db.errors import SandboxError
from clinic_db.sandbox import apt, paths
from clinic_db.sandbox.apt import Apt, Distribution, Progress
from clinic_db.sandbox.program import Program, unpacked

# Server packages in the order of preference; the client's name follows.
_SERVERS = ("mysql-server-core", "mysql-server-core-9.7", "mysql-server-core-8.4")
# The long-term releases that this project is tested with. A moving suite may offer others.
_KNOWN = re.compile(r"(?:\d+:)?((?:8\.4|9\.7)\.\d+)\b")
_SPACE_WANTED = 900 << 20


def existing() -> Program | None:
    """Return the download that is in the cache already, None if there is none."""
    root = newest()
    return None if root is None else unpacked(root)


def ensure(
    progress: Progress,
    linux: Distribution | None = None,
    check: Callable[[Path], Program] = unpacked,
) -> Program:
    """Return the downloaded server, fetching it first if the cache holds none.

    Any number of processes may call this at once: one fetches, the others wait.

    Args:
        progress: is told what is being done and how much of it.
        linux: where to look, by default what this machine runs.
        check: makes a `Program` of an unpacked root, or raises.

    Raises:
        SandboxError: not Debian or Ubuntu, no space, no known version, or apt refused.
    """
    root = newest()
    if root is None:
        with paths.locked(paths.downloads_dir() / ".lock"):
            root = newest() or _fetch(progress, linux or apt.distribution(), check)
    return check(root)


def newest() -> Path | None:
    """Return the root of the newest unpacked server in the cache, None if there is none."""
    roots = [path for path in paths.downloads_dir().iterdir() if _known(path.name)]
    return max(
        roots, key=lambda path: [int(n) for n in re.findall(r"\d+", path.name)], default=None
    )


def _fetch(progress: Progress, linux: Distribution, check: Callable[[Path], Program]) -> Path:
    """Fetch, unpack and try the packages; return the finished root."""
    folder = paths.downloads_dir()
    for left in folder.glob(".partial-*"):  # We hold the lock: whoever made it was killed.
        shutil.rmtree(left)
    free = shutil.disk_usage(folder).free
    if free < _SPACE_WANTED:
        raise SandboxError(
            f"{folder} has {free >> 20} MB free, the download needs {_SPACE_WANTED >> 20} MB",
            hint="make room, or set XDG_CACHE_HOME to a folder elsewhere",
        )
    with tempfile.TemporaryDirectory(dir=folder, prefix=".partial-") as partial:
        private = Apt(Path(partial), linux)
        private.update(progress)
        server, version = _choose(private, linux)
        client = server.replace("server", "client")
        packages = [f"{server}={version}", f"{client}={version}"]
        private.download(packages, f"fetching MySQL {version}", progress)
        root = Path(partial, "root")
        _unpack(private.archives, root, progress)
        made = check(root)
        if _known(version) != made.version:
            raise SandboxError(f"the package of MySQL {version} holds MySQL {made.version}")
        return root.rename(folder / made.version)


def _known(version: str) -> str | None:
    """Return the bare number of a package's version, such as '9.7.4'; None if we do not know it."""
    match = _KNOWN.match(version)
    return match[1] if match else None


def _choose(private: Apt, linux: Distribution) -> tuple[str, str]:
    """Return the server package and its version: a long-term release that we know."""
    offered: list[str] = []
    for package in _SERVERS:
        version = private.candidate(package)
        if version is not None and _known(version):
            return package, version
        offered += [f"{package} {version}"] if version else []
    raise SandboxError(
        f"{linux.name} {linux.suites[0]} offers no MySQL 8.4 or 9.7",
        detail=tuple(f"it has {name}" for name in offered),
    )


def _unpack(archives: Path, root: Path, progress: Progress) -> None:
    """Unpack every package but perl, which only helper scripts want; delete it at once."""
    root.mkdir()
    debs = sorted(archives.glob("*.deb"))
    for number, deb in enumerate(debs, 1):
        if not deb.name.startswith(("perl", "libperl")):
            done = subprocess.run(
                ["dpkg-deb", "-x", str(deb), str(root)], capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                raise SandboxError(f"{deb.name} cannot be unpacked", detail=(done.stderr.strip(),))
        deb.unlink()
        progress("unpacking", number / len(debs))
