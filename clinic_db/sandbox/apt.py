"""A private apt: the machine's own mirrors and trust, but lists and archives of our own.

Nothing here names a mirror's host. The machine's configuration does, and apt itself
reads it, in whichever form it is written and whether or not lists were ever fetched.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from clinic_db.errors import SandboxError

# (what is being done, how much of it: 0 to 1)
Progress = Callable[[str, float], None]

# What apt tells of an index. The origin is known only once its lists were fetched.
_TARGET = "$(RELEASE)|$(COMPONENT)|$(REPO_URI)|$(CREATED_BY)|$(ORIGIN)"
# The path of a distribution's own archive on most mirrors.
_ARCHIVES = ("debian", "ubuntu", "ubuntu-ports")
_DEBIAN_OWN = ("stable", "testing", "unstable", "sid")


@dataclass(frozen=True)
class Distribution:
    """Where a distribution keeps its MySQL server.

    Attributes:
        name: 'Debian' or 'Ubuntu'.
        own: names under which the machine's sources may call its main suite.
        suites: where the server is looked for, on the mirrors of `own`.
        components: the parts of a suite that may hold it or what it needs.
        keyring: the file with the keys that must have signed them; None: those apt trusts.
    """

    name: str
    own: tuple[str, ...]
    suites: tuple[str, ...]
    components: tuple[str, ...]
    keyring: Path | None


def distribution() -> Distribution:
    """Say which distribution this machine runs.

    Raises:
        SandboxError: neither Debian nor Ubuntu, or apt-get is missing.
    """
    if shutil.which("apt-get") is None:
        raise SandboxError("a private download needs Debian or Ubuntu")
    release = platform.freedesktop_os_release()
    family = {release["ID"], *release.get("ID_LIKE", "").split()}
    codename = release.get("UBUNTU_CODENAME", release.get("VERSION_CODENAME", ""))
    if "ubuntu" in family:
        suites = (codename, f"{codename}-updates", f"{codename}-security")
        keyring = _keyring("ubuntu-archive-keyring")
        return Distribution("Ubuntu", suites, suites, ("main", "universe"), keyring)
    if "debian" in family:
        own = tuple(filter(None, (codename, *_DEBIAN_OWN)))
        # Debian's stable release carries no MySQL server; its unstable one does.
        keyring = _keyring("debian-archive-keyring")
        return Distribution("Debian", own, ("sid",), ("main",), keyring)
    raise SandboxError(f"a private download needs Debian or Ubuntu, not {release['ID']}")


def _keyring(stem: str) -> Path | None:
    names = [Path("/usr/share/keyrings", stem + ending) for ending in (".gpg", ".pgp")]
    return next((name for name in names if name.exists()), None)


def source_lines(linux: Distribution) -> list[str]:
    """Return the lines of a sources list, with the mirrors that the machine uses itself.

    Raises:
        SandboxError: the machine's apt configuration names no mirror of its own suite.
    """
    targets = _mirrors(linux, "--release-info") or _mirrors(linux, "--no-release-info")
    if not targets:
        raise SandboxError(f"apt's configuration names no mirror of {linux.name} {linux.own[0]}")
    trust = f"[signed-by={linux.keyring}] " if linux.keyring else ""
    if linux.suites != linux.own:  # Another suite than the machine's, on its first mirror.
        _, component, mirror = min(targets, key=lambda target: linux.own.index(target[0]))
        return [f"deb {trust}{mirror} {suite} {component}" for suite in linux.suites]
    return [f"deb {trust}{mirror} {release} {component}" for release, component, mirror in targets]


def _mirrors(linux: Distribution, option: str) -> list[tuple[str, str, str]]:
    """Return (suite, component, address) of the machine's own indices, as apt understands them.

    Other people's repositories may use the same names; the origin, and where it is not known
    yet the path, tells the distribution's own ones.
    """
    done = subprocess.run(
        ["apt-get", "indextargets", option, "--format", _TARGET],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
    )
    found: list[tuple[str, str, str]] = []
    for line in done.stdout.splitlines():
        release, component, mirror, kind, origin = line.split("|")
        if kind != "Packages" or release not in linux.own or mirror.startswith("cdrom:"):
            continue
        if component not in linux.components or origin not in (linux.name, "$(ORIGIN)"):
            continue
        # apt would use the packages of a file: address where they are, out of our sight.
        found.append((release, component, re.sub("^file:", "copy:", mirror)))
    own = [item for item in found if urlsplit(item[2]).path.strip("/") in _ARCHIVES]
    return list(dict.fromkeys(own or found))


class Apt:
    """apt with its own lists, archives and empty status, below the folder `home`."""

    def __init__(self, home: Path, linux: Distribution) -> None:
        self.archives = home / "cache/archives"
        self._config = home / "apt.conf"
        for folder in (home / "lists/partial", self.archives / "partial"):
            folder.mkdir(parents=True)
        (home / "status").touch()
        (home / "sources.list").write_text("\n".join(source_lines(linux)) + "\n")
        text = Path(__file__).with_name("apt.conf").read_text(encoding="utf-8")
        self._config.write_text(text.replace("HOME/", f"{home}/"))

    def update(self, progress: Progress) -> None:
        """Fetch the signed lists."""
        self._get(["update"], "reading the package lists", progress)

    def download(self, packages: Sequence[str], what: str, progress: Progress) -> None:
        """Fetch the packages and everything they need, signatures and hashes checked."""
        self._get(["--yes", "--download-only", "install", *packages], what, progress)

    def candidate(self, package: str) -> str | None:
        """Return the version of `package` that would be installed; None if there is none."""
        done = subprocess.run(
            ["apt-cache", "-c", str(self._config), "policy", package],
            capture_output=True,
            text=True,
            check=False,
            env=_environment(),
        )
        for line in done.stdout.splitlines():
            label, _, version = line.strip().partition(": ")
            if label == "Candidate" and version != "(none)":
                return version
        return None

    def _get(self, words: Sequence[str], what: str, progress: Progress) -> None:
        """Run apt-get, passing on the progress that it reports.

        Raises:
            SandboxError: it failed; the message ends in its own words.
        """
        reading, writing = os.pipe()
        argv = ["apt-get", "-c", str(self._config), "-o", f"APT::Status-Fd={writing}", *words]
        errors = self._config.with_name("apt.log")
        with open(reading, encoding="utf-8", errors="replace") as status, errors.open("w+b") as log:
            try:
                process = subprocess.Popen(
                    argv,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    pass_fds=[writing],
                    env=_environment(),
                )
            finally:
                os.close(writing)
            with process:
                for line in status:
                    if line.startswith("dlstatus:"):
                        progress(what, float(line.split(":")[2]) / 100)
        if process.returncode != 0:
            said = [line for line in errors.read_text().splitlines() if line[:2] in ("E:", "W:")]
            raise SandboxError(f"apt-get refused or failed while {what}", detail=tuple(said[-4:]))


def _environment() -> dict[str, str]:
    """Return our environment with apt's words in the language that this module reads."""
    return os.environ | {"LC_ALL": "C"}
