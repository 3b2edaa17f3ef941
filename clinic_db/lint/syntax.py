"""Does the server understand it? Each statement is prepared, which parses it and runs nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clinic_db import queries
from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.model import Statement

# Everything else that a PREPARE is refused for comes after the parser: unknown names, a statement
# that cannot be prepared, a missing right.
_SYNTAX = (1064, 1149)
_LINE = re.compile(r" at line (\d+)$")
_PREFIX = re.compile(r"^You have an error in your SQL syntax; check .* syntax to use ")


def problems(connection: Connection, statements: Sequence[Statement]) -> list[tuple[int, str]]:
    """The statements that the server cannot parse: (line in the file, its words)."""
    found = []
    for statement in statements:
        try:
            connection.execute(queries.get("lint/prepare_text"), (statement.sql,))
            connection.execute(queries.get("lint/prepare"))
        except ServerError as error:
            if error.errno not in _SYNTAX:
                continue
            inside = _LINE.search(error.text)
            line = statement.line + int(inside[1]) - 1 if inside else statement.line
            words = _PREFIX.sub("", _LINE.sub("", error.text))
            found.append((line, " ".join(words.split())))
    return found
