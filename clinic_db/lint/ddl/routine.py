"""The head and body of CREATE PROCEDURE, FUNCTION, VIEW, TRIGGER and EVENT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_db.lint.ddl.reader import Reader, parts
from clinic_db.lint.ddl.tokens import Token

KINDS = ("PROCEDURE", "FUNCTION", "VIEW", "TRIGGER", "EVENT")
ACCESS = ("NO SQL", "CONTAINS SQL", "READS SQL DATA", "MODIFIES SQL DATA")


@dataclass(frozen=True, slots=True)
class Routine:
    """A stored object.

    Attributes:
        kind: 'procedure', 'function', 'view', 'trigger' or 'event'.
        parameters: their names.
        deterministic: None where nothing is declared.
        access: one of `ACCESS`, '' where nothing is declared.
        security: 'DEFINER' or 'INVOKER', '' where nothing is declared.
        comment: None where there is none.
        body: its tokens behind the characteristics.
        at, named_at: the first token, and that of the name.
    """

    kind: str
    name: str
    parameters: tuple[Token, ...]
    deterministic: bool | None
    access: str
    security: str
    comment: str | None
    body: tuple[Token, ...]
    at: Token
    named_at: Token


def routine(tokens: Sequence[Token]) -> Routine | None:
    """Read a CREATE of a stored object; None for any other statement."""
    reader = Reader(tokens)
    at = reader.next()
    if at.upper not in ("CREATE", "ALTER"):
        return None
    security = ""
    while not reader.is_done and not reader.sees_any(*KINDS):
        if reader.take("SQL", "SECURITY"):
            security = reader.next().upper
            continue
        if reader.sees_any("TABLE", "INDEX", "DATABASE", "SCHEMA", "USER", "ROLE", "SERVER"):
            return None
        reader.next()
    if reader.is_done or at.upper != "CREATE":
        return None
    kind = reader.next().upper.lower()
    reader.take("IF", "NOT", "EXISTS")
    named_at = reader.peek()
    name = reader.name()
    parameters = tuple(_parameter(part) for part in parts(reader.group()))
    if kind in ("procedure", "function"):
        return _characteristics(reader, kind, name, parameters, at, named_at)
    return Routine(kind, name, (), None, "", security, None, reader.rest(), at, named_at)


def _parameter(part: Sequence[Token]) -> Token:
    """The token of a parameter's name."""
    has_mode = part[0].upper in ("IN", "OUT", "INOUT") and len(part) > 2
    return part[1] if has_mode else part[0]


def _characteristics(
    reader: Reader,
    kind: str,
    name: str,
    parameters: tuple[Token, ...],
    at: Token,
    named_at: Token,
) -> Routine | None:
    deterministic: bool | None = None
    access = security = ""
    comment: str | None = None
    if reader.take("RETURNS"):
        _skip_type(reader)
    while not reader.is_done:
        if reader.take("NOT", "DETERMINISTIC"):
            deterministic = False
        elif reader.take("DETERMINISTIC"):
            deterministic = True
        elif reader.take("SQL", "SECURITY"):
            security = reader.next().upper
        elif reader.take("COMMENT"):
            comment = reader.next().value
        elif reader.take("LANGUAGE"):
            reader.next()
        elif found := next((words for words in ACCESS if reader.take(*words.split())), ""):
            access = found
        else:
            break
    body = reader.rest()
    if body and body[0].upper == "SONAME":
        # A loadable function declares nothing.
        return None
    return Routine(
        kind, name, parameters, deterministic, access, security, comment, body, at, named_at
    )


def _skip_type(reader: Reader) -> None:
    """The data type of a function's result."""
    reader.next()
    while reader.sees_any("(", "UNSIGNED", "SIGNED", "ZEROFILL", "PRECISION", "VARYING", "CHARSET",
                          "CHARACTER", "COLLATE", "BINARY", "ASCII", "UNICODE"):  # fmt: skip
        if reader.sees("("):
            reader.group()
        elif reader.take_any("CHARSET", "COLLATE") or reader.take("CHARACTER", "SET"):
            reader.next()
        else:
            reader.next()
