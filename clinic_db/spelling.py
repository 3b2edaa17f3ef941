"""One spelling for what MySQL writes in several ways, by version, session or age. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# The character set of a literal in a CHECK or an expression is that of the session which wrote it;
# for letters of ASCII it makes no difference.
_INTRODUCER = re.compile(
    r"(?<![\w`])_(?:utf8mb4|utf8mb3|utf8|latin1|ascii)(?=(?P<quote>\\?')[\x20-\x7e]*?(?P=quote))"
)
_EXPRESSIONS = ("expression", "default_value", "parts", "partitioned_by", "description")
# `utf8` was renamed to `utf8mb3` in 8.0.28 and will be another name for utf8mb4 one day.
_OLD_UTF8 = re.compile(r"\butf8(?=\b|_)")
_CHARACTER_SETS = ("character_set", "collation_name", "character_set_client",
                   "collation_connection", "database_collation")  # fmt: skip
# Widths of integers mean nothing but for TINYINT(1) and ZEROFILL; gone since 8.0.19.
_WIDTH = re.compile(r"\b(?!tinyint\(1\))((?:tiny|small|medium|big)?int|year)\(\d+\)(?!.*zerofill)")
_TYPES = ("type", "returns_type", "parameters")


def normal(attributes: Mapping[str, str]) -> dict[str, str]:
    """The attributes with every value in the one spelling."""
    return {name: _value(name, value) for name, value in attributes.items()}


def privileges(held: Mapping[str, Sequence[str]]) -> str:
    """Privileges as one text: 'INSERT (a, b), SELECT'.

    Args:
        held: privilege as the grant tables name it → columns, '' for the whole thing. The tables
            also name a privilege on columns for the table, in a set of its own that is not read.
    """
    words = []
    for privilege in sorted(held, key=str.upper):
        columns = sorted(filter(None, held[privilege]))
        name = "GRANT OPTION" if privilege == "Grant" else privilege.upper()
        if "" in held[privilege]:
            words.append(name)
        if columns:
            words.append(f"{name} ({', '.join(columns)})")
    return ", ".join(words)


def _value(name: str, value: str) -> str:
    if name in _EXPRESSIONS:
        return _INTRODUCER.sub("", value)
    if name in _CHARACTER_SETS:
        return _OLD_UTF8.sub("utf8mb3", value)
    if name in _TYPES:
        return _WIDTH.sub(r"\1", _OLD_UTF8.sub("utf8mb3", value))
    return value
