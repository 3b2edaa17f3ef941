"""`clinic-db seed --clear`: take away what was generated, and nothing that people wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from clinic_db import queries, runner
from clinic_db.clinic.seeding import book, guards, stream
from clinic_db.clinic.seeding.book import PARTS, RUNS, Book
from clinic_db.clinic.seeding.run import exclusive
from clinic_db.clinic.seeding.tables import COLUMNS, KEYS, TABLES
from clinic_db.config import Config
from clinic_db.database import Connection, identifier
from clinic_db.errors import ServerError, UnsafeError
from clinic_db.runner import Files

LOG = "audit_log"
# Statements of queries/seeding/remove/, in the order that foreign keys allow.
REMOVE = (
    "refunds",
    "payments",
    "billing",
    "medical_records",
    "appointment_slots",
    "appointments",
    "users",
    "doctors",
    "patients",
)
# What a condition is about: (alias and column, table of the generated keys).
ABOUT = {
    "appointments": (
        ("a.appointment_id", "appointments"),
        ("a.patient_id", "patients"),
        ("a.doctor_id", "doctors"),
    ),
    "records": (
        ("r.record_id", "medical_records"),
        ("r.patient_id", "patients"),
        ("r.doctor_id", "doctors"),
    ),
    "users": (("u.user_id", "users"), ("u.doctor_id", "doctors")),
    "doctors": (("d.doctor_id", "doctors"),),
    "patients": (("p.patient_id", "patients"),),
}
HELD = 1451


@dataclass(frozen=True, slots=True)
class Cleared:
    """What is gone.

    Attributes:
        rows: how many generated rows were there to go; 0 where nothing was generated here.
        others: table → rows that people wrote and that stay.
    """

    address: str
    rows: int
    others: Mapping[str, int]


def clear(config: Config, force: bool, note: Callable[[str], None]) -> Cleared:
    """Remove every generated row, and put the triggers back that a cut-short run left off.

    Args:
        force: also where people have written rows. Theirs stay, except those that cannot be
            without a generated one, such as a visit with a generated doctor.

    Raises:
        UnsafeError: the clinic holds rows that were not generated, and `force` is False; or, with
            it, such a row names a generated one that cannot go.
        LockedError: another session uses a table and did not end in time; nothing was changed.
        ClinicDbError: as for `seed`; the same command goes on.
    """
    files = runner.read_files(config)
    with exclusive(config, note) as connection:
        address = connection.target.address
        if not book.tables(connection) and not guards.standing(connection):
            # Maybe not even a clinic.
            return Cleared(address, 0, {})
        known = book.read(connection)
        others: dict[str, int] = {}
        if known.spans:
            others = _truncate(connection, known)
        if others and not force:
            said = ", ".join(f"{table} {count:,}" for table, count in others.items())
            raise UnsafeError(
                f"the clinic holds rows that were not generated: {said}",
                where=address,
                detail=("nothing was changed",),
                hint="--force removes the generated rows and what hangs on them, and keeps the "
                "others",
            )
        if others:
            if guards.standing(connection):
                # Those of a run that was cut short would be in the way of these.
                guards.restore(connection, files)
            _remove(connection, files, known)
        guards.restore(connection, files)
        book.forget(connection)
        return Cleared(address, sum(known.rows.values()), others)


def _truncate(connection: Connection, known: Book) -> dict[str, int]:
    """Empty the tables if all of their rows were generated; else say how many were not.

    Truncating fires no trigger, is over in milliseconds and begins the keys at 1 again. The tables
    are locked from the count on, so that no row of anybody's can slip in.
    """
    lock = queries.get("seeding/write_lock")
    names = [*TABLES, LOG, RUNS, PARTS]
    locks = ", ".join(lock.replace("{table}", identifier(name)) for name in names)
    sql = queries.get("seeding/lock_tables").replace("{tables}", locks)
    guards.send(connection, "a table of the clinic", sql)
    try:
        others = {table: _others(connection, table, known) for table in (*TABLES, LOG)}
        if any(others.values()):
            return {table: count for table, count in others.items() if count}
        connection.set_session({"foreign_key_checks": 0})
        for table in (*reversed(TABLES), LOG):
            connection.execute(queries.get("truncate").replace("{table}", identifier(table)))
        return {}
    finally:
        if connection.is_open:
            connection.execute(queries.get("unlock_tables"))
            connection.set_session({"foreign_key_checks": 1})


def _others(connection: Connection, table: str, known: Book) -> int:
    """How many rows of a table were not generated."""
    key = KEYS.get(table, "appointment_id" if table in COLUMNS else "audit_id")
    source = table if table in KEYS or table == LOG else "appointments"
    condition = _within([(identifier(key), source)], known)
    sql = queries.get("seeding/count_others").replace("{table}", identifier(table))
    return int(connection.value(sql.replace("{condition}", condition)))


def _remove(connection: Connection, files: Files, known: Book) -> None:
    """Delete the generated rows, all or none of them."""
    token = guards.draw()
    stream.pass_guards(connection, token)
    try:
        with guards.guarded(connection, files, token, "delete"), connection.transaction():
            for name in REMOVE:
                sql = queries.get(f"seeding/remove/{name}")
                for about, pairs in ABOUT.items():
                    sql = sql.replace(f"{{{about}}}", _within(pairs, known))
                connection.execute(sql)
    except ServerError as error:
        if error.errno != HELD:
            raise
        raise UnsafeError(
            "a row that was not generated needs a generated one",
            where=connection.target.address,
            detail=(error.message, "nothing was changed"),
            hint="see to that row first, for instance a payment that a generated login took",
        ) from error


def _within(pairs: Sequence[tuple[str, str]], known: Book) -> str:
    """The condition that a column holds a key of a generated row of a table."""
    between = queries.get("seeding/between")
    parts = [
        between.replace("{column}", column)
        .replace("{first}", str(first))
        .replace("{last}", str(last))
        for column, table in pairs
        for first, last in known.spans.get(table, ())
    ]
    return " OR ".join(parts) or "FALSE"
