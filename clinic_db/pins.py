"""What every session of the toolkit starts with, whatever the server's defaults are. Pure."""

from __future__ import annotations

from clinic_db import queries

CHARSET = "utf8mb4"
COLLATION = "utf8mb4_0900_ai_ci"


def opening(lock_wait_timeout: int) -> tuple[str, str]:
    """The two statements: character set, which the driver sends by itself, and variables.

    Args:
        lock_wait_timeout: seconds that a statement may wait for a metadata lock; at least 1.
    """
    variables = queries.get("session_pins").replace("%s", str(max(1, lock_wait_timeout)))
    return f"SET NAMES {CHARSET} COLLATE {COLLATION}", variables
