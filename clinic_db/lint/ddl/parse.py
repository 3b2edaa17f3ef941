"""A statement's text → what it makes or changes; None for all that is not about tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clinic_db.lint.ddl.alter import actions, create_index, drop_index
from clinic_db.lint.ddl.columns import column, constraint, is_constraint
from clinic_db.lint.ddl.model import (
    AlterTable,
    Change,
    Column,
    Constraint,
    CreateTable,
    DropTable,
    Emptied,
    RenameTable,
)
from clinic_db.lint.ddl.options import table_options
from clinic_db.lint.ddl.reader import Reader, parts
from clinic_db.lint.ddl.tokens import Token

# What chooses the rows of a DELETE.
_NAMES_ROWS = {"WHERE", "LIMIT", "USING", "JOIN", "STRAIGHT_JOIN", ","}


def parse(tokens: Sequence[Token]) -> Change | None:
    """Read one statement."""
    words = [token.upper for token in tokens[:8]]
    for beginning, read in _FORMS:
        if words[: len(beginning)] == list(beginning):
            return read(Reader(tokens))
    return None


def _create_table(reader: Reader) -> CreateTable:
    at = reader.next()
    temporary = reader.take("TEMPORARY")
    reader.take("TABLE")
    if_absent = reader.take("IF", "NOT", "EXISTS")
    name = reader.name()
    if reader.take("LIKE"):
        return CreateTable(name, (), (), {}, at, reader.name(), if_absent=if_absent)
    body = reader.group()
    if body and body[0].upper == "LIKE":
        inner = Reader(body[1:])
        return CreateTable(name, (), (), {}, at, inner.name(), if_absent=if_absent)
    columns, constraints = _definitions(body)
    options = table_options(reader)
    reader.take_any("IGNORE", "REPLACE")
    query = reader.take("AS") or reader.sees_any("SELECT", "WITH", "TABLE", "VALUES", "(")
    return CreateTable(
        name, columns, constraints, options, at, "", bool(query), temporary, if_absent
    )


def _definitions(body: Sequence[Token]) -> tuple[tuple[Column, ...], tuple[Constraint, ...]]:
    columns: list[Column] = []
    constraints: list[Constraint] = []
    if body and body[0].upper in ("SELECT", "WITH", "TABLE", "VALUES"):
        return (), ()
    for part in parts(body):
        reader = Reader(part)
        if is_constraint(reader):
            constraints.append(constraint(reader))
        else:
            found = column(reader)
            columns.append(found)
            constraints += found.constraints
    return tuple(columns), tuple(constraints)


def _alter_table(reader: Reader) -> AlterTable:
    at = reader.next()
    reader.take("TABLE")
    name = reader.name()
    return AlterTable(name, actions(reader.rest()), at)


def _drop_table(reader: Reader) -> DropTable:
    at = reader.next()
    reader.take_any("TABLE", "TABLES")
    reader.take("IF", "EXISTS")
    return DropTable(tuple(Reader(part).name() for part in parts(reader.rest())), at)


def _rename_table(reader: Reader) -> RenameTable:
    at = reader.next()
    reader.take_any("TABLE", "TABLES")
    pairs = []
    for part in parts(reader.rest()):
        inner = Reader(part)
        old = inner.name()
        inner.take("TO")
        pairs.append((old, inner.name()))
    return RenameTable(tuple(pairs), at)


def _truncate(reader: Reader) -> Emptied:
    at = reader.next()
    reader.take("TABLE")
    return Emptied(reader.name(), at, "TRUNCATE")


def _delete(reader: Reader) -> Emptied | None:
    at = reader.next()
    while reader.take_any("LOW_PRIORITY", "QUICK", "IGNORE"):
        continue
    if not reader.sees("FROM"):
        # DELETE t FROM orders AS t: where several are named, or joined, rows are chosen.
        reader.name()
        reader.take(".", "*")
    if not reader.take("FROM"):
        return None
    name = reader.name()
    if reader.take("USING"):
        name = reader.name()
    names_rows = _NAMES_ROWS & {token.upper for token in reader.rest()}
    return None if names_rows else Emptied(name, at, "DELETE without WHERE")


_FORMS: Sequence[tuple[Sequence[str], Callable[[Reader], Change | None]]] = (
    (("CREATE", "TABLE"), _create_table),
    (("CREATE", "TEMPORARY", "TABLE"), _create_table),
    (("ALTER", "TABLE"), _alter_table),
    (("CREATE", "INDEX"), create_index),
    (("CREATE", "UNIQUE", "INDEX"), create_index),
    (("CREATE", "FULLTEXT", "INDEX"), create_index),
    (("CREATE", "SPATIAL", "INDEX"), create_index),
    (("DROP", "INDEX"), drop_index),
    (("DROP", "TABLE"), _drop_table),
    (("DROP", "TABLES"), _drop_table),
    (("RENAME", "TABLE"), _rename_table),
    (("RENAME", "TABLES"), _rename_table),
    (("TRUNCATE",), _truncate),
    (("DELETE",), _delete),
)
