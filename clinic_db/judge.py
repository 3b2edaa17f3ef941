"""After a crash: did the statement happen? Told from what it names, before and now.

`capture` is written to the journal with the statement's `running` row; `verdict` compares it with
what the server holds when the next run finds that row.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from clinic_db import queries
from clinic_db.database import Connection, identifier
from clinic_db.errors import ServerError
from clinic_db.targets import CHANGED, CREATED, targets_of

# "There is none": table or view, routine, trigger, event, not a view.
ABSENT = (1146, 1305, 1360, 1539, 1347)
# These change the rows' storage, not always the definition: judged by the table's id as well.
_BY_ID = re.compile(
    r"TRUNCATE|RENAME|\b(?:EXCHANGE|DISCARD|IMPORT|REORGANIZE|REBUILD|COALESCE)\b", re.I
)
_COUNTER = re.compile(r" AUTO_INCREMENT=\d+")
_SIMPLE_NAME = re.compile(r"[A-Za-z0-9_]+")
REPEAT = "[]"


def capture(connection: Connection, sql: str, *, repeatable: bool = False) -> str | None:
    """What must be remembered to judge the statement later, as JSON.

    Args:
        repeatable: the file says that what cannot be judged may be repeated.

    Returns:
        None where nobody can judge it.
    """
    targets = targets_of(sql)
    if targets is None:
        return REPEAT if repeatable else None
    by_id = bool(_BY_ID.search(sql))
    remembered = []
    for target in targets:
        was = None
        if target.effect == CHANGED:
            was = _fingerprint(connection, target.kind, target.name, by_id)
            if by_id and was and not was["id"] and not repeatable:
                return None
        remembered.append(
            {"kind": target.kind, "name": target.name, "effect": target.effect, "was": was}
        )
    return json.dumps(remembered)


def verdict(connection: Connection, captured: str | None) -> bool | None:
    """True: it happened. False: it did not, or may be repeated. None: a person must say."""
    if captured is None:
        return None
    remembered: list[dict[str, Any]] | dict[str, Any] = json.loads(captured)
    if isinstance(remembered, dict):
        # Changed data, whose row would say 'done' if its transaction had been committed.
        return False
    return any(_happened(connection, entry) for entry in remembered)


def counters(captured: str | None) -> dict[str, int]:
    """The AUTO_INCREMENT values before data was changed, by table; nothing for other statements."""
    remembered = json.loads(captured or REPEAT)
    return (remembered["counters"] or {}) if isinstance(remembered, dict) else {}


def _happened(connection: Connection, entry: dict[str, Any]) -> bool:
    was = entry["was"]
    by_id = bool(was and was["id"])
    now = _fingerprint(connection, entry["kind"], entry["name"], by_id)
    if entry["effect"] == CHANGED:
        return bool(now != was)
    return (now is not None) == bool(entry["effect"] == CREATED)


def _fingerprint(
    connection: Connection, kind: str, name: str, by_id: bool
) -> dict[str, str] | None:
    """Digest of an object's definition (and a table's id); None where it is not there."""
    sql = queries.get("show_create").replace("{kind}", kind.upper())
    try:
        row = connection.one(sql.replace("{name}", identifier(name)))
    except ServerError as error:
        if error.errno in ABSENT:
            return None
        raise
    # The definition and what a routine depends on; the column names differ by kind.
    text = "\n".join(f"{key}={value}" for key, value in sorted((row or {}).items()))
    definition = hashlib.sha256(_COUNTER.sub("", text).encode()).hexdigest()
    return {"definition": definition, "id": _table_id(connection, kind, name) if by_id else ""}


def _table_id(connection: Connection, kind: str, name: str) -> str:
    """The table's ids inside InnoDB, one per partition; '' where this account may not know."""
    database = connection.target.database
    # Other characters are written in a code of their own there.
    if kind != "table" or not _SIMPLE_NAME.fullmatch(database + name):
        return ""
    try:
        found = connection.value(queries.get("table_ids"), (f"{database}/{name}",) * 2)
    except ServerError as error:
        if error.errno in ServerError.DENIED:
            return ""
        raise
    return str(found or "")
