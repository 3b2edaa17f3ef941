"""After a crash: did the statement happen? Told from what it names, before and now.

`capture` is written to the journal with the statement's `running` row; `verdict` compares it with
what the server holds when the next run finds that row.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from clinic_db import queries
from clinic_db.database import Connection, identifier
from clinic_db.errors import ServerError
from clinic_db.kinds import plain, without_lead
from clinic_db.targets import CHANGED, CREATED, Target, targets_of

# "There is none": table or view, routine, trigger, event, not a view, database, account.
ABSENT = (1146, 1305, 1360, 1539, 1347, 1049, 1396)
# These change the rows' storage, not always the definition: judged by the table's id as well.
_BY_ID = re.compile(
    r"TRUNCATE|RENAME|\b(?:EXCHANGE|DISCARD|IMPORT|REORGANIZE|REBUILD|COALESCE)\b", re.I
)
_COUNTER = re.compile(r" AUTO_INCREMENT=\d+")
_SIMPLE_NAME = re.compile(r"[A-Za-z0-9_]+")
_REVOKE = re.compile(r"REVOKE\s+(?!IF\b)(?P<rest>.+)", re.I | re.S)
REPEAT = "[]"


def capture(connection: Connection, sql: str, *, repeatable: bool = False) -> str | None:
    """What must be remembered to judge the statement later, as JSON.

    Args:
        repeatable: the file says that what cannot be judged may be repeated.

    Returns:
        None where nobody can judge it.
    """
    if revoke := _REVOKE.match(without_lead(sql)):
        # Taking away what is not there any more is an error, unless it is said to be none.
        return json.dumps({"again": f"REVOKE IF EXISTS {revoke['rest']}"})
    unknown = REPEAT if repeatable else None
    targets = targets_of(sql)
    if targets is None:
        return unknown
    try:
        remembered = _before(connection, targets, sql)
    except ServerError as error:
        if error.errno not in ServerError.DENIED:
            raise
        return unknown
    return unknown if remembered is None else json.dumps(remembered)


def _before(
    connection: Connection, targets: Sequence[Target], sql: str
) -> list[dict[str, Any]] | None:
    """Each target as it is now; None where that would not tell what the statement did."""
    by_id = bool(_BY_ID.search(plain(sql, texts=False)))
    told_by_presence = any(target.effect != CHANGED for target in targets)
    remembered: list[dict[str, Any]] = []
    for target in targets:
        was = None
        if target.effect == CHANGED:
            was = _fingerprint(connection, target, by_id)
            hidden = by_id and target.kind == "table" and was is not None and not was["id"]
            if hidden and not told_by_presence:
                return None
        elif target.kind == "user":
            # Asks whether this account may see accounts at all.
            was = _fingerprint(connection, target, False)
        remembered.append(asdict(target) | {"was": was})
    return remembered


def verdict(connection: Connection, captured: str | None) -> bool | None:
    """True: it happened. False: it did not, or may be repeated. None: a person must say."""
    told_by = _told_by(captured)
    if told_by is None:
        return None
    if isinstance(told_by, dict) and "again" in told_by:
        return _is_so_again(connection, told_by["again"])
    if isinstance(told_by, dict):
        # Changed data, whose row would say 'done' if its transaction had been committed.
        return False
    # It is there, or it is gone: that tells more than a difference, where both are to be had.
    present = [entry for entry in told_by if entry["effect"] != CHANGED]
    if present:
        return all(_happened(connection, entry) for entry in present)
    return any(_happened(connection, entry) for entry in told_by)


def lasting(captured: str | None) -> set[str]:
    """The tables of which rows stay when a transaction is undone: another engine keeps them."""
    told_by = _told_by(captured)
    if not isinstance(told_by, dict):
        return set()
    tables: dict[str, int] = told_by.get("counters") or {}
    return {table for table, value in tables.items() if value < 0}


def is_data(captured: str | None) -> bool:
    """True for a statement that belongs to a transaction, which the server undoes as a whole."""
    told_by = _told_by(captured)
    return isinstance(told_by, dict) and "counters" in told_by


def is_undecidable(captured: str | None) -> bool:
    """True where a person must say whether the statement happened."""
    return _told_by(captured) is None or bool(lasting(captured))


def _told_by(captured: str | None) -> list[dict[str, Any]] | dict[str, Any] | None:
    """What `capture` gave, or for data the counters alone; see `counters.beside`."""
    remembered = json.loads(captured or "null")
    if isinstance(remembered, dict) and "statement" in remembered:
        remembered = remembered["statement"]
    return remembered  # type: ignore[no-any-return]


def _is_so_again(connection: Connection, sql: str) -> bool:
    """Make it so, in a form that does no harm twice; False where the server refuses."""
    try:
        connection.execute(sql)
    except ServerError:
        # Sent once more as it stands in its file, it fails with a place and a reason.
        return False
    return True


def _happened(connection: Connection, entry: dict[str, Any]) -> bool:
    was = entry.pop("was")
    target = Target(**entry)
    now = _fingerprint(connection, target, bool(was and was["id"]))
    if target.effect == CHANGED:
        return bool(now != was)
    return (now is not None) == (target.effect == CREATED)


def _fingerprint(connection: Connection, target: Target, by_id: bool) -> dict[str, str] | None:
    """Digest of an object's definition (and a table's id); None where it is not there."""
    sql = queries.get("show_create").replace("{kind}", target.kind.upper())
    name = target.name if target.kind == "user" else identifier(target.name)
    if target.schema:
        name = f"{identifier(target.schema)}.{name}"
    try:
        row = connection.one(sql.replace("{name}", name))
    except ServerError as error:
        if error.errno in ABSENT:
            return None
        raise
    # The definition and what a routine depends on; the column names differ by kind.
    text = "\n".join(f"{key}={value}" for key, value in sorted((row or {}).items()))
    definition = hashlib.sha256(_COUNTER.sub("", text).encode()).hexdigest()
    return {"definition": definition, "id": _table_id(connection, target) if by_id else ""}


def _table_id(connection: Connection, target: Target) -> str:
    """The table's ids inside InnoDB, one per partition; '' where this account may not know."""
    database = target.schema or connection.target.database
    # Other characters are written in a code of their own there.
    if target.kind != "table" or not _SIMPLE_NAME.fullmatch(database + target.name):
        return ""
    try:
        found = connection.value(queries.get("table_ids"), (f"{database}/{target.name}",) * 2)
    except ServerError as error:
        if error.errno in ServerError.DENIED:
            return ""
        raise
    return str(found or "")
