"""The files that findings are in: what they are called, and their lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from clinic_db import statements


def show(path: Path) -> str:
    """The path below the current folder where it is there, else the whole of it."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def lines(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """File → its lines, for the files among the paths."""
    return {
        path: tuple(statements.read_text(Path(path), path).split("\n"))
        for path in paths
        if Path(path).is_file()
    }
