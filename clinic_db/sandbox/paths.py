"""Where the sandbox keeps things, and the locks that let many processes share them.

    CACHE/mysql/       private downloads, one folder per version
    CACHE/templates/   initialised data folders, one per version and options
    CACHE/state-HOST/  one record per live sandbox

CACHE is `$XDG_CACHE_HOME/clinic-db` or `~/.cache/clinic-db`. The records live there
and not in `$XDG_RUNTIME_DIR`, which disappears when a person logs out of a remote
machine, while a sandbox lives until `stop` or its ttl.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinic_db.errors import SandboxError

# What a data folder may need before it is better kept on a disk.
_MEMORY_WANTED = 1 << 30
# A Unix socket's path holds at most 104 (macOS) to 108 (Linux) bytes.
_SOCKET_PATH_MAX = 100


def cache_dir() -> Path:
    """Return the user's cache folder, made and private (0700)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        wanted = Path(base) if os.path.isabs(base) else Path.home() / ".cache"
        return _private(wanted / "clinic-db")
    except (OSError, RuntimeError):
        # A read-only home or none: the same, for this user alone, in the temporary folder.
        return _private(Path(tempfile.gettempdir()) / f"clinic-db-cache-{os.getuid()}")


def _private(folder: Path) -> Path:
    """Make `folder` readable by this user alone; refuse one that belongs to somebody else."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise SandboxError(
            f"{folder} belongs to another user", hint="set XDG_CACHE_HOME to a folder of your own"
        )
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def downloads_dir() -> Path:
    """Return the folder of the private downloads."""
    return _folder(cache_dir() / "mysql")


def templates_dir() -> Path:
    """Return the folder of the initialised data folders."""
    return _folder(cache_dir() / "templates")


def state_dir() -> Path:
    """Return the folder of the live sandboxes' records.

    Its name holds the machine and its current boot: a home shared between machines, or a
    reboot, must not make one server's process number pass for another's.
    """
    boot = Path("/proc/sys/kernel/random/boot_id")
    here = platform.node() + (boot.read_text().strip() if boot.exists() else "")
    digest = hashlib.sha256(here.encode()).hexdigest()[:12]
    return _private(cache_dir() / f"state-{digest}")


def _folder(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def work_dir(token: str, *, durable: bool = False) -> Path:
    """Return the folder (not made yet) of one sandbox's data, socket and log.

    In memory where /dev/shm has room, else in the cache, else in the temporary folder. Never in
    memory for a durable one: there is nothing to flush to.
    """
    name = f"clinic-db-{token}"
    shared = Path("/dev/shm")
    has_room = os.access(shared, os.W_OK) and shutil.disk_usage(shared).free >= _MEMORY_WANTED
    if has_room and not durable:
        return shared / name
    cached = _folder(cache_dir() / "work") / name
    if len(os.fsencode(cached / "mysql.sock")) <= _SOCKET_PATH_MAX:
        return cached
    return Path(tempfile.gettempdir()) / name


def remove_work(folder: Path, token: str) -> None:
    """Delete one sandbox's folder; anything that is not one is refused."""
    if folder.name != f"clinic-db-{token}" or len(token) < 8:
        raise SandboxError(f"{folder} is not the folder of sandbox {token}")
    if folder.is_symlink() or not folder.exists():
        return
    if folder.stat().st_uid != os.getuid():
        raise SandboxError(f"{folder} belongs to another user")
    # The watchdog and a sweeping `start` may delete the same folder at the same time.
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on the file `path`; released if we are killed.

    The file is made for the lock and deleted with it, so that names do not pile up.
    """
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if _is_still(handle, path):
            break
        os.close(handle)  # Whoever held it deleted the file while we waited.
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _is_still(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
