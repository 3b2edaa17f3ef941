"""The toolkit's own SQL: one statement per file, loaded by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


@cache
def get(name: str) -> str:
    """The statement in `queries/NAME.sql`, its header comment and final semicolon taken off."""
    lines = (FOLDER / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    body = "\n".join(line for line in lines if not line.startswith("--"))
    return body.strip().removesuffix(";")
