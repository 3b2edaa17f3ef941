"""Where the rules write what becomes of each row; turned into a `Plan` in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from clinic_db.clinic.adopt.defects import CHANGED
from clinic_db.clinic.adopt.model import Entry, Finding, Options, Plan, Values
from clinic_db.clinic.adopt.reading import Rows
from clinic_db.clinic.adopt.row import Row
from clinic_db.clinic.adopt.shape import QUARANTINE, SOURCES


class Book:
    """The new rows by table and key, and everything that was found on the way."""

    def __init__(self, rows: Rows, options: Options) -> None:
        self.options = options
        self.now: datetime = rows.now
        self.today: date = (rows.now + options.offset).date()
        self.kept: dict[str, dict[int, Values]] = {}
        self.payments: list[Values] = []
        self.notes: list[str] = []
        self._rows = rows
        self._entries: list[Entry] = []
        self._findings: list[Finding] = []
        self._homeless: Counter[tuple[str, str]] = Counter()
        self._originals: set[tuple[str, int, str]] = set()

    def source(self, table: str) -> Iterator[Row]:
        """The old rows of a table, in order of their keys."""
        key_name = next(source.key for source in SOURCES if source.name == table)
        self.kept.setdefault(table, {})
        for old in self._rows.tables[table]:
            yield Row(table, key_name, old)

    def settle(self, row: Row, values: Values | None) -> None:
        """A row is decided: its new values, or None where it moves to the quarantine."""
        if values is not None and not row.is_moved:
            self.kept[row.table][row.key] = values
        for field in row.homeless():
            self._homeless[row.table, field] += 1
        self._entries += row.entries()
        self._findings += row.findings

    def keep_original(self, row: Row, defect: str) -> None:
        """A row that changes because of another one's defect."""
        if (row.table, row.key, defect) not in self._originals:
            self._originals.add((row.table, row.key, defect))
            self._entries.append(Entry(row.table, row.key, defect, CHANGED, row.original))

    def weight(self, table: str, field: str, key: int) -> str | None:
        """The value as the new collation compares it, None for NULL."""
        return self._rows.weights[table, field].get(key)

    def created_at(self, row: Row) -> datetime:
        """The old instant of insertion, now where there is none."""
        at = row.get("created_at")
        if isinstance(at, date) and not isinstance(at, datetime):
            at = datetime(at.year, at.month, at.day)
        if at is not None and not isinstance(at, datetime):
            row.keep("created_at")
            at = None
        return at or self.now

    def next_key(self, table: str) -> int:
        """The first key that neither an old nor a new row has."""
        old = [row.key for row in self._rows.tables[table]]
        return max([0, *old, *self.kept[table]]) + 1

    def plan(self) -> Plan:
        """What is to be written, in the order in which foreign keys allow it."""
        rows = {
            source.name: [values for _, values in sorted(self.kept[source.name].items())]
            for source in SOURCES
        }
        order = {source.name: at for at, source in enumerate(SOURCES)}

        def place(item: Entry | Finding) -> tuple[int, int]:
            return order[item.table], item.key

        return Plan(
            rows={**rows, "payments": self.payments},
            entries=sorted(self._entries, key=place),
            findings=sorted(self._findings, key=place),
            notes=[
                *self.notes,
                *(
                    f"{table}: {number} rows have a {field} that has no place in the new schema; "
                    f"their originals go to {QUARANTINE}"
                    for (table, field), number in self._homeless.items()
                ),
            ],
            sources={name: len(found) for name, found in self._rows.tables.items()},
        )
