"""What to do about a difference: what `apply` puts right, and what a person decides. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clinic_db.database import identifier
from clinic_db.differences import Difference, Key
from clinic_db.project import OBJECT_FOLDERS

APPLY = "clinic-db apply"
# What a role's file can say, and so what `apply` settles: privileges on one thing.
_IN_A_FILE = ("table ", "procedure ", "function ")


@dataclass(frozen=True, slots=True)
class Record:
    """What the history says of an object: its file's digest, and whether it is as it was then."""

    sha256: str
    untouched: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the remedies depend on.

    Attributes:
        files: every object of the project with its file's digest.
        recorded: every object that the project made here.
        owners: column, index, constraint or partition → its table.
    """

    database: str
    files: Mapping[Key, str]
    recorded: Mapping[Key, Record]
    owners: Mapping[Key, str]


def of(difference: Difference, known: Known) -> tuple[str, ...]:
    """What to type, or to write, that this difference goes away."""
    if difference.kind == "role":
        return _role(difference, known)
    if difference.kind in OBJECT_FOLDERS:
        return (_object(difference, known),)
    if difference.kind == "database":
        wanted = {name: value for name, (value, _) in difference.attributes.items()}
        words = {"character_set": "CHARACTER SET", "collation_name": "COLLATE"}
        options = " ".join(f"{words[name]} {value}" for name, value in sorted(wanted.items()))
        return (f"ALTER DATABASE {identifier(known.database)} {options}",)
    return (f"clinic-db new {_migration(difference, known)}",)


def _object(difference: Difference, known: Known) -> str:
    key = (difference.kind, difference.name)
    drop = f"DROP {difference.kind.upper()} {identifier(difference.name)}"
    record = known.recorded.get(key)
    if key not in known.files:
        # What is not extra was made by a migration, and no file makes it again.
        keep = f"clinic-db new {_migration(difference, known)}"
        return APPLY if record else drop if difference.what == "extra" else keep
    if record and record.untouched and record.sha256 == known.files[key]:
        # It is what apply made of this very file, which is why apply would leave it alone.
        return f"{drop}; then {APPLY}"
    return APPLY


def _role(difference: Difference, known: Known) -> tuple[str, ...]:
    role = identifier(difference.name)
    if difference.what == "missing":
        return (APPLY,)
    if ("role", difference.name) not in known.files:
        return (f"DROP ROLE {role}",)
    found = []
    for name, (_, held) in sorted(difference.attributes.items()):
        if name.startswith(_IN_A_FILE):
            found.append(APPLY)
        elif name == "database":
            found.append(f"REVOKE {held} ON {identifier(known.database)}.* FROM {role}")
        elif name.startswith("role "):
            found.append(f"REVOKE {identifier(name.removeprefix('role '))} FROM {role}")
        else:
            found.append(f"ALTER USER {role} ACCOUNT LOCK PASSWORD EXPIRE")
    return tuple(dict.fromkeys(found))


def _migration(difference: Difference, known: Known) -> str:
    """The name of the migration that would say what was done by hand."""
    key = (difference.kind, difference.name)
    verbs = {"missing": "drop", "extra": "create", "changed": "alter"}
    verb = verbs[difference.what] if key not in known.owners else "alter"
    name = known.owners.get(key, difference.name)
    kind = "event_" if difference.kind == "event" else ""
    return f"{verb}_{kind}{re.sub('[^a-z0-9]+', '_', name.lower()).strip('_')}"
