"""Put pip into the environment that runs this, where Python came without ensurepip.

Debian keeps pip as a wheel in the package python3-pip-whl. The wheel that the machine has
serves; without it apt fetches the package into a temporary folder, signature checked, from
the machine's own mirrors and without root. Standard library only: nothing is installed yet.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from clinic_db.errors import ClinicDbError
from clinic_db.sandbox import apt

_PACKAGE = "python3-pip-whl"
_WHEELS = "usr/share/python-wheels"


def main() -> None:
    """Install pip from its own wheel; exit with the reason and a way out if none is to be had."""
    try:
        with tempfile.TemporaryDirectory(prefix="clinic-db-pip-") as folder:
            _install(_wheel(Path("/")) or _fetched(Path(folder)))
    except (ClinicDbError, OSError, subprocess.CalledProcessError) as error:
        sys.exit(
            f"set-up: this Python has no pip, and none could be fetched: {error}\n"
            "  Debian, Ubuntu   sudo apt-get install python3-venv\n"
            "then try again"
        )


def _wheel(root: Path) -> Path | None:
    return max((root / _WHEELS).glob("pip-*.whl"), default=None)


def _fetched(folder: Path) -> Path:
    """Fetch the package into `folder`; return the wheel in it."""
    linux = apt.distribution()
    # The server may live in another suite than the machine's; pip comes from the machine's own.
    private = apt.Apt(folder, replace(linux, suites=linux.own))
    private.update(_say)
    private.download([_PACKAGE], f"fetching {_PACKAGE}", _say)
    (package,) = private.archives.glob(f"{_PACKAGE}_*.deb")
    subprocess.run(["dpkg-deb", "-x", package, folder / "root"], check=True)
    wheel = _wheel(folder / "root")
    if wheel is None:
        raise FileNotFoundError(f"{package.name} holds no pip")
    return wheel


_said: set[str] = set()


def _say(what: str, _fraction: float) -> None:
    if what not in _said:
        _said.add(what)
        print(f"set-up: {what} …", flush=True)


def _install(wheel: Path) -> None:
    """Let the pip inside the wheel, which Python can run as it is, install that wheel."""
    pip = [sys.executable, f"{wheel}/pip"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", wheel], check=True)


if __name__ == "__main__":
    main()
