"""Rows to the server: LOAD DATA LOCAL from memory, or multi-row INSERTs where it takes none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clinic_db import queries
from clinic_db.clinic.seeding import book
from clinic_db.clinic.seeding.tables import COLUMNS
from clinic_db.clinic.seeding.world import Rows
from clinic_db.database import Connection, identifier
from clinic_db.errors import StatementError

# Bytes of one packet, and rows of one INSERT: far below what a server takes.
PACKET = 1 << 18
BATCH = 500


def pass_guards(connection: Connection, token: int) -> None:
    """Let this session through the guards."""
    connection.execute(queries.get("seeding/show_token"), (token,))


def store(
    connection: Connection, run: int, part: int, chunk: Sequence[Rows], *, by_load: bool
) -> None:
    """Write one chunk and its keys in one transaction.

    Raises:
        StatementError: the server left rows out, or changed them; nothing of the chunk is kept.
        ServerError: it refused; nothing of the chunk is kept.
    """
    with connection.transaction():
        for rows in chunk:
            (_load if by_load else _insert)(connection, rows)
        book.chunk_done(connection, run, part, chunk)


def values(text: str) -> str:
    """Rows between tabs and line ends as rows of VALUES; only NULL has a backslash in it."""
    quoted = text[:-1].replace("'", "''").replace("\t", "','").replace("\n", "'),('")
    return f"('{quoted}')".replace(r"'\N'", "NULL")


def _load(connection: Connection, rows: Rows) -> None:
    sent = memoryview(rows.text)
    parts = (bytes(sent[at : at + PACKET]) for at in range(0, len(sent), PACKET))
    stored, warnings = connection.load(_composed("load_rows", rows.table), parts)
    if stored != rows.count or warnings:
        found = connection.rows(queries.get("seeding/warnings"))
        raise StatementError(
            f"{rows.count - stored} of {rows.count} rows were left out of {rows.table}",
            where=connection.target.address,
            detail=tuple(str(row["Message"]) for row in found),
        )


def _insert(connection: Connection, rows: Rows) -> None:
    sql = _composed("insert_rows", rows.table)
    for batch in _batches(rows.text.decode()):
        connection.execute(sql.replace("{rows}", values(batch)))


def _batches(text: str) -> Iterator[str]:
    lines = text.splitlines(keepends=True)
    return ("".join(lines[at : at + BATCH]) for at in range(0, len(lines), BATCH))


def _composed(query: str, table: str) -> str:
    columns = ", ".join(identifier(name) for name in COLUMNS[table])
    sql = queries.get(f"seeding/{query}").replace("{table}", identifier(table))
    return sql.replace("{columns}", columns)
