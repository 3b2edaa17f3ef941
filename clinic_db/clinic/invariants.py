"""What must hold in every clinic at every moment, asked of the rows and not of the constraints."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_db import queries
from clinic_db.database import Connection

# Each rule is a file; what it selects breaks it. One statement sees one moment, so a rule can be
# asked while others write.
FOLDER = "invariants"
RULES = tuple(sorted(path.stem for path in (queries.FOLDER / FOLDER).glob("*.sql")))


@dataclass(frozen=True, slots=True)
class Breach:
    """A row that breaks a rule.

    Attributes:
        rule: the name of its file in `queries/invariants/`.
    """

    rule: str
    table: str
    key: int

    def __str__(self) -> str:
        return f"{self.table} {self.key} breaks {self.rule}"


def broken(connection: Connection) -> list[Breach]:
    """Every row that breaks a rule of the clinic; none in a sound one. Reads only."""
    return [
        Breach(rule, str(row["table_name"]), int(row["row_key"]))
        for rule in RULES
        for row in connection.rows(queries.get(f"{FOLDER}/{rule}"))
    ]
