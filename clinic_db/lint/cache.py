"""What was found out before: kept in the user's cache folder under a digest of all it depends on.

An entry is never changed, so it needs no lock; one that nobody asked for in a month goes.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from clinic_db.sandbox import paths

_KEPT_SECONDS = 30 * 24 * 3600
_SWEPT = ".swept"


class Cache:
    """Values by the digest of what they follow from.

    Args:
        folder: where they are kept; made if need be.
        is_used: False gives a cache that remembers nothing.
    """

    def __init__(self, folder: Path | None = None, *, is_used: bool = True) -> None:
        self._folder = (folder or paths.cache_dir() / "lint") if is_used else None
        if self._folder:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def get(self, key: str) -> Any:
        """The value under a key, None where there is none."""
        if self._folder is None:
            return None
        path = self._folder / key
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
            os.utime(path)
        except (OSError, ValueError):
            # Not there, or cut short by a full disk: it is found out again.
            return None
        return value

    def put(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        if self._folder is None:
            return
        draft = self._folder / f"{key}.{os.getpid()}.{secrets.token_hex(4)}"
        draft.write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")
        draft.replace(self._folder / key)

    def sweep(self) -> None:
        """Delete, at most once a day, what was not asked for in a month."""
        if self._folder is None:
            return
        now = time.time()
        swept = self._folder / _SWEPT
        if swept.exists() and now - swept.stat().st_mtime < _KEPT_SECONDS / 30:
            return
        swept.touch()
        for path in self._folder.iterdir():
            # Another run may rename its draft, or sweep too, since the folder was listed.
            with suppress(FileNotFoundError):
                if now - path.stat().st_mtime > _KEPT_SECONDS:
                    path.unlink()


def key_of(*parts: str) -> str:
    """The digest of what a value follows from."""
    digest = hashlib.sha256()
    for part in parts:
        # Their lengths keep ('ab', 'c') and ('a', 'bc') apart.
        digest.update(f"{len(part)}:".encode())
        digest.update(part.encode())
    return digest.hexdigest()


@cache
def code(*names: str) -> str:
    """The digest of files of this folder, by their patterns: what they find out may change."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted(path for name in names for path in here.glob(name)):
        digest.update(path.read_bytes())
    return digest.hexdigest()
