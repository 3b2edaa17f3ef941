"""Fresh, migrated schemas for tests at the price of a clean-up: built once, reset in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from clinic_db import database, queries
from clinic_db.database import Connection, identifier
from clinic_db.errors import ServerError
from clinic_db.history import TABLES as BOOKKEEPING
from clinic_db.target import Target

NO_SUCH_SESSION = 1094
DATABASE_EXISTS = 1007
Build = Callable[[Target], None]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a schema looked like right after it was built.

    Attributes:
        structure: digest of every definition in it.
        counters: table → next AUTO_INCREMENT value, 0 for a table without one.
        checksums: checksum of each table that held rows.
    """

    structure: str
    counters: dict[str, int]
    checksums: dict[str, int]


@dataclass(slots=True, eq=False)
class Schema:
    """A database of its own for one test.

    Attributes:
        target: where it is; `target.url()` for a client in another process.
    """

    target: Target
    baseline: Baseline | None = None
    _open: list[Connection] = field(default_factory=list, repr=False)

    @property
    def name(self) -> str:
        return self.target.database

    @property
    def url(self) -> str:
        """With the password in it."""
        return self.target.url()

    def connect(self, **session: Any) -> Connection:
        """One more session, closed when the test ends.

        Args:
            session: session variables to set, such as `foreign_key_checks=0`.
        """
        connection = database.connect(self.target)
        self._open.append(connection)
        if session:
            connection.set_session(session)
        return connection

    def close_all(self) -> None:
        """End every session that `connect` opened."""
        while self._open:
            self._open.pop().close()


class SchemaPool:
    """Hands out schemas; what a test changed is undone before the next one gets it.

    Args:
        server: an account that may create databases, and any database to connect to.
        build: makes an empty database into a finished schema.
        prefix: begins the names of the databases that the pool makes.
    """

    def __init__(self, server: Target, build: Build, prefix: str) -> None:
        self._server = server
        self._build = build
        self._prefix = prefix
        self._free: list[Schema] = []
        self._all: list[Schema] = []
        self._made = 0
        self.rebuilt = 0

    def acquire(self) -> Schema:
        """A schema that equals a newly built one."""
        while self._free:
            schema = self._free.pop()
            if self._reset(schema):
                return schema
            self.drop(schema)
            self.rebuilt += 1
        schema = self.empty()
        self._build(schema.target)
        with database.connect(schema.target) as connection:
            schema.baseline = _baseline(connection)
        return schema

    def release(self, schema: Schema) -> None:
        """Take a schema back; it is cleaned when it is next needed."""
        schema.close_all()
        self._free.append(schema)

    def empty(self) -> Schema:
        """A new database with nothing in it."""
        with database.connect(self._server) as connection:
            while not self._create(connection):
                continue
        schema = Schema(replace(self._server, database=f"{self._prefix}_{self._made}"))
        self._all.append(schema)
        return schema

    def drop(self, schema: Schema) -> None:
        """Remove the schema's database for good."""
        schema.close_all()
        self._all.remove(schema)
        with database.connect(self._server) as connection:
            _end_sessions(connection, schema.name)
            name = identifier(schema.name)
            connection.execute(queries.get("drop_database").replace("{database}", name))

    def drop_all(self) -> None:
        """Remove every schema that the pool made."""
        self._free.clear()
        for schema in list(self._all):
            self.drop(schema)

    def _create(self, connection: Connection) -> bool:
        """Make the next database; False where another run's, or a killed one's, has its name."""
        self._made += 1
        name = identifier(f"{self._prefix}_{self._made}")
        try:
            connection.execute(queries.get("create_database").replace("{database}", name))
        except ServerError as error:
            if error.errno != DATABASE_EXISTS:
                raise
            return False
        return True

    def _reset(self, schema: Schema) -> bool:
        """Undo what a test wrote; False where only a rebuild helps."""
        assert schema.baseline is not None
        try:
            with database.connect(schema.target, lock_wait_timeout=2) as connection:
                _end_sessions(connection, schema.name)
                structure, counters = _structure(connection)
                if structure != schema.baseline.structure:
                    return False
                return _undo_writes(connection, counters, schema.baseline)
        except ServerError:
            return False


def _end_sessions(connection: Connection, name: str) -> None:
    """A session that a test forgot keeps its locks; it goes before the clean-up."""
    for row in connection.rows(queries.get("sessions_on"), (name,)):
        try:
            connection.execute(queries.get("kill_session"), (row["session"],))
        except ServerError as error:
            # It was closed by the test, and the server has got round to it just now.
            if error.errno != NO_SUCH_SESSION:
                raise


def _undo_writes(connection: Connection, counters: dict[str, int], before: Baseline) -> bool:
    filled = _filled(connection, [table for table in counters if table not in before.checksums])
    written = {table for table, next_id in counters.items() if next_id != before.counters[table]}
    dirty = (written | filled) - before.checksums.keys()
    if _checksums(connection, list(before.checksums)) != before.checksums:
        return False
    if dirty:
        connection.set_session({"foreign_key_checks": 0})
        for table in sorted(dirty):
            connection.execute(queries.get("truncate").replace("{table}", identifier(table)))
    return True


def _baseline(connection: Connection) -> Baseline:
    structure, counters = _structure(connection)
    filled = sorted(_filled(connection, list(counters)))
    return Baseline(structure, counters, _checksums(connection, filled))


def _structure(connection: Connection) -> tuple[str, dict[str, int]]:
    row = connection.one(queries.get("structure_digest"))
    assert row is not None
    counters = {
        r["name"]: int(r["next_id"] or 0)
        for r in connection.rows(queries.get("table_counters"))
        if r["name"] not in BOOKKEEPING
    }
    return str(row["digest"]), counters


def _filled(connection: Connection, tables: list[str]) -> set[str]:
    """Those of `tables` that hold rows, asked in one statement."""
    if not tables:
        return set()
    part = queries.get("table_if_filled")
    sql = "\nUNION ALL\n".join(
        part.replace("{table}", identifier(t)).replace("{name}", database.literal(t))
        for t in tables
    )
    return {row["name"] for row in connection.rows(sql)}


def _checksums(connection: Connection, tables: list[str]) -> dict[str, int]:
    if not tables:
        return {}
    names = ", ".join(identifier(table) for table in tables)
    rows = connection.rows(queries.get("checksum").replace("{tables}", names))
    return {row["Table"].split(".", 1)[1]: int(row["Checksum"]) for row in rows}
