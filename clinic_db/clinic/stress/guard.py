"""What is refused before the first row is written."""

from __future__ import annotations

from datetime import date

from clinic_db import queries
from clinic_db.clinic.stress.desk import Clinic
from clinic_db.database import Connection
from clinic_db.errors import DecisionError, ServerError, UnsafeError, UsageError
from clinic_db.target import EXAMPLE, Target

# There is no such table, function or view.
NOT_THERE = (1146, 1305, 1356)
SEED = "clinic-db seed --create --size small"


def refuse_elsewhere(target: Target, *, is_named: bool, is_meant: bool) -> None:
    """Another machine must be named on the command line, and meant.

    Args:
        is_named: --database was given; what a variable or a file names may be forgotten.
        is_meant: --yes-really was given.

    Raises:
        UnsafeError: one of the two is missing.
    """
    if target.is_loopback or (is_named and is_meant):
        return
    missing = [] if is_named else ["--database names no server: a variable or a file did"]
    if not is_meant:
        missing.append("--yes-really was not given")
    raise UnsafeError(
        "a stress test writes thousands of rows, and this is another machine",
        where=target.address,
        detail=(*missing, "nothing was written"),
        hint=f"if it is meant: clinic-db stress --database {EXAMPLE} --yes-really",
    )


def refuse_crowd(connection: Connection, clients: int) -> None:
    """Every client needs a session.

    Raises:
        UsageError: the server does not take so many.
    """
    most = int(connection.value(queries.get("stress/sessions")))
    row = connection.one(queries.get("stress/sessions_now")) or {}
    free = most - int(row["Value"])
    if clients > free:
        raise UsageError(
            f"{clients} clients, but the server takes {most} sessions and has {most - free}",
            where="--clients",
            hint=f"--clients {free}, or raise max_connections" if free > 0 else "try again later",
        )


def clinic(connection: Connection) -> Clinic:
    """What is there to work with.

    Raises:
        DecisionError: no clinic, or an empty one.
    """
    where = connection.target.address
    try:
        facts = connection.one(queries.get("stress/facts")) or {}
        doctors = _keys(connection, "doctors")
        services = _keys(connection, "services")
    except ServerError as error:
        if error.errno not in NOT_THERE:
            raise
        raise DecisionError(
            "there is no clinic here", where=where, detail=(error.message,), hint=SEED
        ) from error
    there = {
        "active doctor": doctors,
        "service that is offered": services,
        "patient": facts["last_patient"],
        "visit": facts["first_day"],
    }
    missing = [f"no {name}" for name, found in there.items() if not found]
    if missing:
        raise DecisionError(
            f"the clinic is not seeded: {', '.join(missing)}", where=where, hint=SEED
        )
    today, first_day = facts["today"], facts["first_day"]
    assert isinstance(today, date)
    assert isinstance(first_day, date)
    return Clinic(
        today,
        first_day,
        int(facts["first_patient"]),
        int(facts["last_patient"]),
        doctors,
        services,
    )


def _keys(connection: Connection, name: str) -> tuple[int, ...]:
    found = connection.rows(queries.get(f"stress/{name}"))
    return tuple(int(key) for row in found for key in row.values())
