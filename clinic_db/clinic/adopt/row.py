"""One old row on its way: takes its values out, and keeps account of what has no place."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from clinic_db.clinic.adopt.defects import DEFECTS, KEPT, MOVED, NO_PLACE
from clinic_db.clinic.adopt.model import Entry, Finding, Old, Values

UNKNOWN = "(unknown)"
SECRETS = ("password_hash", "password")
CENT = Decimal("0.01")
# Bytes of a TEXT column.
LONGEST_TEXT = 65535


class Row:
    """Collects the findings of one row; what nobody takes out is kept in the quarantine.

    Attributes:
        is_moved: one of the findings takes the row out of the new schema.
    """

    def __init__(self, table: str, key_name: str, old: Old) -> None:
        self.table = table
        self.old = old
        self.findings: list[Finding] = []
        self.is_moved = False
        self._taken = {key_name}

    @property
    def key(self) -> int:
        return self.old.key

    def find(self, defect: str, detail: str) -> None:
        """The row breaks a rule."""
        self.findings.append(Finding(self.table, self.key, defect, detail))
        self.is_moved |= DEFECTS[defect].action == MOVED

    def get(self, field: str) -> Any:
        """The value; None for '' and for a field that the forerunner does not have."""
        self._taken.add(field)
        value = self.old.fields.get(field)
        return None if value == "" else value

    def text(self, field: str, longest: int, default: str | None = None) -> str | None:
        """A text of at most `longest` characters; `default` makes it a required one."""
        found = self.get(field)
        value: str | None = None if found is None else str(found)
        if default is not None and (value is None or not value.strip()):
            self.find("empty_required", f"{field} is empty")
            return default
        if value is not None and len(value) > longest:
            self.find("too_long", f"{field} has {len(value)} characters, {longest} fit")
            return value[:longest]
        return value

    def prose(self, field: str) -> str | None:
        """A text of any length that a TEXT column holds."""
        value: str | None = self.get(field)
        if value is not None and len(value.encode()) > LONGEST_TEXT:
            self.find("too_long", f"{field} has {len(value)} characters")
            # Wherever it is cut, four bytes a character fit.
            return value[: LONGEST_TEXT // 4]
        return value

    def day(self, field: str) -> date | None:
        """A date, None for a zero date; a time of day, or what is no date, has no place here."""
        value = self.get(field)
        if isinstance(value, datetime):
            if value.time() != time.min:
                self.keep(field)
            return value.date()
        if value is not None and not isinstance(value, date):
            self.keep(field)
            return None
        return value

    def money(self, field: str) -> Decimal | None:
        """An amount to the cent; one that is finer is rounded and its original kept."""
        value = self.get(field)
        if value is None:
            return None
        try:
            exact = Decimal(str(value))
        except InvalidOperation:
            return None
        rounded = exact.quantize(CENT)
        if rounded != exact:
            self.keep(field)
        return rounded

    def keep(self, field: str) -> None:
        """The value has no place of its own, wholly or in part."""
        self._taken.discard(field)

    @property
    def original(self) -> Values:
        """The row as it is stored, without its password: that must not be kept anywhere."""
        return {n: "(not kept)" if n in SECRETS else v for n, v in self.old.raw.items()}

    def entries(self) -> list[Entry]:
        """What the quarantine gets: the whole row, once per kind of defect."""
        raw = self.original
        found = [
            Entry(self.table, self.key, defect, DEFECTS[defect].action, raw)
            for defect in dict.fromkeys(f.defect for f in self.findings)
        ]
        if self.homeless():
            found.append(Entry(self.table, self.key, NO_PLACE, KEPT, raw))
        return found

    def homeless(self) -> list[str]:
        """The fields whose values have no place in the new schema, of a row that is adopted."""
        return [
            field
            for field, value in self.old.fields.items()
            if value not in (None, "") and field not in self._taken and not self.is_moved
        ]
