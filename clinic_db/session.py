"""What statements leave in the session: settings, variables, prepared statements.

A run that was cut short takes its session along, but the statements that it finished are not run
again. So the journal keeps the user variables that later statements of the file read, the settings
are made again before the rest runs, and what a file set ends with the file.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from clinic_db import queries
from clinic_db.database import Connection, identifier, literal
from clinic_db.errors import ServerError
from clinic_db.kinds import Kind, kind_of, plain
from clinic_db.model import Statement, Step

_VARIABLE = re.compile(r"(?<![@\w$])@(`(?:[^`]|``)+`|[\w$][\w.$]*)")
# The key that was given out last is kept beside the user variables.
KEY = "@@last_insert_id"
_READS_KEY = re.compile(
    r"\blast_insert_id\s*\(\s*\)|@@(?:\w+\s*\.\s*)?(?:last_insert_id|identity)\b", re.I
)
_SETTING = re.compile(
    r"(?:\bSET|,)\s*(?:SESSION\s+|LOCAL\s+|@@(?:SESSION|LOCAL)\s*\.\s*|@@)?([a-z_]\w*)\s*:?=", re.I
)
_ROLE = re.compile(r"SET\s+ROLE\b", re.I)
_PREPARED = re.compile(r"(?P<verb>PREPARE|(?:DEALLOCATE|DROP)\s+PREPARE)\s+(?P<name>\S+)", re.I)
# No default: it holds for one statement only. Unknown: a word that only looked like a setting.
_NO_DEFAULT = (1230, 1193)
# How the server writes binary text into JSON.
_BINARY = re.compile(r"base64:type\d+:")


def variables(statements: Iterable[Statement]) -> set[str]:
    """The names of the user variables that the statements mention, in lower case."""
    return {
        name.strip("`").replace("``", "`").lower()
        for statement in statements
        if "@" in statement.sql
        for name in _VARIABLE.findall(plain(statement.sql, texts=False))
    }


def kept(step: Step, done: int) -> tuple[str, ...]:
    """The variables, and the key given out last, that a run which goes on there may miss."""
    found = sorted(variables(step.statements[:done]))
    read_later = any(_READS_KEY.search(statement.sql) for statement in step.statements[done:])
    return (*found, KEY) if read_later else tuple(found)


def document(names: Sequence[str]) -> str:
    """The SQL expression of the variables' values as one JSON document."""
    values = {name: KEY if name == KEY else f"@{identifier(name)}" for name in names}
    pairs = ", ".join(f"{literal(name)}, {value}" for name, value in values.items())
    return f"JSON_OBJECT({pairs})"


def resume(connection: Connection, step: Step) -> None:
    """Bring the session to where the statements before `step.first` left it.

    Raises:
        ServerError: a setting is refused.
    """
    for sql in resuming(step):
        connection.execute(sql)


def is_changed(statements: Sequence[Statement]) -> bool:
    """True where a file leaves something in the session."""
    return any(kind_of(statement.sql) is Kind.SESSION for statement in statements)


def may_be_changed(statements: Sequence[Statement]) -> bool:
    """The same, or a statement of which nobody knows: a procedure may SET what it likes."""
    return any(kind_of(statement.sql) in (Kind.SESSION, Kind.UNKNOWN) for statement in statements)


@contextmanager
def readable(connection: Connection) -> Iterator[None]:
    """Inside the block the server's answers are those of a session in which no file SET anything.

    What is read of a definition now is compared later with what another session reads.

    Raises:
        ServerError: a setting is refused.
    """
    before = connection.one(queries.get("shown_settings"))
    assert before is not None
    connection.execute(queries.get("pin_shown_settings"))
    try:
        yield
    finally:
        if connection.is_open:
            connection.set_session(before)


def resuming(step: Step) -> list[str]:
    """What brings a new session to where the statements before `step.first` left theirs."""
    values: dict[str, Any] = json.loads(step.variables or "{}", parse_float=Decimal)
    assigned = _assignment(values)
    lasting = [statement.sql for statement in _lasting(step.statements[: step.first - 1])]
    # A setting may be made in one statement with a variable, which has its last value already.
    return [*assigned, *lasting, *(assigned if lasting else [])]


def forgetting(statements: Sequence[Statement]) -> list[str]:
    """What undoes what a file set: settings and roles go to their defaults, variables to NULL."""
    settings = {
        name.lower()
        for statement in statements
        if statement.sql[:3].upper() == "SET"
        for name in _SETTING.findall(plain(statement.sql, texts=False))
    }
    return [
        *_assignment(dict.fromkeys(sorted(variables(statements)))),
        *(f"SET SESSION {identifier(name)} = DEFAULT" for name in sorted(settings)),
        *(["SET ROLE DEFAULT"] if _take_role(statements) else []),
    ]


def forget(connection: Connection, statements: Sequence[Statement]) -> None:
    """Undo what a file set."""
    for sql in forgetting(statements):
        try:
            connection.execute(sql)
        except ServerError as error:
            if error.errno not in _NO_DEFAULT:
                raise
    if _take_role(statements) and connection.value(queries.get("takes_all_roles")):
        connection.execute(queries.get("all_roles"))


def _take_role(statements: Iterable[Statement]) -> bool:
    return any(_ROLE.match(plain(statement.sql)) for statement in statements)


def _assignment(values: dict[str, Any]) -> list[str]:
    """Set user variables, in one statement; none where there are none."""
    pairs = ", ".join(
        f"{KEY if name == KEY else '@' + identifier(name)} = {_value(value)}"
        for name, value in values.items()
    )
    return [f"SET {pairs}"] if pairs else []


def _value(value: Any) -> str:
    """A value of the journal's JSON as the server reads it."""
    if value is None:
        return "NULL"
    if isinstance(value, (bool, int, float, Decimal)):
        return str(value).upper()
    if not isinstance(value, str):
        return literal(json.dumps(value, ensure_ascii=False))
    if mark := _BINARY.match(value):
        return f"X'{base64.b64decode(value[mark.end() :]).hex()}'"
    if "\\" in value:
        # What a backslash means depends on sql_mode, which a file may SET.
        return f"CONVERT(X'{value.encode().hex()}' USING utf8mb4)"
    return literal(value)


def _lasting(statements: Sequence[Statement]) -> list[Statement]:
    """The statements whose effect on the session is still there at the end."""
    lasting: list[Statement] = []
    prepared: dict[str, Statement] = {}
    for statement in statements:
        if kind_of(statement.sql) is not Kind.SESSION:
            continue
        match = _PREPARED.match(plain(statement.sql))
        if match is None:
            if not _only_assigns(statement):
                lasting.append(statement)
        elif match["verb"].upper() == "PREPARE":
            prepared[match["name"].lower()] = statement
        else:
            prepared.pop(match["name"].lower(), None)
    return [*lasting, *prepared.values()]


def _only_assigns(statement: Statement) -> bool:
    """A SET of user variables alone: their values are known better from the journal."""
    text = plain(statement.sql, texts=False)
    return text[:3].upper() == "SET" and not _SETTING.search(text) and "@" in text
