"""What the person who waits sees: how far it is, and how it goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from clinic_db.clinic.stress.run import Audience, Wish
from clinic_db.clinic.stress.worker import Progress


@contextmanager
def audience(wanted: bool, wish: Wish) -> Iterator[Audience]:
    """A line on standard error while the block runs, or nothing."""
    if not wanted:
        yield Audience()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[far]}"),
        console=Console(stderr=True),
    ) as bar:
        task = bar.add_task("stress", total=wish.seconds, far="connecting")
        begun: list[float] = []

        def far(progress: Progress) -> None:
            begun.append(perf_counter())
            seconds = begun[-1] - begun[0]
            del begun[1:]
            share = progress.calls / wish.operations if wish.operations else 0
            bar.update(
                task,
                completed=max(seconds, share * wish.seconds),
                far=line(progress, seconds),
            )

        def asks() -> None:
            bar.update(task, description="checking the rules", completed=wish.seconds)

        yield Audience(far, asks)


def line(progress: Progress, seconds: float) -> str:
    """'1,234 operations, 617/s, 3 refused, 0 errors'."""
    rate = progress.calls / seconds if seconds else 0
    return (
        f"{progress.calls:,} operations, {rate:,.0f}/s, "
        f"{progress.refused:,} refused, {progress.errors:,} errors"
    )
