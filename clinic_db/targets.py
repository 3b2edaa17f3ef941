"""What a DDL statement is about: the objects by which its outcome can be judged later. Pure.

InnoDB makes each DDL statement atomic, so after a crash it happened wholly or not at all, and one
look at what it names tells which: a created object is there, a dropped one is gone, a changed one
differs from what it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clinic_db.kinds import Kind, kind_of, without_lead

CREATED = "created"
DROPPED = "dropped"
CHANGED = "changed"

_NAME = r"(?:`[^`]+`|[\w$]+)"
_OBJECT = "TABLE|VIEW|PROCEDURE|FUNCTION|TRIGGER|EVENT"
_CREATE = re.compile(
    r"CREATE\s+(?P<replace>OR\s+REPLACE\s+)?(?:ALGORITHM\s*=\s*\w+\s+)?(?:DEFINER\s*=\s*\S+\s+)?"
    rf"(?:SQL\s+SECURITY\s+\w+\s+)?(?:AGGREGATE\s+)?(?P<kind>{_OBJECT})\s+"
    rf"(?P<guard>IF\s+NOT\s+EXISTS\s+)?(?P<name>{_NAME})",
    re.I,
)
_DROP = re.compile(
    rf"DROP\s+(?P<kind>{_OBJECT})\s+(?P<guard>IF\s+EXISTS\s+)?"
    rf"(?P<names>{_NAME}(?:\s*,\s*{_NAME})*)\s*(?:RESTRICT|CASCADE)?\s*$",
    re.I,
)
_ALTER = re.compile(
    r"ALTER\s+(?:ALGORITHM\s*=\s*\w+\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:SQL\s+SECURITY\s+\w+\s+)?"
    rf"(?P<kind>{_OBJECT})\s+(?P<name>{_NAME})",
    re.I,
)
_INDEX = re.compile(
    rf"(?:CREATE\s+(?:UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+)?|DROP\s+)INDEX\s+{_NAME}\s+"
    rf"(?:USING\s+\w+\s+)?ON\s+(?P<name>{_NAME})",
    re.I,
)
_TRUNCATE = re.compile(rf"TRUNCATE\s+(?:TABLE\s+)?(?P<name>{_NAME})\s*$", re.I)
_RENAME = re.compile(r"RENAME\s+TABLES?\s+(?P<pairs>.+)$", re.I | re.S)
_PAIR = re.compile(rf"\s*({_NAME})\s+TO\s+({_NAME})\s*(?:,|$)", re.I)
_ALTER_RENAME = re.compile(rf"\bRENAME\s+(?:TO\s+|AS\s+)(?P<name>{_NAME})", re.I)


@dataclass(frozen=True, slots=True)
class Target:
    """One object that a statement creates, drops or changes.

    Attributes:
        kind: 'table', 'view', 'procedure', 'function', 'trigger' or 'event'.
        effect: `CREATED`, `DROPPED` or `CHANGED`.
    """

    kind: str
    name: str
    effect: str


def targets_of(sql: str) -> tuple[Target, ...] | None:
    """What the statement's outcome can be told by.

    Returns:
        None where it cannot be told; an empty tuple where the statement may simply be repeated.
    """
    kind = kind_of(sql)
    if kind is Kind.REPEATABLE:
        return ()
    if kind is not Kind.DDL:
        return None
    text = without_lead(sql)
    for form in (_created, _dropped, _renamed, _indexed, _truncated, _altered):
        found = form(text)
        if found is not None:
            return found
    return None


def _created(sql: str) -> tuple[Target, ...] | None:
    match = _CREATE.match(sql)
    if match is None:
        return None
    if match["guard"]:
        # Made once, it is not made again.
        return ()
    effect = CHANGED if match["replace"] else CREATED
    return (Target(match["kind"].lower(), _bare(match["name"]), effect),)


def _dropped(sql: str) -> tuple[Target, ...] | None:
    match = _DROP.match(sql)
    if match is None:
        return None
    if match["guard"]:
        return ()
    kind = match["kind"].lower()
    return tuple(Target(kind, _bare(name), DROPPED) for name in match["names"].split(","))


def _renamed(sql: str) -> tuple[Target, ...] | None:
    match = _RENAME.match(sql)
    if match is None:
        return None
    names = [_bare(name) for pair in _PAIR.findall(match["pairs"]) for name in pair]
    return tuple(Target("table", name, CHANGED) for name in dict.fromkeys(names))


def _indexed(sql: str) -> tuple[Target, ...] | None:
    match = _INDEX.match(sql)
    return (Target("table", _bare(match["name"]), CHANGED),) if match else None


def _truncated(sql: str) -> tuple[Target, ...] | None:
    match = _TRUNCATE.match(sql)
    return (Target("table", _bare(match["name"]), CHANGED),) if match else None


def _altered(sql: str) -> tuple[Target, ...] | None:
    match = _ALTER.match(sql)
    if match is None:
        return None
    found = [Target(match["kind"].lower(), _bare(match["name"]), CHANGED)]
    renamed = _ALTER_RENAME.search(sql, match.end())
    if renamed and found[0].kind == "table":
        found.append(Target("table", _bare(renamed["name"]), CHANGED))
    return tuple(found)


def _bare(name: str) -> str:
    return name.strip().strip("`")
