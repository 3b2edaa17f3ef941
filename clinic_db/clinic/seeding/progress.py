"""What the person who waits sees: a bar for each table, rows a second, time left."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from clinic_db.clinic.seeding.run import Audience, Outcome
from clinic_db.clinic.seeding.tables import TABLES
from clinic_db.report import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress


def is_wanted(quiet: bool) -> bool:
    """Whether somebody looks: a terminal, and neither CI nor --quiet."""
    return not quiet and not os.environ.get("CI") and sys.stderr.isatty()


@contextmanager
def audience(wanted: bool, note: Callable[[str], None]) -> Iterator[Audience]:
    """Bars on standard error while the block runs, or only the notes."""
    if not wanted:
        yield Audience(note=note)
        return
    with _bars() as progress:
        yield _watching(progress)


def summary(outcome: Outcome) -> str:
    """The table at the end."""
    rows = [(name, f"{outcome.counts[name]:,}") for name in TABLES if outcome.counts[name]]
    total = sum(outcome.counts.values())
    how = "LOAD DATA" if outcome.by_load else "multi-row INSERT"
    rate = total / max(outcome.seconds, 0.001)
    return (
        f"{table(('table', 'rows'), rows)}\n\n"
        f"{outcome.address}: {total:,} rows by {how} in {outcome.seconds:.1f} s, "
        f"{rate:,.0f} rows/s with {outcome.workers} worker(s)"
    )


def document(outcome: Outcome) -> dict[str, object]:
    """The same for a machine."""
    return {
        "database": outcome.address,
        "rows": dict(outcome.counts),
        "total": sum(outcome.counts.values()),
        "doctors": outcome.doctors,
        "method": "load" if outcome.by_load else "insert",
        "workers": outcome.workers,
        "seconds": round(outcome.seconds, 3),
    }


def _bars() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _watching(progress: Progress) -> Audience:
    tasks = {name: progress.add_task(name, total=None, rate="") for name in TABLES}

    def expects(counts: Mapping[str, int]) -> None:
        for name, count in counts.items():
            progress.update(tasks[name], total=count)

    def rows(counts: Mapping[str, int]) -> None:
        for name, count in counts.items():
            progress.update(tasks[name], advance=count)
            speed = progress.tasks[tasks[name]].speed
            progress.update(tasks[name], rate=f"{speed:,.0f} rows/s" if speed else "")

    return Audience(lambda text: progress.console.print(f"note: {text}"), expects, rows)
