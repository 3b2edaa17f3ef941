"""Table options: `ENGINE = InnoDB COMMENT = '…'`."""

from __future__ import annotations

from clinic_db.lint.ddl.reader import Reader
from clinic_db.lint.ddl.tokens import Shape, Token

# What may follow the options of a CREATE TABLE, or of an ALTER TABLE.
_BEHIND = ("PARTITION", "AS", "SELECT", "WITH", "TABLE", "VALUES", "IGNORE", "REPLACE", "REMOVE",
           "(", "")  # fmt: skip
# Parts of an ALTER TABLE that say nothing about what the table is.
_NO_OPTIONS = ("ALGORITHM", "LOCK", "FORCE", "ORDER", "ENABLE", "DISABLE", "DISCARD", "IMPORT",
               "WITH", "WITHOUT", "PARTITION", "REMOVE", "COALESCE", "REORGANIZE", "EXCHANGE",
               "ANALYZE", "CHECK", "OPTIMIZE", "REBUILD", "REPAIR", "TRUNCATE", "UPGRADE",
               "SECONDARY_LOAD", "SECONDARY_UNLOAD")  # fmt: skip


def table_options(reader: Reader) -> dict[str, Token]:
    """Read options by name: 'ENGINE', 'CHARSET', 'COLLATE', 'COMMENT', … → their value."""
    found: dict[str, Token] = {}
    while not reader.is_done:
        if reader.sees("PARTITION"):
            _skip_partitions(reader)
            continue
        if reader.sees_any(*_BEHIND):
            break
        reader.take("DEFAULT")
        name = reader.next().upper
        if name in ("CHARACTER", "CHAR") and reader.take("SET"):
            name = "CHARSET"
        elif name in ("DATA", "INDEX") and reader.take("DIRECTORY"):
            name += " DIRECTORY"
        reader.take("=")
        if reader.sees("("):
            reader.group()
        elif name != ",":
            found[name] = reader.next()
    return found


def _skip_partitions(reader: Reader) -> None:
    """PARTITION BY … up to the query that may follow it."""
    depth_free = ("AS", "SELECT", "WITH", "TABLE", "VALUES", "IGNORE", "REPLACE")
    reader.next()
    while not reader.is_done and not reader.sees_any(*depth_free):
        if reader.sees("("):
            reader.group()
        else:
            reader.next()


def is_option(token: Token) -> bool:
    """Whether a part of an ALTER TABLE that begins so, and with no verb, is a table option."""
    return token.shape is Shape.WORD and token.upper not in _NO_OPTIONS
