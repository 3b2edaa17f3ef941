"""What statements take away: tables, columns and rows. Read from their text; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinic_db.kinds import without_lead
from clinic_db.model import Statement
from clinic_db.targets import renames

if TYPE_CHECKING:
    from clinic_db.lint.ddl.tokens import Token

# Only what begins like this is taken apart: an INSERT can be long.
_TAKES = re.compile(r"(?:ALTER|DELETE|DROP|TRUNCATE|WITH)\b", re.I)


@dataclass(frozen=True, slots=True)
class Losses:
    """What statements take away; a table goes by the name that it had before the first of them.

    Attributes:
        tables: names of tables that are dropped.
        columns: (table, column) pairs that are dropped.
        emptied: names of tables from which rows are deleted.
        parted: names of tables of which a partition is dropped or emptied.
        databases: names of databases that are dropped.
    """

    tables: frozenset[str] = frozenset()
    columns: frozenset[tuple[str, str]] = frozenset()
    emptied: frozenset[str] = frozenset()
    parted: frozenset[str] = frozenset()
    databases: frozenset[str] = frozenset()

    @property
    def touched(self) -> frozenset[str]:
        """Every table that would lose rows or values of rows."""
        return self.tables | self.emptied | self.parted | {table for table, _ in self.columns}


def losses(statements: Iterable[Statement]) -> Losses:
    """What the statements take away together."""
    found: list[Losses] = []
    # Name in lower case → what the table was called before the first statement.
    was: dict[str, str] = {}

    def before(name: str) -> str:
        return was.get(name.lower(), name)

    for statement in statements:
        one = _losses(statement.sql)
        found.append(
            Losses(
                frozenset(map(before, one.tables)),
                frozenset((before(table), column) for table, column in one.columns),
                frozenset(map(before, one.emptied)),
                frozenset(map(before, one.parted)),
                one.databases,
            )
        )
        was |= {new.lower(): before(old) for old, new in renames(statement.sql).items()}
    return Losses(
        frozenset().union(*(one.tables for one in found)),
        frozenset().union(*(one.columns for one in found)),
        frozenset().union(*(one.emptied for one in found)),
        frozenset().union(*(one.parted for one in found)),
        frozenset().union(*(one.databases for one in found)),
    )


def _losses(sql: str) -> Losses:
    if not _TAKES.match(without_lead(sql)):
        return Losses()
    # Imported here: most runs take nothing away.
    from clinic_db.lint.ddl.model import AlterTable, DropTable, Emptied
    from clinic_db.lint.ddl.parse import parse
    from clinic_db.lint.ddl.reader import Reader
    from clinic_db.lint.ddl.tokens import tokens

    found = tokens(sql)
    change = parse(found)
    if isinstance(change, DropTable):
        return Losses(tables=frozenset(change.names))
    if isinstance(change, AlterTable):
        verbs = [(action.verb, action.name) for action in change.actions]
        dropped = frozenset((change.name, name) for verb, name in verbs if verb == "drop column")
        return Losses(
            columns=dropped,
            emptied=frozenset(change.name for verb, _ in verbs if verb == "discard"),
            parted=frozenset(change.name for verb, _ in verbs if verb.endswith(" partition")),
        )
    if isinstance(change, Emptied):
        return Losses(emptied=frozenset({change.name}))
    reader = Reader(found)
    if reader.take("DROP") and reader.take_any("DATABASE", "SCHEMA"):
        reader.take("IF", "EXISTS")
        return Losses(databases=frozenset({reader.name()}))
    return Losses(emptied=frozenset(_deleted_from(found)))


def _deleted_from(found: Sequence[Token]) -> Iterable[str]:
    """The tables that a DELETE may take rows from; of one that names several, all its names."""
    from clinic_db.lint.ddl.reader import Reader

    reader = Reader(found)
    if not reader.take("DELETE"):
        is_any = reader.sees("WITH") and any(token.upper == "DELETE" for token in found)
        return {token.value for token in found if token.is_name} if is_any else ()
    while reader.take_any("LOW_PRIORITY", "QUICK", "IGNORE"):
        continue
    if reader.take("FROM"):
        name = reader.name()
        if not reader.sees_any(",", ".", "USING"):
            return (name,)
    return {token.value for token in found if token.is_name}
