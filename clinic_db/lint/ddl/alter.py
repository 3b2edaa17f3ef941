"""The parts of an ALTER TABLE, and CREATE INDEX and DROP INDEX as the parts that they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clinic_db.lint.ddl.columns import column, constraint, is_constraint
from clinic_db.lint.ddl.model import Action, AlterTable, Constraint
from clinic_db.lint.ddl.options import is_option, table_options
from clinic_db.lint.ddl.reader import Reader, parts
from clinic_db.lint.ddl.tokens import Token

_KINDS = {"UNIQUE": "unique", "FULLTEXT": "fulltext", "SPATIAL": "spatial"}


def actions(tokens: Sequence[Token]) -> tuple[Action, ...]:
    """Everything that an ALTER TABLE does, in order."""
    return tuple(action for part in parts(tokens) for action in _part(part))


def create_index(reader: Reader) -> AlterTable:
    """CREATE [UNIQUE …] INDEX name ON table (…)."""
    at = reader.next()
    kind = _KINDS.get(reader.take_any(*_KINDS), "index")
    reader.take("INDEX")
    name = reader.name()
    if reader.take("USING"):
        reader.next()
    reader.take("ON")
    table = reader.name()
    columns = []
    for part in parts(reader.group()):
        if part[0].upper == "(":
            break
        columns.append(part[0].value)
    made = Constraint(kind, name, tuple(columns), at)
    return AlterTable(table, (Action("add constraint", at, name, constraint=made),), at)


def drop_index(reader: Reader) -> AlterTable:
    """DROP INDEX name ON table."""
    at = reader.next()
    reader.take("INDEX")
    name = reader.name()
    reader.take("ON")
    return AlterTable(reader.name(), (Action("drop constraint", at, name),), at)


def _part(tokens: Sequence[Token]) -> list[Action]:
    reader = Reader(tokens)
    at = reader.peek()
    for word, read in _VERBS.items():
        if reader.take(word):
            return read(reader, at)
    if is_option(at):
        return [Action("option", at, options=table_options(reader))]
    return [Action("other", at)]


def _add(reader: Reader, at: Token) -> list[Action]:
    if reader.sees("PARTITION"):
        return [Action("other", at)]
    if not is_constraint(reader):
        reader.take("COLUMN")
        if reader.sees("("):
            return [_added(Reader(part), at) for part in parts(reader.group())]
    return [_added(reader, at)]


def _added(reader: Reader, at: Token) -> Action:
    if is_constraint(reader):
        made = constraint(reader)
        return Action("add constraint", at, made.name, constraint=made)
    new = column(reader)
    return Action("add column", at, new.name, column=new)


def _modify(reader: Reader, at: Token) -> list[Action]:
    reader.take("COLUMN")
    new = column(reader)
    return [Action("modify column", at, new.name, new.name, column=new)]


def _change(reader: Reader, at: Token) -> list[Action]:
    reader.take("COLUMN")
    old = reader.name()
    new = column(reader)
    return [Action("modify column", at, old, new.name, column=new)]


def _drop(reader: Reader, at: Token) -> list[Action]:
    if reader.take("PRIMARY", "KEY"):
        return [Action("drop constraint", at, "PRIMARY")]
    if reader.sees("PARTITION"):
        return [Action("drop partition", at)]
    if reader.take("FOREIGN", "KEY") or reader.take_any("INDEX", "KEY", "CHECK", "CONSTRAINT"):
        return [Action("drop constraint", at, reader.name())]
    reader.take("COLUMN")
    return [Action("drop column", at, reader.name())]


def _rename(reader: Reader, at: Token) -> list[Action]:
    what = reader.take_any("COLUMN", "INDEX", "KEY")
    if not what:
        reader.take_any("TO", "AS", "=")
        return [Action("rename", at, reader.name())]
    old = reader.name()
    reader.take("TO")
    verb = "rename column" if what == "COLUMN" else "rename index"
    return [Action(verb, at, old, reader.name())]


def _truncate(_: Reader, at: Token) -> list[Action]:
    """TRUNCATE PARTITION."""
    return [Action("truncate partition", at)]


def _discard(reader: Reader, at: Token) -> list[Action]:
    """DISCARD TABLESPACE, DISCARD PARTITION p TABLESPACE."""
    return [Action("discard partition" if reader.sees("PARTITION") else "discard", at)]


def _convert(reader: Reader, at: Token) -> list[Action]:
    reader.take("TO")
    return [Action("convert", at, options=table_options(reader))]


def _alter(reader: Reader, at: Token) -> list[Action]:
    """ALTER COLUMN c SET DEFAULT …, ALTER INDEX i INVISIBLE, ALTER CHECK c NOT ENFORCED."""
    if reader.sees_any("INDEX", "CHECK", "CONSTRAINT"):
        return [Action("other", at)]
    reader.take("COLUMN")
    name = reader.name()
    if reader.take("SET", "DEFAULT"):
        return [Action("set default", at, name)]
    if reader.take("DROP", "DEFAULT"):
        return [Action("drop default", at, name)]
    return [Action("other", at, name)]


_VERBS: dict[str, Callable[[Reader, Token], list[Action]]] = {
    "ADD": _add,
    "MODIFY": _modify,
    "CHANGE": _change,
    "DROP": _drop,
    "RENAME": _rename,
    "TRUNCATE": _truncate,
    "DISCARD": _discard,
    "CONVERT": _convert,
    "ALTER": _alter,
}
