"""Why there is no session, in words that say what to do; the driver's errors as ours."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from clinic_db.errors import ConnectError, ServerError
from clinic_db.greeting import NotMySQLError
from clinic_db.target import Target

# What statements that look after tables answer with.
MAINTENANCE = ("Table", "Op", "Msg_type", "Msg_text")
# The server gives an error in a row no number; this is its own for one that it has no number for.
UNNUMBERED = 1105


def translate(error: Exception, where: str = "") -> ServerError:
    """The driver's error as ours: number, SQLSTATE and the server's own words."""
    number = error.args[0] if error.args and isinstance(error.args[0], int) else 0
    text = str(error.args[1]) if len(error.args) > 1 else str(error)
    state = getattr(error, "sqlstate", None) or ""
    return ServerError(number, state, text or "connection closed", where)


def raise_told(cursor: Any, where: str) -> None:
    """Raise what ANALYZE, CHECK, OPTIMIZE and REPAIR say in a row where others fail.

    Args:
        cursor: at a result whose characters were read as latin-1.

    Raises:
        ServerError: the first error among the rows.
    """
    if tuple(column[0] for column in cursor.description or ()) != MAINTENANCE:
        return
    for row in cursor.fetchall():
        if row["Msg_type"].lower() == "error":
            text = row["Msg_text"]
            with suppress(UnicodeError):
                text = text.encode("latin-1").decode()
            raise ServerError(UNNUMBERED, "HY000", text, where)


def refused(aim: Target, error: Exception) -> ConnectError:
    """Why there is no session, in words that say what to do."""
    where = aim.address
    if isinstance(error, NotMySQLError):
        return ConnectError(
            "what answers there is not a MySQL server", where=where, hint="check host and port"
        )
    cause = getattr(error, "original_exception", error)
    if isinstance(cause, OSError):
        return ConnectError(
            f"no server answers ({cause.strerror or cause})",
            where=where,
            hint="start it, or check host and port; a throwaway one: clinic-db sandbox start",
        )
    server = translate(error)
    if server.errno == 1045:
        given = "a password was given" if aim.password else "no password was given"
        return ConnectError(
            f"access denied ({given})",
            where=where,
            detail=(f"server error 1045: {server.text}",),
            hint="put the password in MYSQL_PWD, --password-file or the URL",
        )
    if server.errno in (1044, 1049):
        return ConnectError(
            f"no database {aim.database!r} that this account may use",
            where=where,
            detail=(f"server error {server.errno}: {server.text}",),
            hint="clinic-db create makes it, if the account may",
        )
    return ConnectError(
        "the server takes no session now, or not from here",
        where=where,
        detail=(server.message,),
        hint="check the URL's options, and what the server allows this account and this host",
    )
