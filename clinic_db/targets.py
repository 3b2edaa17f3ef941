"""What a DDL statement is about: the objects by which its outcome can be judged later. Pure.

InnoDB makes each DDL statement atomic, so after a crash it happened wholly or not at all, and one
look at what it names tells which: a created object is there, a dropped one is gone, a changed one
differs from what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clinic_db.kinds import Kind, kind_of, plain

CREATED = "created"
DROPPED = "dropped"
CHANGED = "changed"

# In double quotes where a file SETs ANSI_QUOTES; where it does not, no name begins with one.
_PART = r"(?:`(?:[^`]|``)+`|\"(?:[^\"]|\"\")+\"|[\w$]+)"
_NAME = rf"{_PART}(?:\s*\.\s*{_PART})?"
_NAMES = rf"(?P<names>{_NAME}(?:\s*,\s*{_NAME})*)"
_OBJECT = "TABLE|VIEW|PROCEDURE|FUNCTION|TRIGGER|EVENT|DATABASE|SCHEMA"
_WHO = r"(?:'[^']*'|\"[^\"]*\"|`[^`]*`|[\w$.%-]+)"
_ACCOUNT = rf"{_WHO}(?:\s*@\s*{_WHO})?"
_HEAD = (
    rf"(?:ALGORITHM\s*=\s*\w+\s+)?(?:DEFINER\s*=\s*(?:CURRENT_USER\s*\(\s*\)|{_ACCOUNT})\s+)?"
    r"(?:SQL\s+SECURITY\s+\w+\s+)?"
)
_CREATE = re.compile(
    rf"CREATE\s+(?P<replace>OR\s+REPLACE\s+)?{_HEAD}(?:AGGREGATE\s+)?(?P<kind>{_OBJECT})\s+"
    rf"(?P<guard>IF\s+NOT\s+EXISTS\s+)?(?P<name>{_NAME})",
    re.I,
)
_DROP = re.compile(
    rf"DROP\s+(?P<kind>TABLES|{_OBJECT})\s+(?P<guard>IF\s+EXISTS\s+)?{_NAMES}\s*(?:RESTRICT|CASCADE)?\s*$",
    re.I,
)
_ALTER = re.compile(rf"ALTER\s+{_HEAD}(?P<kind>{_OBJECT})\s+(?P<name>{_NAME})", re.I)
_INDEX = re.compile(
    rf"(?:CREATE\s+(?:UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+)?|DROP\s+)INDEX\s+{_PART}\s+"
    rf"(?:USING\s+\w+\s+)?ON\s+(?P<name>{_NAME})",
    re.I,
)
_TRUNCATE = re.compile(rf"TRUNCATE\s+(?:TABLE\s+)?(?P<name>{_NAME})\s*$", re.I)
_RENAME = re.compile(r"RENAME\s+TABLES?\s+(?P<pairs>.+)$", re.I | re.S)
_PAIR = re.compile(rf"\s*({_NAME})\s+TO\s+({_NAME})\s*(?:,|$)", re.I)
# TO, AS and = may be left out.
_ALTER_RENAME = re.compile(
    rf"(?<![`\w$])RENAME\b(?:\s+(?:TO|AS)\b|\s*=)?\s*(?!(?:TO|AS|COLUMN|INDEX|KEY)\b)(?P<name>{_NAME})",
    re.I,
)
_USERS = re.compile(
    rf"(?P<verb>CREATE|ALTER|DROP)\s+(?:USER|ROLE)\s+"
    rf"(?P<names>{_ACCOUNT}(?:\s*,\s*{_ACCOUNT})*)(?![\w$.%-]*\s*\()",
    re.I,
)
_RENAME_USERS = re.compile(r"RENAME\s+USER\s+(?P<pairs>.+)$", re.I | re.S)
_ACCOUNTS = re.compile(rf"\s*({_ACCOUNT})\s+TO\s+({_ACCOUNT})\s*(?:,|$)", re.I)
# It may be over, and gone, before anybody looks.
_ONCE = re.compile(r"\bON\s+SCHEDULE\s+AT\b(?!.*\bON\s+COMPLETION\s+PRESERVE\b)", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Target:
    """One object that a statement creates, drops or changes.

    Attributes:
        kind: 'table', 'view', 'procedure', 'function', 'trigger', 'event', 'database' or 'user'.
        name: as it is called, without quotes; a user's as the statement writes it.
        effect: `CREATED`, `DROPPED` or `CHANGED`.
        schema: the database it is in, '' for the connected one.
    """

    kind: str
    name: str
    effect: str
    schema: str = ""


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
    text = plain(sql)
    forms = (_created, _dropped, _renamed, _indexed, _truncated, _altered, _users, _renamed_users)
    for form in forms:
        found = form(text)
        if found is not None:
            return found
    return None


def renames(sql: str) -> dict[str, str]:
    """Table → what it is called once the statement has run; only those whose names change."""
    text = plain(sql)
    now: dict[str, str] = {}
    if match := _RENAME.match(text):
        for old, new in _PAIR.findall(match["pairs"]):
            leaves, takes = _target("table", old, DROPPED).name, _target("table", new, CREATED).name
            first = next((name for name, last in now.items() if last == leaves), leaves)
            now[first] = takes
    elif (table := table_of(text)) and (to := _ALTER_RENAME.search(plain(sql, texts=False))):
        now[table] = _target("table", to["name"], CREATED).name
    return {name: last for name, last in now.items() if last != name}


def table_of(sql: str) -> str:
    """The table that an ALTER or TRUNCATE is about, without its database; '' for all else."""
    match = _TRUNCATE.match(sql) or _ALTER.match(sql)
    is_table = match is not None and match.groupdict().get("kind", "TABLE").upper() == "TABLE"
    return _target("table", match["name"], CHANGED).name if match and is_table else ""


def _created(sql: str) -> tuple[Target, ...] | None:
    match = _CREATE.match(sql)
    if match is None or _is_once(match):
        return None
    if match["guard"]:
        # Made once, it is not made again.
        return ()
    return (_target(match["kind"], match["name"], CHANGED if match["replace"] else CREATED),)


def _is_once(match: re.Match[str]) -> bool:
    """True for an event that ends with its only moment."""
    sql = plain(match.string, texts=False)
    return match["kind"].upper() == "EVENT" and _ONCE.search(sql) is not None


def _dropped(sql: str) -> tuple[Target, ...] | None:
    match = _DROP.match(sql)
    if match is None:
        return None
    if match["guard"]:
        return ()
    return tuple(_target(match["kind"], name, DROPPED) for name in _listed(match["names"], _NAME))


def _renamed(sql: str) -> tuple[Target, ...] | None:
    match = _RENAME.match(sql)
    if match is None:
        return None
    pairs = [
        (_target("table", old, DROPPED), _target("table", new, CREATED))
        for old, new in _PAIR.findall(match["pairs"])
    ]
    effects: dict[tuple[str, str], str] = {}
    for old, new in pairs:
        for target in (old, new):
            # A name that one table leaves and another takes is there before and after.
            key = (target.schema, target.name)
            effects[key] = CHANGED if key in effects else target.effect
    return tuple(Target("table", name, how, schema) for (schema, name), how in effects.items())


def _indexed(sql: str) -> tuple[Target, ...] | None:
    match = _INDEX.match(sql)
    return (_target("table", match["name"], CHANGED),) if match else None


def _truncated(sql: str) -> tuple[Target, ...] | None:
    match = _TRUNCATE.match(sql)
    return (_target("table", match["name"], CHANGED),) if match else None


def _altered(sql: str) -> tuple[Target, ...] | None:
    match = _ALTER.match(sql)
    if match is None or _is_once(match):
        return None
    found = [_target(match["kind"], match["name"], CHANGED)]
    renamed = _ALTER_RENAME.search(plain(sql, texts=False))
    if renamed and found[0].kind == "table":
        found.append(_target("table", renamed["name"], CHANGED))
    return tuple(found)


def _users(sql: str) -> tuple[Target, ...] | None:
    match = _USERS.match(sql)
    if match is None:
        return None
    effect = {"CREATE": CREATED, "ALTER": CHANGED, "DROP": DROPPED}[match["verb"].upper()]
    return tuple(Target("user", name, effect) for name in _listed(match["names"], _ACCOUNT))


def _renamed_users(sql: str) -> tuple[Target, ...] | None:
    match = _RENAME_USERS.match(sql)
    if match is None:
        return None
    pairs = _ACCOUNTS.findall(match["pairs"])
    names = [name for pair in pairs for name in pair]
    if len(set(names)) < len(names):
        # Names that are handed on tell nothing by being there.
        return None
    return tuple(
        target
        for old, new in pairs
        for target in (Target("user", old, DROPPED), Target("user", new, CREATED))
    )


def _listed(names: str, form: str) -> Iterator[str]:
    return (match.group() for match in re.finditer(form, names))


def _target(kind: str, name: str, effect: str) -> Target:
    parts = [_unquoted(part) for part in re.findall(_PART, name)]
    schema = parts[0] if len(parts) == 2 else ""
    kind = kind.lower().replace("schema", "database").replace("tables", "table")
    return Target(kind, parts[-1], effect, schema)


def _unquoted(part: str) -> str:
    quote = part[0]
    return part[1:-1].replace(quote * 2, quote) if quote in '`"' else part
