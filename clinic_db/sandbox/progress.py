"""How a download shows that it is alive: a bar on a terminal, a line of text elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from clinic_db.sandbox.apt import Progress


def say(text: str) -> None:
    """Print one line for the person, apart from the command's output."""
    print(f"clinic-db: {text}", file=sys.stderr, flush=True)


@contextmanager
def shown() -> Iterator[Progress]:
    """Give a function that shows progress on standard error, nothing until its first call."""
    with _bar() if sys.stderr.isatty() else lines() as report:
        yield report


@contextmanager
def lines() -> Iterator[Progress]:
    """Give a function that prints one line for each new thing that is done."""
    said: set[str] = set()

    def report(what: str, _fraction: float) -> None:
        if what not in said:
            said.add(what)
            say(f"{what} …")

    yield report


@contextmanager
def _bar() -> Iterator[Progress]:
    # Only a download pays for these imports.
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    bar = Bar(console=Console(stderr=True), transient=True)
    tasks: dict[str, TaskID] = {}

    def report(what: str, fraction: float) -> None:
        if what not in tasks:
            bar.start()
            tasks[what] = bar.add_task(what, total=1.0)
        bar.update(tasks[what], completed=fraction)

    try:
        yield report
    finally:
        bar.stop()
