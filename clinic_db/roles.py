"""What a role may do in this database: what its file grants, what the server holds. Pure.

Roles live server-wide and their grants outlive DROP DATABASE, so only grants on the connected
database are looked at, and a role is never dropped: removing its file revokes what it held here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable

from clinic_db.errors import ProjectError
from clinic_db.model import Grant, Script

_CREATE = re.compile(r"CREATE\s+ROLE\s+IF\s+NOT\s+EXISTS\s+[`']?([\w$]+)[`']?", re.I)
_GRANT = re.compile(
    r"GRANT\s+(?P<privileges>.+?)\s+ON\s+(?:(?P<kind>TABLE|PROCEDURE|FUNCTION)\s+)?"
    r"`?(?P<name>[\w$]+)`?\s+TO\s+[`']?(?P<role>[\w$]+)[`']?(?:@[`']%[`'])?",
    re.I | re.S,
)
_PRIVILEGE = re.compile(r"\s*(?P<name>[A-Za-z ]+?)\s*(?:\((?P<columns>[^)]*)\))?\s*(?:,|$)")


def wanted(script: Script, role: str) -> frozenset[Grant]:
    """What a role's file grants.

    Raises:
        ProjectError: a statement that is neither CREATE ROLE IF NOT EXISTS nor a GRANT on one named
            object of the connected database to this role.
    """
    grants: set[Grant] = set()
    for statement in script.statements:
        if match := _CREATE.fullmatch(statement.sql):
            named = match[1]
        elif match := _GRANT.fullmatch(statement.sql):
            named = match["role"]
            grants.update(_parsed(match["privileges"], match["kind"], match["name"]))
        else:
            raise ProjectError(
                "not a statement for a role's file",
                where=f"{script.path}:{statement.line}",
                hint="CREATE ROLE IF NOT EXISTS name; GRANT … ON [PROCEDURE|FUNCTION] one_object "
                "TO name, without the database's name",
            )
        if named != role:
            raise ProjectError(
                f"the statement is about role {named!r}, the file about {role!r}",
                where=f"{script.path}:{statement.line}",
                hint=f"move it to {named}.sql",
            )
    return frozenset(grants)


def digest(grants: Collection[Grant]) -> str:
    """One digest over grants, whatever their order."""
    text = "\n".join(sorted(repr(grant) for grant in grants))
    return hashlib.sha256(text.encode()).hexdigest()


def revokes(grants: Iterable[Grant], role: str) -> list[str]:
    """The statements that take the grants away."""
    return [_revoke(grant, role) for grant in sorted(grants, key=repr)]


def _revoke(grant: Grant, role: str) -> str:
    column = f" (`{grant.column}`)" if grant.column else ""
    # The grant tables name the right to pass rights on by its first word.
    privilege = "GRANT OPTION" if grant.privilege == "GRANT" else grant.privilege
    return f"REVOKE {privilege}{column} ON {grant.kind} `{grant.name}` FROM `{role}`"


def _parsed(privileges: str, kind: str | None, name: str) -> Iterable[Grant]:
    for match in _PRIVILEGE.finditer(privileges):
        privilege = " ".join(match["name"].upper().split())
        columns = match["columns"]
        for column in columns.split(",") if columns else [""]:
            yield Grant((kind or "TABLE").upper(), name, privilege, column.strip(" `\n"))
