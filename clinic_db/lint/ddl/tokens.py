"""The tokens of one statement, each with its place; comments are none, but `/*! … */` is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_TOKEN = re.compile(
    r"""
    (?P<skip> \s+ | \#[^\n]* | --(?=\s|\Z)[^\n]* | /\*!\d* | /\*(?!!).*?\*/ | \*/ )
  | (?P<quoted> `(?:[^`]|``)*` )
  | (?P<text> (?:[nNxXbB]|_\w+\s*)?'(?:[^'\\]|\\.|'')*' | "(?:[^"\\]|\\.|"")*" )
  | (?P<number> \d+(?:\.\d*)?(?:[eE][+-]?\d+)?(?![\w$]) | \.\d+ )
  | (?P<word> @{0,2}[\w$]+ )
  | (?P<sign> <=> | <> | != | <= | >= | := | \|\| | && | ->>? | . )
    """,
    re.X | re.S,
)


class Shape(Enum):
    """What a token looks like."""

    WORD = "word"
    QUOTED = "quoted"
    TEXT = "text"
    NUMBER = "number"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a name in backquotes, a string, a number or a sign.

    Attributes:
        text: as it is written.
        start: its offset in the statement.
        line, column: its place in the file, counted from 1.
    """

    shape: Shape
    text: str
    start: int
    line: int
    column: int

    @property
    def upper(self) -> str:
        """A bare word or a sign in upper case; '' for what is quoted, which is no keyword."""
        return self.text.upper() if self.shape in (Shape.WORD, Shape.SIGN) else ""

    @property
    def value(self) -> str:
        """A name or a string without its quotes."""
        if self.shape is Shape.QUOTED:
            return self.text[1:-1].replace("``", "`")
        if self.shape is Shape.TEXT:
            quote = self.text[-1]
            body = self.text[self.text.index(quote) + 1 : -1]
            return re.sub(r"\\(.)", r"\1", body.replace(quote * 2, quote), flags=re.S)
        return self.text

    @property
    def is_name(self) -> bool:
        """Whether it can be an identifier."""
        return self.shape in (Shape.WORD, Shape.QUOTED, Shape.TEXT)


def tokens(sql: str, line: int = 1, column: int = 1) -> tuple[Token, ...]:
    """The tokens of a statement that begins at this place of its file."""
    return tuple(_tokens(sql, line, column))


def _tokens(sql: str, line: int, column: int) -> Iterator[Token]:
    # The offset at which the line began, as if the statement stood at the beginning of a line.
    began = 1 - column
    for match in _TOKEN.finditer(sql):
        name = match.lastgroup
        if name != "skip":
            shape = Shape(name)
            yield Token(shape, match[0], match.start(), line, match.start() - began + 1)
        if "\n" in match[0]:
            line += match[0].count("\n")
            began = match.start() + match[0].rindex("\n") + 1
