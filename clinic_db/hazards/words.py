"""What pending statements do to tables, as text for people and values for machines. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clinic_db.model import TableChange

HEADINGS = ("statement", "table", "algorithm", "writes", "rebuilds", "rows", "size")
_NOT_ASKED = "not asked"
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


def row(change: TableChange) -> list[object]:
    """The cells of a change below `HEADINGS`; rows and size are estimates."""
    way: tuple[str, ...] = ("-", "-", "-")
    if change.not_asked:
        way = (_NOT_ASKED, "?", "?")
    elif change.algorithm:
        waits = "wait" if change.is_blocking else "go on"
        way = (change.algorithm, waits, "yes" if change.rebuilds else "no")
    return [change.where, change.table, *way, f"{change.rows:,}", size(change.bytes)]


def remarks(changes: Sequence[TableChange]) -> Iterator[str]:
    """What the table of changes does not say: what is lost, and why nobody was asked."""
    for change in changes:
        for loss in change.losses:
            yield f"{change.where}: {loss}"
    for reason in dict.fromkeys(change.not_asked for change in changes if change.not_asked):
        yield f"no server was asked for the algorithm ({reason}): apply takes it to block writes"


def comment(change: TableChange) -> str:
    """A change in one line, for a comment in SQL."""
    told = f"line {change.line}, {change.table}: "
    if change.not_asked:
        told += f"which algorithm was not asked ({change.not_asked}); "
    elif change.algorithm:
        told += f"{way(change)}; "
    told += "".join(f"{loss}; " for loss in change.losses)
    return told + extent(change)


def as_json(change: TableChange) -> dict[str, Any]:
    """A change as a JSON object; null for what was not asked or leaves no choice."""
    known = bool(change.algorithm)
    return {
        "migration": change.migration,
        "file": str(change.path),
        "line": change.line,
        "table": change.table,
        "rows": change.rows,
        "bytes": change.bytes,
        "algorithm": change.algorithm or None,
        "lock": change.lock or None,
        "writes": not change.is_blocking if known else None,
        "rebuilds": change.rebuilds if known else None,
        "why": change.why or None,
        "not_asked": change.not_asked or None,
        "loses": list(change.losses),
    }


def way(change: TableChange) -> str:
    """'INPLACE, writes blocked, rebuilds the table'."""
    if change.algorithm == "COPY":
        return "COPY, writes blocked"
    writes = "blocked" if change.is_blocking else "go on"
    rebuilds = ", rebuilds the table" if change.rebuilds else ""
    return f"{change.algorithm}, writes {writes}{rebuilds}"


def extent(change: TableChange) -> str:
    """'about 1,200 rows, 64 KiB'."""
    rows = "1 row" if change.rows == 1 else f"{change.rows:,} rows"
    return f"about {rows}, {size(change.bytes)}"


def size(count: int) -> str:
    """A number of bytes as people read it: '64 KiB'."""
    value, unit = float(count), 0
    while value >= 1024 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return (
        f"{value:.0f} {_UNITS[unit]}" if value >= 10 or unit == 0 else f"{value:.1f} {_UNITS[unit]}"
    )
