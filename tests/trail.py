"""What the audit log says, for tests."""

from __future__ import annotations

import json
from typing import Any

from clinic_db.database import Connection

# What no trigger logs: it follows from other columns, or it is the stamp of the change itself.
DERIVED = {"updated_at", "blood_pressure", "live_appointment_id", "balance"}


def trail(db: Connection, table: str) -> list[tuple[int, str, dict[str, Any]]]:
    """(row, action, changes) of each entry about `table`, oldest first."""
    rows = db.rows("SELECT * FROM audit_log WHERE table_name = %s ORDER BY audit_id", (table,))
    return [(row["row_id"], row["action"], json.loads(row["changes"])) for row in rows]


def columns(db: Connection, table: str) -> set[str]:
    rows = db.rows(
        "SELECT column_name AS name FROM information_schema.columns "
        "WHERE table_schema = database() AND table_name = %s",
        (table,),
    )
    return {row["name"] for row in rows}
