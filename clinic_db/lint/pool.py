"""Run style jobs, each in one of several processes; what was linted before comes from the cache."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clinic_db.lint import style
from clinic_db.lint.cache import Cache, code, key_of
from clinic_db.lint.style import Job, Outcome, Spot

# Starting a process and loading sqlfluff in it costs as much as linting so many characters.
WORTH_A_PROCESS = 12_000


class Running:
    """Jobs under way; `outcomes` waits for them."""

    def __init__(self, known: dict[int, Outcome], started: dict[int, Future[Outcome]]) -> None:
        self._known = known
        self._started = started

    def outcomes(self) -> list[Outcome]:
        """One for each job, in the order of the jobs."""
        done = self._known | {at: future.result() for at, future in self._started.items()}
        return [done[at] for at in sorted(done)]


@contextmanager
def run(jobs: Sequence[Job], cache: Cache, processes: int) -> Iterator[Running]:
    """Start the jobs; those left when the block ends are not begun any more.

    Args:
        processes: how many at once; 0 for one per processor.

    Raises:
        MissingExtraError: sqlfluff is not installed.
        UsageError: the settings make no sense to it.
    """
    keys = _keys(jobs)
    known = {at: found for at, key in enumerate(keys) if (found := _known(cache, key)) is not None}
    # The longest first: the last one to end is then a short one.
    order = sorted(set(range(len(jobs))) - known.keys(), key=lambda at: -len(jobs[at].text))
    size = sum(len(jobs[at].text) for at in order)
    count = min(processes or os.cpu_count() or 1, len(order), size // WORTH_A_PROCESS + 1)
    if count <= 1:
        for at in order:
            known[at] = _remembered(cache, keys[at], style.check(jobs[at]))
        yield Running(known, {})
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context) as executor:
        try:
            started = {at: executor.submit(style.check, jobs[at]) for at in order}
            yield Running(known, started)
            for at, future in started.items():
                _remembered(cache, keys[at], future.result())
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _keys(jobs: Sequence[Job]) -> list[str]:
    """What each outcome follows from: text, kind, settings and sqlfluff's version."""
    versions, read = style.versions() + code("style.py", "*.cfg"), {}
    keys = []
    for job in jobs:
        files = list(style.config_files(Path(job.path), Path(job.root)))
        read.update(
            {file: file.read_text("utf-8", "replace") for file in files if file not in read}
        )
        settings = [text for file in files for text in (str(file), read[file])]
        keys.append(key_of("style", versions, job.kind, str(job.fix), job.text, *settings))
    return keys


def _known(cache: Cache, key: str) -> Outcome | None:
    value: dict[str, Any] | None = cache.get(key)
    if value is None:
        return None
    return Outcome(tuple(Spot(*spot) for spot in value["spots"]), value["rendered"], value["fixed"])


def _remembered(cache: Cache, key: str, outcome: Outcome) -> Outcome:
    """Keep an outcome, unless sqlfluff failed: that may have been this machine's doing."""
    if not outcome.failure:
        value = {"spots": outcome.spots, "rendered": outcome.rendered, "fixed": outcome.fixed}
        cache.put(key, value)
    return outcome
