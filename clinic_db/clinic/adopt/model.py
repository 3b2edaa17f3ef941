"""What an adoption is told, finds and plans: frozen records. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from clinic_db.errors import UsageError

Values = dict[str, Any]

# What clinic_settings takes as an offset.
OFFSET = re.compile(r"(?:\+(?:0\d|1[0-3])|-(?:0\d|1[0-2])):(?:00|15|30|45)|\+14:00")


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for.

    Attributes:
        fix: repair or move what breaks a rule, instead of only reporting it.
        keep_old: keep the renamed tables.
        utc_offset: the clinic's wall clock, '+07:00'; becomes the setting of that name.
        duration: minutes that an appointment takes where the forerunner does not say.
    """

    fix: bool = False
    keep_old: bool = False
    utc_offset: str = "+07:00"
    duration: int = 30

    @property
    def offset(self) -> timedelta:
        """Wall clock less UTC.

        Raises:
            UsageError: not an offset.
        """
        if not OFFSET.fullmatch(self.utc_offset):
            raise UsageError(
                f"{self.utc_offset!r} is not a UTC offset",
                where="--utc-offset",
                hint="write it as +07:00",
            )
        hours, minutes = self.utc_offset[1:].split(":")
        size = timedelta(hours=int(hours), minutes=int(minutes))
        return -size if self.utc_offset.startswith("-") else size


@dataclass(frozen=True, slots=True)
class Defect:
    """One way to break a rule of the new schema.

    Attributes:
        rule: what the new schema demands.
        action: 'Changed' (the row stays under its key) or 'Moved' (to the quarantine).
        repair: what `--fix` does.
    """

    rule: str
    action: str
    repair: str


@dataclass(frozen=True, slots=True)
class Old:
    """A row of the forerunner.

    Attributes:
        raw: as it is stored, for the quarantine.
        fields: the same under the names that the rules know; dates on the clinic's wall clock,
            `created_at` in UTC.
    """

    key: int
    raw: Values
    fields: Values


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that breaks a rule: table and key as in the forerunner, a name in `defects.DEFECTS`."""

    table: str
    key: int
    defect: str
    detail: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row for the quarantine: the original of a row that was changed, moved or does not fit.

    Attributes:
        action: 'Changed', 'Moved', or 'Kept' for values that have no place in the new schema.
    """

    table: str
    key: int
    defect: str
    action: str
    raw: Values


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is to be written, and what it was decided from.

    Attributes:
        rows: new table → rows in order of their keys.
        entries: the quarantine, in the order of tables and keys.
        notes: what a person should know beside the findings.
        sources: old table → how many rows it holds.
    """

    rows: Mapping[str, Sequence[Values]]
    entries: Sequence[Entry]
    findings: Sequence[Finding]
    notes: Sequence[str]
    sources: Mapping[str, int]

    def moved(self, table: str) -> int:
        """How many rows of an old table go to the quarantine instead of the new table."""
        return len({e.key for e in self.entries if e.table == table and e.action == "Moved"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of `adopt` ended with.

    Attributes:
        state: 'clean', 'findings', 'unfinished' (only looked at), 'adopted', 'already adopted'.
        tables: old table → rows before, in the new table, moved to the quarantine.
        notes: what a person should know.
    """

    state: str
    address: str
    findings: Sequence[Finding] = ()
    notes: Sequence[str] = ()
    tables: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
