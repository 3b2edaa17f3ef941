"""What a statement does to a transaction, told from its first words. Pure."""

from __future__ import annotations

import re
from enum import Enum


class Kind(Enum):
    """How the runner must treat a statement."""

    DDL = "commits by itself; happens wholly or not at all"
    DML = "belongs to a transaction"
    SESSION = "lives in the session and goes with it"
    REPEATABLE = "may run twice with the same result"
    TRANSACTION = "begins, ends or commits a transaction"
    UNKNOWN = "may commit, or not"

    @property
    def is_undone(self) -> bool:
        """True where nothing of it stays when the transaction is undone or the session ends."""
        return self in (Kind.DML, Kind.SESSION)


_FIRST_WORD = {
    **dict.fromkeys(("CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE"), Kind.DDL),
    **dict.fromkeys(("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "SELECT", "DO"), Kind.DML),
    **dict.fromkeys(("LOAD", "CHECKSUM"), Kind.DML),
    **dict.fromkeys(("TABLE", "VALUES", "(", "SHOW", "EXPLAIN", "DESCRIBE", "DESC"), Kind.DML),
    **dict.fromkeys(("SET", "PREPARE", "DEALLOCATE", "GET"), Kind.SESSION),
    **dict.fromkeys(("GRANT", "REVOKE", "FLUSH"), Kind.REPEATABLE),
    **dict.fromkeys(("ANALYZE", "OPTIMIZE", "CHECK", "REPAIR"), Kind.REPEATABLE),
    **dict.fromkeys(("START", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"),
                    Kind.TRANSACTION),
    **dict.fromkeys(("LOCK", "UNLOCK", "XA"), Kind.TRANSACTION),
}  # fmt: skip
# The same first word, another kind: the first of these that fits decides.
_SPECIAL = (
    (re.compile(r"SET\s+(?:PASSWORD|DEFAULT\s+ROLE)\b", re.I), Kind.REPEATABLE),
    (re.compile(r"(?:CREATE|DROP)\s+TEMPORARY\b", re.I), Kind.DML),
    (re.compile(r"DROP\s+PREPARE\b", re.I), Kind.SESSION),
    (re.compile(r"LOAD\s+INDEX\b", re.I), Kind.REPEATABLE),
    (re.compile(r"ALTER\s+(?:DATABASE|SCHEMA)\b", re.I), Kind.REPEATABLE),
    (re.compile(r"(?:CREATE|ALTER|DROP)\s+(?:USER|ROLE)\s+IF\b", re.I), Kind.REPEATABLE),
)
# A setting of that name, not a text or a user variable.
_AUTOCOMMIT = re.compile(r"(?<![\w`@])(?:@@(?:\w+\s*\.\s*)?)?`?autocommit`?\s*:?=", re.I)
# `/*!80000 ALTER … */` and comments in front of the first word.
_LEAD = re.compile(r"(?:\s+|/\*!\d*\s*|/\*(?![!+]).*?\*/|#[^\n]*\n|--\s[^\n]*\n)*", re.S)
_WORD = re.compile(r"[A-Za-z]+|\(")
# Text and names in quotes, and what stands between: comments, and the marks of `/*! … */`.
_NOISE = re.compile(
    r"""(?P<text>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")|(?P<name>`(?:[^`]|``)*`)"""
    r"""|/\*!\d*|/\*.*?\*/|\*/|(?:\#|--(?=\s))[^\n]*""",
    re.S,
)
_MAKES_EMPTY_TABLE = re.compile(r"CREATE\s+TABLE\b(?!.*\b(?:SELECT|VALUES|TABLE)\b)", re.I | re.S)


def without_lead(sql: str) -> str:
    """The statement from its first word on: comments and `/*!` in front are cut."""
    start = _LEAD.match(sql)
    return sql[start.end() if start else 0 :]


def plain(sql: str, *, texts: bool = True) -> str:
    """The statement without comments; what stands in a version comment stays.

    Args:
        texts: False empties the strings.
    """

    def kept(match: re.Match[str]) -> str:
        if match["text"]:
            return match["text"] if texts else "''"
        return match["name"] or " "

    return _NOISE.sub(kept, sql).strip()


def first_words(sql: str, count: int = 2) -> str:
    """The first words of a statement in upper case, as in 'CREATE TABLE'."""
    return " ".join(without_lead(sql).rstrip(";").split(None, count)[:count]).upper()


def kind_of(sql: str) -> Kind:
    """Classify one statement by its first words; what is not known is `UNKNOWN`."""
    start = _LEAD.match(sql)
    offset = start.end() if start else 0
    word = _WORD.match(sql, offset)
    if word is None:
        return Kind.UNKNOWN
    kind = _FIRST_WORD.get(word.group().upper(), Kind.UNKNOWN)
    if kind is Kind.SESSION and _AUTOCOMMIT.search(plain(sql, texts=False)):
        return Kind.TRANSACTION
    if kind in (Kind.DDL, Kind.SESSION) or word.group().upper() == "LOAD":
        return next((k for form, k in _SPECIAL if form.match(sql, offset)), kind)
    return kind


def is_quick(sql: str) -> bool:
    """True for a statement that makes an empty table: there is nothing that it has to wait for."""
    return _MAKES_EMPTY_TABLE.match(sql) is not None
