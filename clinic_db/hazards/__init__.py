"""What pending migrations do to tables that hold rows: asked of a server, told, or refused.

A statement is looked at only where it may harm a table: ALTER, DROP, TRUNCATE, DELETE and the two
INDEX statements. The rest of this package is loaded when there is one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinic_db.database import Connection
from clinic_db.kinds import first_words
from clinic_db.model import Migration, Step, TableChange
from clinic_db.target import Target

if TYPE_CHECKING:
    from clinic_db.hazards.reading import Touch

# What `apply --allow-unsafe` can set aside, beside `not-empty`.
DESTRUCTIVE, BLOCKING = "destructive", "blocking"
RULES = (DESTRUCTIVE, BLOCKING)
_MAY_HARM = re.compile(
    r"(?:ALTER|DROP|TRUNCATE|DELETE)\b|CREATE(?: (?:UNIQUE|FULLTEXT|SPATIAL))? INDEX"
)


@dataclass(frozen=True, slots=True)
class Asking:
    """Which server is asked how it would change a table.

    Attributes:
        against: one that may be written to; a sandbox where none is named.
        is_left_out: none is.
    """

    against: Target | None = None
    is_left_out: bool = False


SANDBOX = Asking()


def may_harm(steps: Sequence[Step]) -> bool:
    """Whether a statement of the steps is of the kinds that this package looks at."""
    pending = (statement for step in steps for statement in step.pending)
    return any(_MAY_HARM.match(first_words(statement.sql, 3)) for statement in pending)


def foresee(
    connection: Connection,
    migrations: Sequence[Migration],
    steps: Sequence[Step],
    asking: Asking,
) -> tuple[TableChange, ...]:
    """What pending statements do to tables that are there; see `check.foresee`."""
    if not may_harm(steps):
        return ()
    from clinic_db.hazards import check

    return check.foresee(connection, migrations, steps, asking)


def warnings(changes: Sequence[TableChange], allowed: Collection[str]) -> Sequence[str]:
    """What `apply` would refuse of it, as far as estimates tell."""
    if not changes:
        return ()
    from clinic_db.hazards import refusal

    return list(refusal.warnings(changes, allowed))


def refuse(
    connection: Connection,
    migrations: Sequence[Migration],
    steps: Sequence[Step],
    asking: Asking,
    allowed: Collection[str],
) -> Sequence[Touch]:
    """Refuse what goes against a rule where there are rows; see `check.refuse`."""
    if not may_harm(steps):
        return ()
    from clinic_db.hazards import check

    return check.refuse(connection, migrations, steps, asking, allowed)


def record(connection: Connection, touches: Sequence[Touch]) -> None:
    """Write down what `refuse` let pass because the run makes the tables itself."""
    if touches:
        from clinic_db.hazards import cleared

        cleared.record(connection, touches)
