"""Statements as text for the plain `mysql` client: pasted or piped, it sends just these. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from clinic_db.errors import ProjectError
from clinic_db.model import Statement
from clinic_db.statements import split

# Tried in turn; one that does not occur in the statement ends it.
DELIMITERS = ("//", "$$", ";;", "@@@")


def for_client(statements: Iterable[Statement]) -> str:
    """The statements, each with its delimiter, with DELIMITER lines where they are needed."""
    return "".join(one_for_client(statement.sql) for statement in statements)


def one_for_client(sql: str) -> str:
    """One statement as the client must see it to send exactly `sql`.

    Raises:
        ProjectError: no delimiter can be found that the statement does not hold.
    """
    # A line of its own for the delimiter, where the statement ends in a line comment.
    for end in ("", "\n"):
        if _is_one(f"{sql}{end};\n", sql):
            return f"{sql}{end};\n"
        for delimiter in DELIMITERS:
            text = f"DELIMITER {delimiter}\n{sql}{end}{delimiter}\nDELIMITER ;\n"
            if delimiter not in sql and _is_one(text, sql):
                return text
    raise ProjectError(
        f"the mysql client cannot be made to send this statement: {' '.join(sql.split())[:60]}…",
        detail=(f"every delimiter that was tried occurs in it: {' '.join(DELIMITERS)}",),
        hint="keep one of these out of the statement; clinic-db apply itself needs no delimiter",
    )


def _is_one(text: str, sql: str) -> bool:
    """Whether the splitter, which cuts as the client does, gives `sql` back."""
    try:
        return [found.sql for found in split(text)] == [sql]
    except ProjectError:
        return False
