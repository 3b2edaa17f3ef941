"""What an account can see of a database, from its SHOW GRANTS. Pure.

MySQL does not say that it hides something: what an account may not see is not there for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clinic_db.project import OBJECT_FOLDERS
from clinic_db.snapshot import Snapshot

IN_TABLES = ("column", "index", "check", "foreign key", "partition")
KINDS = ("table", *IN_TABLES, *OBJECT_FOLDERS, "event")
_LINE = re.compile(
    r"(?P<verb>GRANT|REVOKE) (?P<privileges>.+) ON (?:(?P<everywhere>\*\.\*)|`(?P<name>.+)`\.\*) "
    r"(?:TO|FROM) `"
)
_ALL = "ALL PRIVILEGES"
_GRANT_TABLES = (
    "mysql.db",
    "mysql.tables_priv",
    "mysql.columns_priv",
    "mysql.procs_priv",
    "mysql.role_edges",
    "mysql.user (user, host, account_locked, password_expired)",
)
_ROUTINES = ("procedure", "function")
# With one of these on the database, its routines are seen, though not the text of all.
_ANY_ROUTINE = ("EXECUTE", "ALTER ROUTINE", "CREATE ROUTINE")
_SHOW_ROUTINE = "SHOW_ROUTINE ON *.*"


@dataclass(frozen=True, slots=True)
class Unseen:
    """What could not be compared.

    Attributes:
        kind: of which kind of object.
        names: those of which only the text is hidden; empty where the account cannot tell which
            objects there are.
        needs: the right that is missing, as in a GRANT.
    """

    kind: str
    names: tuple[str, ...]
    needs: str


@dataclass(frozen=True, slots=True)
class Rights:
    """Privileges that hold everywhere, and those that hold in the whole of one database."""

    everywhere: frozenset[str]
    here: frozenset[str]

    def any_of(self, *privileges: str) -> bool:
        """Whether one of the privileges holds in the database."""
        return bool(self.here & {_ALL, *privileges})


def of(grants: Iterable[str], database: str) -> Rights:
    """The rights on a database.

    Args:
        grants: the lines of SHOW GRANTS, active roles included.
    """
    everywhere: set[str] = set()
    here: set[str] = set()
    taken: set[str] = set()
    for line in grants:
        match = _LINE.match(line)
        if match is None:
            continue
        privileges = {word.strip() for word in match["privileges"].split(",")}
        if match["everywhere"]:
            everywhere |= privileges
        elif _covers(match["name"].replace("``", "`"), database):
            (here if match["verb"] == "GRANT" else taken).update(privileges)
    return Rights(frozenset(everywhere), frozenset((everywhere | here) - taken))


def unseen(rights: Rights, found: Snapshot) -> list[Unseen]:
    """What the account that took the snapshot could not see, with the rights that it lacks."""
    on = f"ON {found.place.database}.*"
    if not rights.any_of("SELECT"):
        # Nor can it read the history, which tells whose objects these are.
        return [Unseen(kind, (), f"SELECT {on}") for kind in KINDS]
    hidden = []
    if not rights.any_of("TRIGGER"):
        hidden.append(Unseen("trigger", (), f"TRIGGER {on}"))
    if not rights.any_of("EVENT"):
        hidden.append(Unseen("event", (), f"EVENT {on}"))
    if not rights.any_of(*_ANY_ROUTINE) and not rights.everywhere & {"SHOW_ROUTINE", "SELECT"}:
        hidden += [Unseen(kind, (), _SHOW_ROUTINE) for kind in _ROUTINES]
    if found.roles is None:
        hidden.append(Unseen("role", (), f"SELECT ON {', '.join(_GRANT_TABLES)}"))
    for kind, needs in (("view", f"SHOW VIEW {on}"), *((k, _SHOW_ROUTINE) for k in _ROUTINES)):
        if names := _without_text(found, kind):
            hidden.append(Unseen(kind, names, needs))
    return hidden


def _without_text(found: Snapshot, kind: str) -> tuple[str, ...]:
    mine = {name: values for (k, name), values in found.objects.items() if k == kind}
    return tuple(sorted(name for name, values in mine.items() if "body" not in values))


def _covers(pattern: str, database: str) -> bool:
    """Whether a grant's database name, in which % and _ are wildcards, matches."""
    parts = re.findall(r"\\.|.", pattern, re.S)
    wild = {"%": ".*", "_": "."}
    text = "".join(wild.get(part) or re.escape(part.removeprefix("\\")) for part in parts)
    return re.fullmatch(text, database, re.S) is not None
