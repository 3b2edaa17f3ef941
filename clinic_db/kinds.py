"""What a statement does to a transaction, told from its first words. Pure."""

from __future__ import annotations

import re
from enum import Enum


class Kind(Enum):
    """How the runner must treat a statement."""

    DDL = "commits by itself; happens wholly or not at all"
    DML = "belongs to a transaction"
    REPEATABLE = "may run twice with the same result"
    TRANSACTION = "begins, ends or commits a transaction"
    UNKNOWN = "may commit, or not"


_FIRST_WORD = {
    **dict.fromkeys(("CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE"), Kind.DDL),
    **dict.fromkeys(("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "SELECT", "DO"), Kind.DML),
    **dict.fromkeys(("LOAD",), Kind.DML),
    **dict.fromkeys(("TABLE", "VALUES", "(", "SHOW", "EXPLAIN", "DESCRIBE", "DESC"), Kind.DML),
    **dict.fromkeys(("SET", "GRANT", "REVOKE", "FLUSH"), Kind.REPEATABLE),
    **dict.fromkeys(("ANALYZE", "OPTIMIZE", "CHECK"), Kind.REPEATABLE),
    **dict.fromkeys(("START", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"),
                    Kind.TRANSACTION),
    **dict.fromkeys(("LOCK", "UNLOCK", "XA"), Kind.TRANSACTION),
}  # fmt: skip
# `/*!80000 ALTER … */` and comments in front of the first word.
_LEAD = re.compile(r"(?:\s+|/\*!\d*\s*|/\*(?![!+]).*?\*/|#[^\n]*\n|--\s[^\n]*\n)*", re.S)
_WORD = re.compile(r"[A-Za-z]+|\(")
_AUTOCOMMIT = re.compile(r"\bautocommit\b", re.I)
_ACCOUNTS = re.compile(r"(?:CREATE|ALTER|DROP)\s+(?:USER|ROLE)\b", re.I)


def without_lead(sql: str) -> str:
    """The statement from its first word on: comments and `/*!` in front are cut."""
    start = _LEAD.match(sql)
    return sql[start.end() if start else 0 :]


def first_words(sql: str, count: int = 2) -> str:
    """The first words of a statement in upper case, as in 'CREATE TABLE'."""
    return " ".join(without_lead(sql).rstrip(";").split(None, count)[:count]).upper()


def kind_of(sql: str) -> Kind:
    """Classify one statement by its first word; what is not known is `UNKNOWN`."""
    start = _LEAD.match(sql)
    offset = start.end() if start else 0
    word = _WORD.match(sql, offset)
    if word is None:
        return Kind.UNKNOWN
    kind = _FIRST_WORD.get(word.group().upper(), Kind.UNKNOWN)
    if word.group().upper() == "SET" and _AUTOCOMMIT.search(sql):
        return Kind.TRANSACTION
    if kind is Kind.DDL and _ACCOUNTS.match(sql, offset) and re.search(r"\bIF\b", sql[:80], re.I):
        return Kind.REPEATABLE
    return kind


def sets_session(sql: str) -> bool:
    """True where the statement may change how the session's next ones run."""
    return first_words(sql, 1) == "SET"
