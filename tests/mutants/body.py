"""The text of a routine or trigger → the same text with one thing wrong. Pure.

Relies on the house style, which the linter sees to: keywords are in capitals, functions are not,
so `IF` begins a statement and `if(` does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<comment>--[^\n]*|/\*(?!!).*?\*/)"
    r"|(?P<word>/\*!.*?\*/|'(?:[^'\\]|''|\\.)*'|`[^`]*`|@{0,2}[A-Za-z_][\w.]*|\d[\d.]*"
    r"|<=>|<>|<=|>=|\S)",
    re.S,
)
_STARTS = {";", "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", "ROW"}
_ENDS_CONDITION = {"IF": "THEN", "ELSEIF": "THEN", "WHILE": "DO"}
_NEUTRAL = {"AND": "TRUE", "OR": "FALSE"}
# A removed statement leaves this, because THEN and END IF want one in between.
NOTHING = "DO 0"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, string, number, operator or version comment, and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `sql[start:end]` becomes `new`.

    Attributes:
        kind: a key of model.KINDS.
        what: the text that is changed, for people, on one line.
    """

    kind: str
    what: str
    start: int
    end: int
    new: str

    def applied(self, sql: str) -> str:
        return sql[: self.start] + self.new + sql[self.end :]


def edits(sql: str) -> Iterator[Edit]:
    """Everything that can be broken in one CREATE, in the order of the text."""
    found = tokens(sql)
    for at, token in enumerate(found):
        if token.text.startswith("/*!") and " SET " in token.text:
            yield Edit("pin", _line(token.text), token.start, token.end, "")
        if token.text == "FOR" and _text(found, at + 1) in ("UPDATE", "SHARE"):
            yield _lock(found, at)
        if at and (found[at - 1].text in _STARTS or found[at - 1].text.startswith("/*!")):
            yield from _statement(sql, found, at)


def tokens(sql: str) -> list[Token]:
    """The text without white space and ordinary comments."""
    return [
        Token(m["word"], m.start(), m.end()) for m in _TOKEN.finditer(sql) if m["word"] is not None
    ]


def operands(found: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    """(operator, operand) of each AND and OR, down to those that hold neither."""
    while (inner := _inside(found)) is not None:
        found = inner
    for operator in ("OR", "AND"):
        parts = _split(found, operator)
        if len(parts) < 2:
            continue
        for part in parts:
            nested = list(operands(part))
            yield from nested or [(operator, part)]
        return


def _statement(sql: str, found: list[Token], at: int) -> Iterator[Edit]:
    first = found[at].text
    if first in _ENDS_CONDITION:
        condition = _until(found, at + 1, _ENDS_CONDITION[first])
        yield from _condition(sql, condition, "negated", first)
        if first != "WHILE":
            start, end = condition[0].start, condition[-1].end
            yield Edit("never", f"{first} {_line(sql[start:end])}", start, end, "FALSE")
    elif first in ("UPDATE", "DELETE"):
        statement = _until(found, at, ";")
        words = [token.text for token in statement]
        if "WHERE" in words:
            where = statement[words.index("WHERE") + 1 :]
            yield from _condition(sql, where, "where", f"{first} WHERE")
    elif first == "SET":
        name = _text(found, at + 1)
        kind = "assignment" if name.startswith("NEW.") else "pin"
        if name.startswith(("NEW.", "@@")) or name in ("SESSION", "TRANSACTION"):
            statement = _until(found, at, ";")
            start, end = statement[0].start, statement[-1].end
            yield Edit(kind, _line(sql[start:end]), start, end, NOTHING)


def _condition(sql: str, found: Sequence[Token], kind: str, lead: str) -> Iterator[Edit]:
    start, end = found[0].start, found[-1].end
    text = sql[start:end]
    yield Edit(kind, f"{lead} {_line(text)}", start, end, f"NOT ({text}\n)")
    for operator, part in operands(found):
        start, end = part[0].start, part[-1].end
        yield Edit("term", f"{operator} {_line(sql[start:end])}", start, end, _NEUTRAL[operator])


def _lock(found: list[Token], at: int) -> Edit:
    """The lock of a SELECT; named after the table that it locks."""
    back = next(i for i in range(at, -1, -1) if found[i].text == "FROM")
    what = f"{found[at].text} {found[at + 1].text} of {found[back + 1].text}"
    last = at + 2 if _text(found, at + 2) == "NOWAIT" else at + 1
    return Edit("lock", what, found[at].start, found[last].end, "")


def _until(found: Sequence[Token], at: int, end: str) -> list[Token]:
    """The tokens from `at` up to `end`, which is no part of parentheses or of a CASE."""
    depth = 0
    for index in range(at, len(found)):
        text = found[index].text
        if text == end and depth == 0:
            return list(found[at:index])
        depth += (text in ("(", "CASE")) - (text in (")", "END"))
    raise ValueError(f"no {end} behind {found[at].text!r}")


def _split(found: Sequence[Token], operator: str) -> list[Sequence[Token]]:
    """The operands of `operator`, parentheses and the AND of a BETWEEN left alone."""
    parts, begin, depth, between = [], 0, 0, False
    for index, token in enumerate(found):
        depth += (token.text in ("(", "CASE")) - (token.text in (")", "END"))
        if depth == 0 and token.text == "BETWEEN":
            between = True
        elif depth == 0 and token.text == "AND" and between:
            between = False
        elif depth == 0 and token.text == operator:
            parts.append(found[begin:index])
            begin = index + 1
    return [*parts, found[begin:]]


def _inside(found: Sequence[Token]) -> Sequence[Token] | None:
    """What one pair of parentheses around everything holds, NOT in front or not."""
    if found and found[0].text == "NOT":
        found = found[1:]
    if not found or found[0].text != "(" or found[-1].text != ")":
        return None
    depth = 0
    for token in found[:-1]:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return None
    return found[1:-1]


def _text(found: Sequence[Token], at: int) -> str:
    return found[at].text if at < len(found) else ""


def _line(text: str) -> str:
    return " ".join(text.split())
