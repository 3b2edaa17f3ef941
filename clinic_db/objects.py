"""Read the repeatable objects: one file, one function, view, procedure, trigger or role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from clinic_db import roles, statements
from clinic_db.errors import ProjectError
from clinic_db.model import Script, SqlObject
from clinic_db.project import Project, object_files

_PART = r"(?:`(?:[^`]|``)+`|[\w$]+)"
_NAME = r"(?P<name>`(?P<quoted>(?:[^`]|``)+)`|(?P<plain>[\w$]+))"
_HEAD = re.compile(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:ALGORITHM\s*=\s*\w+\s+)?(?:DEFINER\s*=\s*\S+\s+)?"
    r"(?:SQL\s+SECURITY\s+\w+\s+)?(?P<kind>FUNCTION|VIEW|PROCEDURE|TRIGGER|ROLE)\s+"
    r"(?:IF\s+NOT\s+EXISTS\s+)?" + _NAME,
    re.I,
)
_TRIGGER_TABLE = re.compile(
    r"\s+(?P<moment>(?:BEFORE|AFTER)\s+(?:INSERT|UPDATE|DELETE))\s+ON\s+"
    rf"(?P<table>(?:{_PART}\s*\.\s*)?{_PART})",
    re.I,
)
_BESIDE = re.compile(r"(?<=\bROW)\s+(?:FOLLOWS|PRECEDES)\s+(?:`[^`]+`|[\w$]+)", re.I)
_VIEW_HEAD = re.compile(r"CREATE\s+(?!OR\b)", re.I)


def read(project: Project) -> list[SqlObject]:
    """Every repeatable object, in the order in which they are created.

    Raises:
        ProjectError: an empty or unreadable file, a name that differs from what the file creates,
            two objects of one name.
    """
    found = [read_one(kind, path, project) for kind, path in object_files(project)]
    return _used_before_user(found)


def create_statement(sql_object: SqlObject) -> str:
    """The CREATE as it is sent; a view's is made to replace, which leaves no gap."""
    sql = sql_object.statement.sql
    return _VIEW_HEAD.sub("CREATE OR REPLACE ", sql, count=1) if sql_object.kind == "view" else sql


def renamed(sql: str, name: str) -> str:
    """A CREATE of a routine or trigger under another name, quoted where it must be."""
    match = _HEAD.match(sql)
    assert match is not None, "read() has seen to it"
    start, end = match.span("name")
    return sql[:start] + name + sql[end:]


def moment(trigger: SqlObject) -> tuple[str, ...]:
    """When a trigger fires: table, timing, event. Those of one moment fire in an order."""
    match = _trigger_table(trigger.statement.sql)
    return (_last_part(match["table"]), *match["moment"].upper().split())


def retabled(sql: str, table: str) -> str:
    """A CREATE TRIGGER for another table, on which no other trigger stands."""
    start, end = _trigger_table(sql).span("table")
    return sql[:start] + table + _BESIDE.sub("", sql[end:], count=1)


def _trigger_table(sql: str) -> re.Match[str]:
    head = _HEAD.match(sql)
    match = head and _TRIGGER_TABLE.match(sql, head.end())
    assert match is not None, "read() has seen to it"
    return match


def read_one(kind: str, path: Path, project: Project) -> SqlObject:
    """One object's file.

    Raises:
        ProjectError: as `read`, for what is wrong in this file.
    """
    script = statements.read(path, project.root, bare=kind != "role")
    where = project.show(path)
    if not script.statements:
        raise ProjectError(
            "the file holds no statement",
            where=where,
            hint=f"write its CREATE {kind.upper()} or remove it",
        )
    first = script.statements[0]
    match = _HEAD.match(first.sql)
    if match is None or match["kind"].lower() != kind:
        raise ProjectError(
            f"the file does not begin with CREATE {kind.upper()}",
            where=f"{where}:{first.line}",
            hint=f"one bare CREATE {kind.upper()} per file in this folder",
        )
    name = match["plain"] or match["quoted"].replace("``", "`")
    if name != path.stem:
        raise ProjectError(
            f"the file creates {kind} {name!r} but is called {path.stem!r}",
            where=f"{where}:{first.line}",
            hint=f"rename the file to {name}.sql, or the {kind} to {path.stem}",
        )
    if kind == "role":
        roles.wanted(script, name)
    return SqlObject(kind, name, script, _table_of(first.sql, match.end(), kind, where))


def _table_of(sql: str, after: int, kind: str, where: str) -> str:
    if kind != "trigger":
        return ""
    match = _TRIGGER_TABLE.match(sql, after)
    if match is None:
        raise ProjectError(
            "cannot tell the trigger's table",
            where=where,
            hint="write CREATE TRIGGER name BEFORE|AFTER event ON table",
        )
    return _last_part(match["table"])


def _last_part(name: str) -> str:
    """A table's name without its database and its quotes."""
    return str(re.findall(_PART, name)[-1]).strip("`").replace("``", "`")


def _used_before_user(found: list[SqlObject]) -> list[SqlObject]:
    """Views after the views that they read; every other kind stays in order of its names."""
    views = {o.name: o for o in found if o.kind == "view"}
    if len(views) < 2:
        return found
    order: list[SqlObject] = []
    visiting: set[str] = set()

    def visit(view: SqlObject) -> None:
        if view in order or view.name in visiting:
            return
        visiting.add(view.name)
        for name in sorted(mentioned(view.script, views.keys() - {view.name})):
            visit(views[name])
        order.append(view)

    for view in views.values():
        visit(view)
    return [
        *(o for o in found if o.kind == "function"),
        *order,
        *(o for o in found if o.kind not in ("function", "view")),
    ]


def mentioned(script: Script, names: Iterable[str]) -> set[str]:
    """Those of `names` that stand as words in the script's statements."""
    text = " ".join(statement.sql for statement in script.statements).lower()
    words = set(re.findall(r"[\w$]+", text))
    return {name for name in names if name.lower() in words}
