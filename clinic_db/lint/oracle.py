"""Ask a server which way it would change a table, by having it change one that is empty.

A way that cannot be had is refused before anything changes, so the ways are tried from the cheapest
on and the first that is not refused is the one that the server takes. The connection must be to a
database of a sandbox in which the table stands as it will be found: the statement is carried out.
"""

from __future__ import annotations

from dataclasses import dataclass

from clinic_db import queries
from clinic_db.database import Connection, identifier
from clinic_db.errors import ServerError
from clinic_db.lint.alters import Order, order_of

# From the cheapest on.
WAYS = (
    ("INSTANT", "NONE"),
    ("INPLACE", "NONE"),
    ("INPLACE", "SHARED"),
    ("INPLACE", "EXCLUSIVE"),
    ("COPY", "SHARED"),
    ("COPY", "EXCLUSIVE"),
)
# What a server that was not told the way, or takes no such word here, may do.
UNKNOWN = ("COPY", "EXCLUSIVE")
_SYNTAX = 1064
_AGEING = "clinic_db_ageing"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server does with a statement that changes a table.

    Attributes:
        table: the table's name before the statement.
        algorithm: 'INSTANT', 'INPLACE' or 'COPY'.
        lock: 'NONE', 'SHARED' or 'EXCLUSIVE'.
        rebuilds: the table (of a statement on partitions: those partitions) is written anew.
        why: the server's words on why no cheaper way can be had, '' where it had none.
    """

    table: str
    algorithm: str
    lock: str
    rebuilds: bool
    why: str

    @property
    def writes(self) -> bool:
        """Whether other sessions can write to the table meanwhile."""
        return self.lock == "NONE"

    @property
    def is_blocking(self) -> bool:
        """Whether a full table would feel it: writers wait, or everything is written anew."""
        return self.rebuilds or not self.writes


def ask(connection: Connection, sql: str) -> Answer | None:
    """Carry out a statement on an empty table and tell the way the server took.

    Returns:
        None for a statement that takes neither ALGORITHM nor LOCK; it is not carried out.

    Raises:
        ServerError: the server refuses the statement itself.
    """
    order = order_of(sql)
    if order is None:
        return None
    before = table_ids(connection)
    algorithm, lock, why = _first_way(connection, order, sql)
    return Answer(order.table, algorithm, lock, bool(before - table_ids(connection)), why)


def age(connection: Connection, table: str, versions: int) -> None:
    """Bring an empty table to so many row versions, for what the server refuses at the limit.

    A column that is added or dropped instantly costs one, and the server takes only so many before
    it rebuilds the table. One version alone cannot be made up without leaving a column behind.
    """
    had = int(connection.value(queries.get("lint/row_versions"), (table,)) or 0)
    left = versions - had
    if left < 2:
        return
    first, second = f"{_AGEING}_1", f"{_AGEING}_2"
    if left % 2:
        _aged(connection, "lint/age_first", table, new=first)
        _aged(connection, "lint/age_next", table, old=first, new=second)
        _aged(connection, "lint/age_last", table, old=second)
    for _ in range((left - left % 2 * 3) // 2):
        _aged(connection, "lint/age_first", table, new=first)
        _aged(connection, "lint/age_last", table, old=first)


def _aged(connection: Connection, query: str, table: str, *, old: str = "", new: str = "") -> None:
    sql = queries.get(query).replace("{table}", identifier(table))
    connection.execute(sql.replace("{old}", identifier(old)).replace("{new}", identifier(new)))


def _first_way(connection: Connection, order: Order, sql: str) -> tuple[str, str, str]:
    why = ""
    for algorithm, lock in WAYS:
        if not order.allows(algorithm, lock):
            continue
        try:
            connection.execute(order.worded(algorithm, lock))
        except ServerError as error:
            if error.errno == _SYNTAX:
                break
            why = why or _reason(error.text)
        else:
            return algorithm, lock, why
    connection.execute(sql)
    return *UNKNOWN, why


def _reason(text: str) -> str:
    """`ALGORITHM=INSTANT is not supported. Reason: … Try …` → the reason."""
    reason = text.partition("Reason: ")[2].partition(". Try")[0]
    return reason.strip().removesuffix(".")


def table_ids(connection: Connection) -> frozenset[int]:
    """The tables and partitions of the connected database as InnoDB knows them."""
    return frozenset(int(row["id"]) for row in connection.rows(queries.get("lint/table_ids")))
