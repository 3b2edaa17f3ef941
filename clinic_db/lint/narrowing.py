"""Does a column's new type hold every value of the old one? Pure."""

from __future__ import annotations

from clinic_db.lint.ddl.model import Column

_INT_BITS = {"TINYINT": 8, "SMALLINT": 16, "MEDIUMINT": 24, "INT": 32, "BIGINT": 64}
# Whole numbers up to so many bits are exact in them.
_EXACT_BITS = {"FLOAT": 24, "DOUBLE": 53}
_BYTES = {
    "TINYTEXT": 2**8 - 1, "TEXT": 2**16 - 1, "MEDIUMTEXT": 2**24 - 1, "LONGTEXT": 2**32 - 1,
    "TINYBLOB": 2**8 - 1, "BLOB": 2**16 - 1, "MEDIUMBLOB": 2**24 - 1, "LONGBLOB": 2**32 - 1,
}  # fmt: skip
_TEXTS = ("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT")
_BINARIES = ("BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB")
_LISTS = ("ENUM", "SET")
_FRACTIONS = ("TIME", "DATETIME", "TIMESTAMP")
# Old type → the types that hold all of its values, whatever their arguments.
_WIDER = {
    "DATE": ("DATETIME",),
    "TIMESTAMP": ("DATETIME",),
    "FLOAT": ("DOUBLE",),
    "JSON": ("LONGTEXT", "MEDIUMTEXT"),
    "YEAR": ("SMALLINT", "MEDIUMINT", "INT", "BIGINT"),
}
_LONGEST_CHARACTER = 4


def loss(old: Column, new: Column) -> str:
    """What the new type cannot hold, '' where it holds all that the old one could."""
    if old.is_generated or new.is_generated:
        return ""
    if old.type in _LISTS and new.type == old.type:
        gone = [value for value in old.arguments if value not in new.arguments]
        return f"{old.type} value{'s' * (len(gone) > 1)} {', '.join(gone)} removed" if gone else ""
    reason = _loss(old, new)
    if reason is None:
        return ""
    return f"{worded(old)} becomes {worded(new)}" + (f": {reason}" if reason else "")


def worded(column: Column) -> str:
    """A type as a person writes it: `VARCHAR(50)`, `INT UNSIGNED`."""
    arguments = "" if column.type in _LISTS else ", ".join(column.arguments)
    text = f"{column.type}({arguments})" if arguments else column.type
    return f"{text} UNSIGNED" if column.is_unsigned else text


def _loss(old: Column, new: Column) -> str | None:
    """Why values are lost, '' where the types say it all, None where none is."""
    if old.type in _INT_BITS:
        return _from_integer(old, new)
    if old.type == "DECIMAL" and new.type == "DECIMAL":
        return _from_decimal(old, new)
    if old.type in _TEXTS and new.type in _TEXTS:
        return _shorter(old, new, _LONGEST_CHARACTER)
    if old.type in _BINARIES and new.type in _BINARIES:
        return _shorter(old, new, 1)
    if old.type in _LISTS and new.type in _TEXTS:
        longest = max((len(value) for value in old.arguments), default=0)
        total = len(",".join(old.arguments)) if old.type == "SET" else longest
        return None if _length(new) >= total else ""
    if old.type in _FRACTIONS and new.type in (old.type, *_WIDER.get(old.type, ())):
        return None if _number(new, 0, 0) >= _number(old, 0, 0) else "fractions of a second go"
    if old.type == "BIT" and new.type == "BIT":
        return None if _number(new, 0, 1) >= _number(old, 0, 1) else ""
    if new.type == old.type or new.type in _WIDER.get(old.type, ()):
        return None
    return _why(old.type, new.type)


def _why(old: str, new: str) -> str:
    return {
        ("DATETIME", "TIMESTAMP"): "it ends in 2038",
        ("DATETIME", "DATE"): "the time of day goes",
        ("DATETIME", "TIME"): "the day goes",
    }.get((old, new), "")


def _from_integer(old: Column, new: Column) -> str | None:
    low, high = _range(old)
    if new.type in _INT_BITS:
        other_low, other_high = _range(new)
        if other_low <= low and high <= other_high:
            return None
        return "negative numbers go" if new.is_unsigned and not old.is_unsigned else ""
    if new.type == "DECIMAL":
        digits = _number(new, 0, 10) - _number(new, 1, 0)
        fits = digits >= len(str(max(high, -low))) and not (new.is_unsigned and low < 0)
        return None if fits else ""
    bits = _INT_BITS[old.type]
    if new.type in _EXACT_BITS:
        return None if bits <= _EXACT_BITS[new.type] else "large numbers are rounded"
    if new.type in _TEXTS:
        return None if _length(new) >= len(str(low)) else ""
    return ""


def _range(column: Column) -> tuple[int, int]:
    bits = _INT_BITS[column.type]
    if column.is_unsigned:
        return 0, 2**bits - 1
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


def _from_decimal(old: Column, new: Column) -> str | None:
    old_digits, old_scale = _number(old, 0, 10), _number(old, 1, 0)
    digits, scale = _number(new, 0, 10), _number(new, 1, 0)
    if scale < old_scale:
        return "decimals are rounded off"
    if digits - scale < old_digits - old_scale:
        return ""
    return "negative numbers go" if new.is_unsigned and not old.is_unsigned else None


def _shorter(old: Column, new: Column, width: int) -> str | None:
    """Whether the longest value of the old type fits into the new one; in bytes, or in characters.

    A length in characters fits a type whose limit is in bytes if the longest characters do.
    """
    if old.type in _BYTES:
        return None if _BYTES.get(new.type, 0) >= _BYTES[old.type] else ""
    needed = _length(old) * (width if new.type in _BYTES else 1)
    return None if _length(new) >= needed else ""


def _length(column: Column) -> int:
    return _BYTES.get(column.type) or _number(column, 0, 1)


def _number(column: Column, at: int, default: int) -> int:
    found = column.arguments[at] if at < len(column.arguments) else ""
    return int(found) if found.isdigit() else default
