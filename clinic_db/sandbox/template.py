"""Initialised data folders, kept and copied: `mysqld --initialize` is paid once."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from clinic_db.errors import SandboxError
from clinic_db.sandbox import options, paths, sparse
from clinic_db.sandbox.program import Program

# Two servers must not share the id that stands in this file.
_OWN = shutil.ignore_patterns("auto.cnf")
# Give the folders made by another form of this module another name.
_FORM = "2"


def copy(program: Program, extra: Sequence[str], target: Path) -> None:
    """Make `target` an initialised data folder of this program.

    Raises:
        SandboxError: the server could not be initialised; the message ends in its own words.
    """
    key = hashlib.sha256("\0".join([_FORM, program.build, *extra]).encode()).hexdigest()[:16]
    kept = paths.templates_dir() / f"{program.version}-{key}"
    if not kept.exists():
        with paths.locked(kept.with_name(f"{kept.name}.lock")):
            if not kept.exists():
                _make(program, extra, kept)
    shutil.copytree(kept, target, ignore=_OWN, copy_function=sparse.copy)


def complaints(log: str) -> tuple[str, ...]:
    """Return a server log's first errors, or its last lines if it holds none."""
    lines = log.strip().splitlines()
    return tuple([line for line in lines if "[ERROR]" in line][:3] or lines[-3:])


def _make(program: Program, extra: Sequence[str], kept: Path) -> None:
    """Initialise a data folder beside `kept` and rename it at the end."""
    for left in kept.parent.glob(f".{kept.name}-*"):  # We hold the lock: its maker was killed.
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix=f".{kept.name}-") as partial:
        data = Path(partial, "data")
        done = subprocess.run(
            [
                *program.mysqld,
                *options.as_user(),
                "--initialize-insecure",
                f"--datadir={data}",
                "--innodb-flush-method=nosync",
                options.NO_NATIVE_AIO,
                *extra,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SandboxError(
                "mysqld could not initialise a data folder",
                detail=complaints(done.stdout),
            )
        hollow = Path(partial, "hollow")
        shutil.copytree(data, hollow, copy_function=sparse.hollow)
        hollow.rename(kept)
