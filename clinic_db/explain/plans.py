"""The server's JSON about a plan → what claims are judged by, and a tree that people read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Access:
    """How one table is read.

    Attributes:
        table: its alias in the query.
        access: EXPLAIN's `type`: const, ref, range, …, ALL.
        key: the index, '' for none.
        rows: what the server expects to look at each time.
        covering: the index alone answers.
    """

    table: str
    access: str
    key: str
    rows: int
    covering: bool

    @property
    def text(self) -> str:
        """The same in the words of a claim."""
        key = f" {self.key}" if self.key else ""
        return f"{self.table} {self.access}{key}{' covering' if self.covering else ''}, " \
               f"rows {self.rows}"  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What a claim can be about.

    Attributes:
        message: why the server needs no table, in its words: no row has such a key, or none can.
    """

    tables: tuple[Access, ...]
    filesort: bool
    temporary: bool
    message: str = ""


def plan_of(document: Mapping[str, Any]) -> Plan:
    """From EXPLAIN FORMAT=JSON, version 1: the one whose words are those of EXPLAIN's table."""
    blocks = list(_blocks(document))
    tables = [block["table"] for block in blocks if "table_name" in block.get("table", {})]
    return Plan(
        tuple(_access(table) for table in tables),
        any(block.get("using_filesort") for block in blocks),
        any(block.get("using_temporary_table") for block in blocks),
        "; ".join(dict.fromkeys(str(block["message"]) for block in blocks if "message" in block)),
    )


def tree_of(document: Mapping[str, Any]) -> list[str]:
    """From EXPLAIN FORMAT=JSON, version 2: one line an operation, indented below what uses it."""
    # The plan stands by itself up to 8.4, under a key of its own since.
    return list(_lines(document.get("query_plan", document), "", ""))


def _blocks(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _blocks(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _blocks(inner)


def _access(table: Mapping[str, Any]) -> Access:
    return Access(
        table=str(table["table_name"]),
        access=str(table["access_type"]),
        key=str(table.get("key", "")),
        rows=int(table.get("rows_examined_per_scan", 0)),
        covering=bool(table.get("using_index")),
    )


def _lines(node: Mapping[str, Any], lead: str, below: str) -> Iterator[str]:
    yield f"{lead}{node.get('operation', '?')}{_figures(node)}"
    inputs = node.get("inputs", [])
    for inner in inputs:
        last = inner is inputs[-1]
        yield from _lines(
            inner, f"{below}{'└─ ' if last else '├─ '}", f"{below}{'   ' if last else '│  '}"
        )


def _figures(node: Mapping[str, Any]) -> str:
    parts = []
    if "estimated_rows" in node:
        parts.append(f"expects {_short(node['estimated_rows'])} rows")
    if node.get("actual_rows") is not None:
        loops = int(node.get("actual_loops", 1))
        times = f" x {loops}" if loops != 1 else ""
        parts.append(f"got {_short(node['actual_rows'])}{times}")
        parts.append(f"{float(node['actual_last_row_ms']):.2f} ms")
    elif "actual_rows" in node:
        parts.append("not run")
    return f"  [{', '.join(parts)}]" if parts else ""


def _short(number: float) -> str:
    return f"{number:.0f}" if float(number).is_integer() or number >= 10 else f"{number:.1f}"
