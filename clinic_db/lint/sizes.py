"""How large the tables are in the database that the migrations are for."""

from __future__ import annotations

from clinic_db import database, queries
from clinic_db.target import Target


def read(aim: Target) -> dict[str, tuple[int, int]]:
    """Table in lower case → (rows, bytes), as the server estimates them; only reads.

    Raises:
        ConnectError: no session is to be had.
    """
    with database.connect(aim) as connection:
        return {
            str(row["name"]).lower(): (int(row["row_count"] or 0), int(row["byte_count"] or 0))
            for row in connection.rows(queries.get("lint/sizes"))
        }
