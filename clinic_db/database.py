"""The only module that knows the driver: connect, run statements, translate its errors."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pymysql
import pymysql.cursors

from clinic_db import greeting, queries, tls
from clinic_db.errors import ConnectError, keeping
from clinic_db.pins import CHARSET, COLLATION, opening
from clinic_db.refusals import raise_told, refused, translate
from clinic_db.target import Target

Args = Sequence[Any] | Mapping[str, Any] | None

# The driver's own number for "TLS was asked for, the server has none".
TLS_NOT_OFFERED = 2026
# The protocol's command that turns several statements in one message on (0) and off (1).
SET_OPTION = 0x1B


class Connection:
    """A session on the server; autocommit unless inside `transaction()`.

    Attributes:
        statements: how many statements were sent since connecting.
        stop_requested: True once a signal asked this session's work to end.
        lock_wait_timeout: seconds that a statement may wait for a metadata lock.
    """

    def __init__(self, raw: Any, aim: Target, lock_wait_timeout: int) -> None:
        self._raw = raw
        self.target = aim
        self.lock_wait_timeout = max(1, lock_wait_timeout)
        self.statements = 0
        self.stop_requested = False

    def __repr__(self) -> str:
        return f"<Connection {self.target.address}>"

    @property
    def id(self) -> int:
        """The server's connection id, as in SHOW PROCESSLIST."""
        return int(self._raw.thread_id())

    @property
    def is_open(self) -> bool:
        """False once closed, here or by the server."""
        return bool(self._raw.open)

    @property
    def version(self) -> str:
        """The server's version as it greeted, such as '9.7.4'."""
        return str(self._raw.get_server_info())

    def execute(self, sql: str, args: Args = None) -> int:
        """Run one statement, read all of its results, return the number of rows affected.

        Args:
            sql: the statement; `%s` placeholders only where `args` is given.

        Raises:
            ServerError: what the server answered.
        """
        characters = self._in_any_characters() if args is None else nullcontext()
        with characters, self._cursor(sql, args) as cursor:
            affected = int(cursor.rowcount)
            if args is None:
                raise_told(cursor, self.target.address)
            # A CALL answers with several results; all must be read before the next statement.
            while cursor.nextset():
                affected = max(affected, int(cursor.rowcount))
            return affected

    def load(self, sql: str, parts: Iterable[bytes]) -> tuple[int, int]:
        """Run a LOAD DATA LOCAL whose file is `parts`, sent as they come.

        With LOCAL the server makes warnings of rows that it leaves out, so the caller compares.

        Args:
            parts: of less than 16 MB each; nothing is read from this machine's files.

        Returns:
            The number of rows that are in the table now, and the number of warnings.

        Raises:
            ServerError: what the server answered.
        """
        self._raw.parts = parts
        with self._cursor(sql, None) as cursor:
            return int(cursor.rowcount), int(cursor.warning_count)

    def rows(self, sql: str, args: Args = None) -> list[dict[str, Any]]:
        """The statement's (first) result as dictionaries."""
        with self._cursor(sql, args) as cursor:
            found = list(cursor.fetchall())
            while cursor.nextset():
                cursor.fetchall()
            return found

    def one(self, sql: str, args: Args = None) -> dict[str, Any] | None:
        """The first row, None where there is none."""
        found = self.rows(sql, args)
        return found[0] if found else None

    def value(self, sql: str, args: Args = None) -> Any:
        """The first column of the first row, None where there is none."""
        row = self.one(sql, args)
        return next(iter(row.values())) if row else None

    def execute_together(self, statements: Sequence[str]) -> None:
        """Run statements back to back, sent in one message: nothing comes in between.

        Each of them must be known to be a single one.

        Raises:
            ServerError: what the server answered to the first that failed; the rest was not run.
        """
        self._take_several(True)
        try:
            self.statements += len(statements) - 1
            self.execute(";\n".join(statements))
        finally:
            if self.is_open:
                self._take_several(False)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """START TRANSACTION; COMMIT at the end, ROLLBACK on any error."""
        self.execute("START TRANSACTION")
        try:
            yield self
        except BaseException as error:
            if self.is_open:
                with keeping(error):
                    self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def set_session(self, variables: Mapping[str, Any]) -> None:
        """SET SESSION each of `variables`, in one statement."""
        names = ", ".join(f"SESSION {identifier(name)} = %s" for name in variables)
        self.execute(f"SET {names}", tuple(variables.values()))

    def kill_query(self, connection_id: int) -> None:
        """End the statement that another session runs."""
        self.execute(queries.get("kill_query"), (connection_id,))

    def close(self) -> None:
        """End the session; closing twice is fine."""
        if self.is_open:
            self._raw.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take_several(self, on: bool) -> None:
        # Off but for a moment: a file's statement must never turn out to be two.
        try:
            self._raw._execute_command(SET_OPTION, struct.pack("<H", 0 if on else 1))
            self._raw._read_packet()
        except pymysql.MySQLError as error:
            raise translate(error, self.target.address) from error

    @contextmanager
    def _in_any_characters(self) -> Iterator[None]:
        """Inside, answers are read as latin-1, which takes any byte: a file may SET others."""
        usual = self._raw.encoding
        self._raw.encoding = "latin-1"
        try:
            yield
        finally:
            self._raw.encoding = usual

    @contextmanager
    def _cursor(self, sql: str, args: Args) -> Iterator[Any]:
        self.statements += 1
        try:
            with self._raw.cursor() as cursor:
                cursor.execute(sql.encode() if args is None else sql, args)
                yield cursor
        except pymysql.MySQLError as error:
            raise translate(error, self.target.address) from error


def connect(
    aim: Target, *, lock_wait_timeout: int = 10, pins: bool = True, loads: bool = False
) -> Connection:
    """Open a session.

    Args:
        aim: where to; its TLS mode is honoured.
        lock_wait_timeout: seconds that a statement may wait for a metadata lock.
        pins: False leaves the session as the server makes it.
        loads: the session can `load`.

    Raises:
        ConnectError: no server, not a MySQL server, no access, no such database, no TLS.
    """
    for path in filter(None, (aim.ssl_ca, aim.ssl_cert, aim.ssl_key)):
        if not Path(path).is_file():
            raise ConnectError("no such file", where=path, hint="check the ssl_… options")
    mode = "required" if aim.tls == "preferred" else aim.tls
    try:
        try:
            raw = _session(aim, mode, loads)
        except pymysql.OperationalError as error:
            if aim.tls != "preferred" or error.args[0] != TLS_NOT_OFFERED:
                raise
            raw = _session(aim, "disabled", loads)
    except (pymysql.MySQLError, OSError) as error:
        raise refused(aim, error) from error
    connection = Connection(raw, aim, lock_wait_timeout)
    if pins:
        _, variables = opening(connection.lock_wait_timeout)
        connection.execute(variables)
        connection.statements = 0
    return connection


def program_name() -> str:
    """What a session says of its client: this program, and the machine it runs on."""
    return f"clinic-db on {socket.gethostname()}"


def identifier(name: str) -> str:
    """`name` quoted as a MySQL identifier."""
    return "`" + name.replace("`", "``") + "`"


def literal(value: str) -> str:
    """`value` quoted as a MySQL string, for the statements that take no placeholder."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _session(aim: Target, mode: str, loads: bool) -> Any:
    raw = (_Loading if loads else pymysql.Connection)(
        host=aim.host,
        port=aim.port,
        user=aim.user,
        password=aim.password,
        database=aim.database or None,
        unix_socket=aim.unix_socket or None,
        charset=CHARSET,
        collation=COLLATION,
        autocommit=None,
        connect_timeout=aim.connect_timeout,
        cursorclass=pymysql.cursors.DictCursor,
        defer_connect=True,
        local_infile=loads,
        program_name=program_name(),
        ssl=None if mode == "disabled" else tls.context(aim, mode),
        ssl_disabled=mode == "disabled",
    )
    raw.connect(None if aim.unix_socket else greeting.greeted_socket(aim))
    return raw


class _Loading(pymysql.connections.Connection):
    """The driver's session, which sends `parts` where the server asks for a file.

    Which file it names is not looked at: a server can ask for any file of this machine.
    """

    parts: Iterable[bytes] = ()

    def _read_query_result(self, unbuffered: bool = False) -> Any:  # noqa: ARG002 - the driver's
        self._result: Any = None
        result = _Loaded(self)
        result.read()
        self._result = result
        if result.server_status is not None:
            self.server_status: Any = result.server_status
        return result.affected_rows


class _Loaded(pymysql.connections.MySQLResult):
    """The answer to one statement of such a session."""

    def _read_load_local_packet(self, first_packet: Any) -> None:  # noqa: ARG002 - the driver's
        session: Any = self.connection
        parts, session.parts = session.parts, ()
        for part in parts:
            session.write_packet(part)
        # An empty packet ends the file.
        session.write_packet(b"")
        answer: Any = session._read_packet()
        self._read_ok_packet(answer)  # type: ignore[attr-defined]  # the stubs leave it out
