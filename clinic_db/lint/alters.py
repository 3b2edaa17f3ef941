"""A statement that changes a table, put so that it must be done in one way or not at all. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clinic_db.lint.ddl.reader import parts
from clinic_db.lint.ddl.tokens import Token, tokens

_CLAUSES = {
    "ALGORITHM": ("DEFAULT", "INSTANT", "INPLACE", "COPY"),
    "LOCK": ("DEFAULT", "NONE", "SHARED", "EXCLUSIVE"),
}
# A statement that is one version comment.
_VERSIONED = re.compile(r"\s*/\*!\d*\s*((?:(?!\*/).)*?)\s*\*/\s*", re.S)
# Clauses of ALTER TABLE that no comma may stand in front of.
_NO_COMMA = (("PARTITION", "BY"), ("REMOVE", "PARTITIONING"))


@dataclass(frozen=True, slots=True)
class Order:
    """An ALTER TABLE, CREATE INDEX or DROP INDEX without its ALGORITHM and LOCK.

    Attributes:
        table: the table's name.
        head, tail: the text in front of and behind the place where those two belong.
        separator: what stands between clauses there: ', ' in ALTER TABLE.
        algorithm, lock: what the statement itself asks for, '' where it leaves it to the server.
        on_partitions: it manages partitions.
    """

    table: str
    head: str
    tail: str
    separator: str
    algorithm: str = ""
    lock: str = ""
    on_partitions: bool = False

    def worded(self, algorithm: str, lock: str) -> str:
        """The statement with these two clauses; '' leaves one of them to the server."""
        # INSTANT with a LOCK is an error, whichever lock it is.
        wanted = {"ALGORITHM": algorithm, "LOCK": "" if algorithm == "INSTANT" else lock}
        clauses = [f"{name}={value}" for name, value in wanted.items() if value]
        asked = self.separator.join(clauses)
        behind = tokens(self.tail)
        no_comma = not behind or any(_begins(behind, words) for words in _NO_COMMA)
        between = " " if no_comma or self.separator == " " else ", "
        return f"{self.head} {asked}{between}{self.tail}".rstrip()

    def allows(self, algorithm: str, lock: str) -> bool:
        """Whether the statement as it is written could be done in this way.

        Where it leaves the algorithm to the server and asks for a lock, INSTANT is still possible.
        """
        if algorithm == "INSTANT" and not self.algorithm:
            return True
        return self.algorithm in ("", algorithm) and self.lock in ("", lock)


def order_of(sql: str) -> Order | None:
    """The statement's parts; None where it is not one that takes ALGORITHM and LOCK."""
    whole = _VERSIONED.fullmatch(sql)
    sql = whole[1] if whole else sql
    found = tokens(sql)
    words = [token.upper for token in found[:3]]
    if words[:2] == ["ALTER", "TABLE"]:
        return _alter(sql, found)
    if "INDEX" in words[1:] and words[0] in ("CREATE", "DROP"):
        return _index(sql, found)
    return None


def _alter(sql: str, found: Sequence[Token]) -> Order:
    table, at = _name(found, 2)
    clauses = parts(found[at:])
    asked = [_clause(part) for part in clauses]
    kept = [part for part, clause in zip(clauses, asked, strict=True) if clause is None]
    tail = ", ".join(_text(sql, part) for part in kept)
    algorithm, lock = _asked([clause for clause in asked if clause])
    head = sql[: _end(found[at - 1])]
    on_partitions = any(_manages_partitions(part) for part in kept)
    return Order(table, head, tail, ", ", algorithm, lock, on_partitions)


def _index(sql: str, found: Sequence[Token]) -> Order | None:
    on = next((at for at, token in enumerate(found) if token.upper == "ON"), None)
    if on is None:
        return None
    table, at = _name(found, on + 1)
    clauses = []
    cut = len(found)
    for start in range(len(found) - 1, at - 1, -1):
        clause = _clause(found[start : start + 3])
        if clause and _depth(found[at:start]) == 0:
            clauses.append(clause)
            cut = start
    head = sql[: _end(found[cut - 1])]
    return Order(table, head, "", " ", *_asked(clauses))


def _asked(clauses: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """What is asked for: an algorithm and a lock, '' for one that is left to the server."""
    values = {name: value for name, value in clauses if value != "DEFAULT"}
    return values.get("ALGORITHM", ""), values.get("LOCK", "")


def _name(found: Sequence[Token], at: int) -> tuple[str, int]:
    """The table's name that begins at a token, and the number of the token behind it."""
    while at + 2 < len(found) and found[at + 1].upper == ".":
        at += 2
    return found[at].value, at + 1


def _clause(part: Sequence[Token]) -> tuple[str, str] | None:
    """('ALGORITHM', 'COPY') for the tokens of such a clause."""
    words = [token.upper for token in part if token.upper != "="]
    if len(words) >= 2 and words[1] in _CLAUSES.get(words[0], ()):
        return words[0], words[1]
    return None


def _manages_partitions(part: Sequence[Token]) -> bool:
    return "PARTITION" in [token.upper for token in part[:2]] or _begins(part, _NO_COMMA[1])


def _begins(found: Sequence[Token], words: Sequence[str]) -> bool:
    return tuple(token.upper for token in found[: len(words)]) == tuple(words)


def _depth(found: Sequence[Token]) -> int:
    return sum({"(": 1, ")": -1}.get(token.upper, 0) for token in found)


def _end(token: Token) -> int:
    return token.start + len(token.text)


def _text(sql: str, part: Sequence[Token]) -> str:
    return sql[part[0].start : _end(part[-1])]
