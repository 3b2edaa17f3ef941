"""What lint remembers: an entry nobody asks for goes, and other runs may share the folder."""

from __future__ import annotations

import os
import time
from pathlib import Path

from clinic_db.lint.cache import Cache

LONG_AGO = time.time() - 40 * 24 * 3600


def _age(path: Path) -> None:
    os.utime(path, (LONG_AGO, LONG_AGO))


def test_what_nobody_asked_for_in_a_month_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for key in ("kept", "old", "asked"):
        cache.put(key, [key])
    for key in ("old", "asked"):
        _age(tmp_path / key)
    assert cache.get("asked") == ["asked"]
    cache.sweep()
    assert [cache.get(key) for key in ("kept", "old", "asked")] == [["kept"], None, ["asked"]]


def test_it_is_looked_at_once_a_day(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.sweep()
    cache.put("old", 1)
    _age(tmp_path / "old")
    cache.sweep()
    assert (tmp_path / "old").exists()
    _age(tmp_path / ".swept")
    cache.sweep()
    assert not (tmp_path / "old").exists()


def test_an_entry_that_goes_meanwhile_is_no_error(tmp_path: Path) -> None:
    """Another run writes a draft and renames it between the listing of the folder and the look."""
    (tmp_path / "draft").symlink_to(tmp_path / "renamed")
    cache = Cache(tmp_path)
    cache.put("old", 1)
    _age(tmp_path / "old")
    cache.sweep()
    assert not (tmp_path / "old").exists()
