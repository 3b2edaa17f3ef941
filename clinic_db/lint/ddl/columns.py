"""Read one column's definition, or one key, foreign key or check."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from clinic_db.lint.ddl.model import Column, Constraint
from clinic_db.lint.ddl.reader import Reader, parts
from clinic_db.lint.ddl.tokens import Shape, Token

# One type under several names: the server knows only the second.
_SAME = {
    "INTEGER": "INT", "INT4": "INT", "INT1": "TINYINT", "INT2": "SMALLINT", "INT3": "MEDIUMINT",
    "MIDDLEINT": "MEDIUMINT", "INT8": "BIGINT", "DEC": "DECIMAL", "NUMERIC": "DECIMAL",
    "FIXED": "DECIMAL", "REAL": "DOUBLE", "FLOAT8": "DOUBLE", "FLOAT4": "FLOAT",
    "CHARACTER": "CHAR", "NCHAR": "CHAR", "NVARCHAR": "VARCHAR", "LONG": "MEDIUMTEXT",
    "BOOL": "TINYINT", "BOOLEAN": "TINYINT", "GEOMCOLLECTION": "GEOMETRYCOLLECTION",
}  # fmt: skip
# Second words of a type.
_TYPE_TAIL = ("PRECISION", "VARYING", "VARCHAR", "VARBINARY", "VARCHARACTER", "CHAR", "CHARACTER")
_KINDS = {"UNIQUE": "unique", "FULLTEXT": "fulltext", "SPATIAL": "spatial"}
_CONSTRAINT = ("CONSTRAINT", "PRIMARY", "UNIQUE", "KEY", "INDEX", "FULLTEXT", "SPATIAL", "FOREIGN",
               "CHECK")  # fmt: skip


def is_constraint(reader: Reader) -> bool:
    """Whether a key, a foreign key or a check comes next, not a column."""
    return reader.sees_any(*_CONSTRAINT)


def constraint(reader: Reader) -> Constraint:
    """Read a key, foreign key or check that stands by itself, with or without CONSTRAINT."""
    at = reader.peek()
    name = ""
    if reader.take("CONSTRAINT") and not reader.sees_any("PRIMARY", "UNIQUE", "FOREIGN", "CHECK"):
        name = reader.name()
    if reader.take("PRIMARY", "KEY"):
        return Constraint("primary", name or "PRIMARY", _key_parts(reader), at)
    if reader.take("FOREIGN", "KEY"):
        return _foreign(reader, name, at)
    if reader.take("CHECK"):
        return Constraint("check", name, (), at)
    kind = _KINDS.get(reader.take_any(*_KINDS), "index")
    reader.take_any("KEY", "INDEX")
    if not reader.sees("(") and not reader.sees("USING"):
        name = reader.name()
    return Constraint(kind, name, _key_parts(reader), at)


def _foreign(reader: Reader, name: str, at: Token) -> Constraint:
    if not reader.sees("("):
        # The name of its index, which names the constraint too where nothing else does.
        name = name or reader.name()
    columns = _names(reader.group())
    reader.take("REFERENCES")
    parent = reader.name()
    return Constraint("foreign", name, columns, at, parent, _names(reader.group()))


def _key_parts(reader: Reader) -> tuple[str, ...]:
    """The columns of a key up to the first that is an expression."""
    if reader.take("USING"):
        reader.next()
    found = []
    for part in parts(reader.group()):
        if part[0].upper == "(":
            break
        found.append(part[0].value)
    return tuple(found)


def _names(group: Sequence[Token]) -> tuple[str, ...]:
    return tuple(part[0].value for part in parts(group))


def column(reader: Reader) -> Column:
    """Read a column's definition, its name first, up to the end."""
    at = reader.peek()
    name = reader.name()
    kind = reader.next().upper
    while reader.sees_any(*_TYPE_TAIL):
        tail = reader.next().upper
        kind = {"PRECISION": kind, "VARYING": f"VAR{kind}"}.get(tail, tail)
    kind = kind.replace("VARCHARACTER", "VARCHAR")
    arguments = tuple(part[0].value for part in parts(reader.group()))
    return _attributes(Reader(reader.rest()), name, _SAME.get(kind, kind), arguments, at)


def _attributes(
    reader: Reader, name: str, kind: str, arguments: tuple[str, ...], at: Token
) -> Column:
    words: list[str] = []
    found: list[Constraint] = []
    texts: dict[str, str | None] = {"COMMENT": None, "CHARSET": "", "COLLATE": ""}
    symbol = ""
    while not reader.is_done:
        if reader.sees("("):
            reader.group()
            continue
        token = reader.next()
        word = token.upper
        if word == "CONSTRAINT":
            symbol = "" if reader.sees("CHECK") else reader.name()
        elif word in ("COMMENT", "COLLATE", "CHARSET"):
            texts[word] = reader.next().value
        elif word in ("CHARACTER", "CHAR") and reader.take("SET"):
            texts["CHARSET"] = reader.next().value
        elif (made := _inline(word, reader, name, symbol, token)) is not None:
            found.append(made)
        if token.shape is Shape.WORD:
            words.append(word)
    is_key = any(made.kind == "primary" for made in found)
    nullable = ("NOT", "NULL") not in pairwise(words)
    return Column(
        name=name,
        type=kind,
        arguments=arguments,
        words=tuple(words),
        is_required=is_key or not nullable,
        default=bool({"DEFAULT", "AUTO_INCREMENT", "AS", "SERIAL"} & {*words, kind}),
        comment=texts["COMMENT"],
        charset=texts["CHARSET"] or "",
        collation=texts["COLLATE"] or "",
        constraints=tuple(found),
        at=at,
    )


def _inline(word: str, reader: Reader, name: str, symbol: str, at: Token) -> Constraint | None:
    """A constraint inside a column's definition, behind its first word."""
    if word == "UNIQUE":
        reader.take("KEY")
        return Constraint("unique", "", (name,), at)
    if word == "PRIMARY" or word == "KEY":
        reader.take("KEY")
        return Constraint("primary", "PRIMARY", (name,), at)
    if word == "CHECK":
        return Constraint("check", symbol, (), at)
    if word == "REFERENCES":
        return Constraint("foreign", "", (name,), at, reader.name(), _names(reader.group()))
    return None
