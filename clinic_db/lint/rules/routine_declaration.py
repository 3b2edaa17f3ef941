"""Routines that are not what they declare themselves to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.ddl.routine import ACCESS, Routine
from clinic_db.lint.ddl.tokens import Shape, Token
from clinic_db.lint.rules.base import LASTING, Context, found

NAME = "routine-declaration"
DESCRIPTION = (
    "DETERMINISTIC with now(), rand(), uuid(), …; NO SQL or CONTAINS SQL with a query; READS SQL "
    "DATA that writes"
)
REASON = (
    "the server believes the declaration: it caches results, chooses plans by it, and lets a "
    "function through to the binary log that makes replicas differ"
)
SEVERITY = Severity.ERROR
ASKS = False
# Functions whose result depends on more than their arguments.
_VARYING = frozenset(
    ("BENCHMARK", "CONNECTION_ID", "CURDATE", "CURRENT_DATE", "CURRENT_ROLE", "CURRENT_TIME",
     "CURRENT_TIMESTAMP", "CURRENT_USER", "CURTIME", "DATABASE", "FOUND_ROWS", "GET_LOCK",
     "IS_FREE_LOCK", "IS_USED_LOCK", "LAST_INSERT_ID", "LOAD_FILE", "LOCALTIME", "LOCALTIMESTAMP",
     "NOW", "RAND", "RANDOM_BYTES", "RELEASE_LOCK", "ROW_COUNT", "SCHEMA", "SESSION_USER",
     "SLEEP", "SYSDATE", "SYSTEM_USER", "UNIX_TIMESTAMP", "USER", "UTC_DATE", "UTC_TIME",
     "UTC_TIMESTAMP", "UUID", "UUID_SHORT", "VERSION")
)  # fmt: skip
# These are such functions without parentheses too.
_BARE = frozenset(
    ("CURRENT_DATE", "CURRENT_ROLE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER",
     "LOCALTIME", "LOCALTIMESTAMP", "UTC_DATE", "UTC_TIME", "UTC_TIMESTAMP")
)  # fmt: skip
_WRITES = frozenset(
    ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "LOAD", "CREATE", "ALTER", "DROP",
     "GRANT", "REVOKE", "RENAME")
)  # fmt: skip
# What a statement inside a body begins behind.
_BEGINS = frozenset((";", "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT"))


def check(context: Context) -> Iterator[Finding]:
    """Look at the body of each procedure and function."""
    routines = [
        (piece.source, piece.routine)
        for piece in context.reading.pieces_of(*LASTING)
        if piece.routine and piece.routine.kind in ("procedure", "function")
    ]
    declared = {
        routine.name.upper(): routine
        for pieces in context.reading.pieces.values()
        for piece in pieces
        if (routine := piece.routine) and routine.access
    }
    for source, routine in routines:
        for at, message in (*_varying(routine, declared), *_access(routine, declared)):
            yield found(source, at, NAME, message, SEVERITY)


def _varying(routine: Routine, declared: Mapping[str, Routine]) -> Iterator[tuple[Token, str]]:
    """The first thing in a DETERMINISTIC routine whose result varies."""
    if not routine.deterministic:
        return
    for at, (token, following) in enumerate(_pairs(routine.body)):
        called = following.upper == "("
        is_varying = token.upper in _BARE or (called and token.upper in _VARYING)
        other = declared.get(token.value.upper()) if called and token.is_name else None
        after_dot = at > 0 and routine.body[at - 1].upper == "."
        if token.shape is Shape.WORD and token.text.startswith("@"):
            what = f"{token.text} is the session's"
        elif is_varying and not after_dot:
            what = f"{token.text} gives another value each time"
        elif other is not None and other.deterministic is False:
            what = f"{other.name} is NOT DETERMINISTIC"
        else:
            continue
        yield token, f"{routine.kind} {routine.name} is declared DETERMINISTIC, but {what}"
        return


def _access(routine: Routine, declared: Mapping[str, Routine]) -> Iterator[tuple[Token, str]]:
    """Where the body first does more with data than the declaration says."""
    if not routine.access:
        return
    allowed = ACCESS.index(routine.access)
    for at, (token, following) in enumerate(_pairs(routine.body)):
        before = routine.body[at - 1].upper if at else ";"
        access, what = _does(token, following, before, routine.body[at:], declared)
        if ACCESS.index(access) > allowed:
            message = f"{routine.kind} {routine.name} is declared {routine.access}, but {what}"
            yield token, message
            return


def _does(
    token: Token,
    following: Token,
    before: str,
    rest: Sequence[Token],
    declared: Mapping[str, Routine],
) -> tuple[str, str]:
    """What kind of access begins at a token, and in words."""
    word = token.upper
    begins = before in _BEGINS
    if word in _WRITES and begins and not (word == "REPLACE" and following.upper == "("):
        return "MODIFIES SQL DATA", f"{word} writes"
    if word == "SELECT" and _reads(rest):
        return "READS SQL DATA", "its SELECT reads a table"
    if word == "SELECT" or (word == "CALL" and begins):
        other = declared.get(following.value.upper()) if word == "CALL" else None
        if other is not None:
            return other.access, f"CALL {other.name}, which is declared {other.access}"
        return "CONTAINS SQL", f"{word} is SQL"
    called = declared.get(token.value.upper()) if following.upper == "(" and token.is_name else None
    if called is not None and called.kind == "function":
        return called.access, f"{called.name} is declared {called.access}"
    return "NO SQL", ""


def _reads(rest: Sequence[Token]) -> bool:
    """Whether a query that begins here has a FROM of its own or one inside."""
    depth = 0
    for token in rest:
        depth += {"(": 1, ")": -1}.get(token.upper, 0)
        if depth < 0 or (token.upper == ";" and depth == 0):
            return False
        if token.upper == "FROM":
            return True
    return False


def _pairs(body: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    end = Token(Shape.SIGN, ";", 0, 0, 0)
    yield from zip(body, [*body[1:], end], strict=False)
