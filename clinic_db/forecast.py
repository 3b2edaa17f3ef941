"""What the server will hold once pending migrations have run, told from their text. Pure.

`apply` looks again after the migrations; `plan` cannot, and would otherwise not see that a table
which a migration drops takes its triggers along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from clinic_db import effects
from clinic_db.kinds import without_lead
from clinic_db.model import Live, SqlObject, Statement, Step
from clinic_db.targets import CREATED, DROPPED, Target, targets_of

# The digest of a definition that a migration writes: equal to none that is recorded.
UNKNOWN = "?"
_DROP = re.compile(
    r"DROP\s+(?P<kind>VIEW|PROCEDURE|FUNCTION|TRIGGER)\s+(?:IF\s+EXISTS\s+)?(?P<names>.+?)"
    r"(?:\s+(?:RESTRICT|CASCADE))?$",
    re.I | re.S,
)


def after(steps: Sequence[Step], live: Live, objects: Sequence[SqlObject]) -> Live:
    """`live` as the steps will leave it.

    Args:
        steps: migrations still to run.
        objects: the project's; they tell which table a trigger belongs to.
    """
    held = dict(live.objects)
    tables = {(item.kind, item.name): item.table.lower() for item in objects if item.table}
    for statement in (each for step in steps for each in step.pending):
        gone = {name.lower() for name in effects.losses([statement]).tables}
        for key in [key for key in held if tables.get(key) in gone]:
            del held[key]
        for target in _objects_of(statement):
            key = (target.kind, target.name)
            if target.effect == DROPPED:
                held.pop(key, None)
            elif target.effect == CREATED or key in held:
                held[key] = UNKNOWN
    return replace(live, objects=held)


def _objects_of(statement: Statement) -> Iterable[Target]:
    """The views, routines and triggers that the statement makes, changes or drops."""
    if match := _DROP.match(without_lead(statement.sql)):
        kind = match["kind"].lower()
        return [
            Target(kind, name.strip().strip("`"), DROPPED) for name in match["names"].split(",")
        ]
    return [target for target in targets_of(statement.sql) or () if target.kind != "table"]
