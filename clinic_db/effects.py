"""What a statement takes away: tables, columns and rows. Read from its text; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clinic_db.model import Statement

_TICKED = r"`?([\w$]+)`?"
_DROP_TABLE = re.compile(
    r"DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?(.+?)(?:\s+(?:RESTRICT|CASCADE))?$", re.I | re.S
)
_EMPTY = re.compile(rf"(?:TRUNCATE\s+(?:TABLE\s+)?|DELETE\s+FROM\s+){_TICKED}", re.I)
_ALTER = re.compile(rf"ALTER\s+TABLE\s+{_TICKED}(.*)", re.I | re.S)
_DROP_COLUMN = re.compile(
    rf"\bDROP\s+(?:COLUMN\s+)?(?!(?:CHECK|CONSTRAINT|INDEX|KEY|FOREIGN|PRIMARY|PARTITION)\b){_TICKED}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Losses:
    """What statements take away.

    Attributes:
        tables: names of tables that are dropped.
        columns: (table, column) pairs that are dropped.
        emptied: names of tables whose rows are deleted.
    """

    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]
    emptied: frozenset[str]

    @property
    def touched(self) -> frozenset[str]:
        """Every table that would lose rows or values of rows."""
        return self.tables | self.emptied | {table for table, _ in self.columns}


def losses(statements: Iterable[Statement]) -> Losses:
    """What the statements take away together."""
    tables: set[str] = set()
    columns: set[tuple[str, str]] = set()
    emptied: set[str] = set()
    for statement in statements:
        sql = statement.sql.strip()
        if match := _DROP_TABLE.match(sql):
            tables.update(name.strip(" `\n\t") for name in match[1].split(","))
        elif match := _EMPTY.match(sql):
            emptied.add(match[1])
        elif match := _ALTER.match(sql):
            columns.update((match[1], column) for column in _DROP_COLUMN.findall(match[2]))
    return Losses(frozenset(tables), frozenset(columns), frozenset(emptied))
