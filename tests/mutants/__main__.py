"""`make mutants`: break each rule of the database, one at a time, and see whether a test fails."""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from mutants import report, store, worker
from mutants.model import Mutant, Outcome, Reach

ROOT = Path(__file__).parents[2]
# Building a schema with the mutant and two tests, measured; corrected by what the run measures.
SECONDS_EACH = 2.5
# Where more than this share of the tests fail by themselves, mutants would tell nothing.
MOST_FAILING = 0.05


def main() -> int:
    """Run what is asked for; 1 where the score is below the goal and a survivor unexplained."""
    asked = _arguments()
    home = store.folder(ROOT)
    kept = store.Store(home, *store.digests(ROOT))
    if asked.fresh:
        kept.forget()
    with Workers(home) as workers:
        first = workers.start()
        mutants: list[Mutant] = first.ask("generate")
        known = kept.known({mutant.id: mutant for mutant in mutants})
        chosen = _chosen(mutants, asked)
        wanted = deque(mutant for mutant in chosen if mutant.id not in known)
        print(f"{len(mutants)} mutants, {len(chosen)} asked for, {len(wanted)} to run", flush=True)
        if asked.list:
            print(*(f"{m.id}\t{_verdict(known.get(m.id))}" for m in chosen), sep="\n")
            return 0
        if wanted:
            survey = _survey(first, kept)
            run = Run(wanted, survey, known, kept)
            run.tell_estimate(asked.workers)
            workers.all_do(run.work, min(asked.workers, len(wanted)))
    print("\n".join(report.lines(chosen, known, mutants)))
    return 0 if report.is_good(chosen, known) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--only", action="append", metavar="PATTERN", help="a part of an id")
    parser.add_argument("--kind", action="append", metavar="KIND", help="a kind, as reported")
    parser.add_argument("--sample", type=int, metavar="N", help="so many, by chance")
    parser.add_argument("--seed", type=int, default=0, help="which chance (default 0)")
    parser.add_argument("--workers", type=int, choices=(1, 2), default=2, help="at once (2)")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    parser.add_argument("--list", action="store_true", help="list the mutants, run none")
    return parser.parse_args()


def _chosen(mutants: list[Mutant], asked: argparse.Namespace) -> list[Mutant]:
    some = [
        mutant
        for mutant in mutants
        if (not asked.only or any(mutant.matches(pattern) for pattern in asked.only))
        and (not asked.kind or mutant.kind in asked.kind)
    ]
    if asked.sample is not None and asked.sample < len(some):
        picked = random.Random(asked.seed).sample(range(len(some)), asked.sample)
        some = [some[index] for index in sorted(picked)]
    return some


def _survey(first: Worker, kept: store.Store) -> Mapping[str, Reach]:
    known = kept.survey()
    print("running the tests that are new here once, to see what they touch", flush=True)
    survey: dict[str, Reach] = first.ask("survey", known)
    kept.keep_survey(survey)
    seconds = sum(reach.seconds for reach in survey.values())
    print(f"{len(survey)} tests take {seconds:.0f} s", flush=True)
    failing = [name for name, reach in survey.items() if not reach.passed]
    if len(failing) > MOST_FAILING * len(survey):
        raise SystemExit(f"{len(failing)} tests fail without any mutant: {failing[0]}, …")
    for name in failing:
        print(f"  fails without any mutant, so it is left out: {name}", flush=True)
    return survey


def candidates(mutant: Mutant, survey: Mapping[str, Reach]) -> list[str]:
    """The tests that can see it, those of the object itself first, the quick before the slow.

    Those that touch its target when nothing is broken; in the end those about all objects, which
    may ask the server for their number.
    """

    def order(name: str) -> tuple[int, float] | None:
        file = name.partition("::")[0].rpartition("/")[2]
        if not survey[name].passed:
            return None
        if file == f"test_{mutant.target}.py" or name.endswith(f"[{mutant.target}]"):
            return 0, survey[name].seconds
        if mutant.target in survey[name].touched:
            return 1, survey[name].seconds
        return (2, survey[name].seconds) if file.startswith("test_every_") else None

    ranked = [(place, name) for name in survey if (place := order(name)) is not None]
    return [name for _, name in sorted(ranked)]


def _verdict(outcome: Outcome | None) -> str:
    if outcome is None:
        return "not run"
    return f"killed by {outcome.killer}" if outcome.killer else "SURVIVED"


@dataclass
class Run:
    """The mutants still to be tried; each worker takes the next one."""

    wanted: deque[Mutant]
    survey: Mapping[str, Reach]
    known: dict[str, Outcome]
    kept: store.Store
    lock: threading.Lock = field(default_factory=threading.Lock)
    begun: float = field(default_factory=time.monotonic)
    done: int = 0

    def tell_estimate(self, workers: int) -> None:
        minutes = len(self.wanted) * SECONDS_EACH / workers / 60
        print(f"about {minutes:.0f} minutes; interrupt it when you like, it goes on", flush=True)

    def work(self, worker: Worker) -> None:
        """Try one mutant after the other."""
        while True:
            with self.lock:
                if not self.wanted:
                    return
                mutant = self.wanted.popleft()
            outcome = worker.ask("try", mutant, candidates(mutant, self.survey))
            with self.lock:
                self.kept.add(mutant, outcome)
                self.known[mutant.id] = outcome
                self.done += 1
                self._tell(mutant, outcome)

    def _tell(self, mutant: Mutant, outcome: Outcome) -> None:
        left = (time.monotonic() - self.begun) / self.done * len(self.wanted) / 60
        place = f"[{self.done}/{self.done + len(self.wanted)}, {left:.0f} min left]"
        cost = f"({outcome.tests} tests, {outcome.seconds:.1f} s)"
        print(f"{place} {mutant.id}\n    {_verdict(outcome)} {cost} {outcome.why}", flush=True)


class Worker:
    """The other end of a process of worker.py."""

    def __init__(self, pipe: Pipe, log: Path) -> None:
        self._pipe, self._log = pipe, log

    def ask(self, *task: Any) -> Any:
        """Have one task done; returns its answer."""
        try:
            self._pipe.send(task)
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            raise SystemExit(f"a worker ended; see {self._log}") from error

    def stop(self) -> None:
        """Tell it that nothing more comes."""
        try:
            self._pipe.send(None)
        except OSError as error:
            print(f"a worker had ended before ({error}); see {self._log}", file=sys.stderr)


class Workers:
    """The processes; they end with the block, and their servers with them."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._started: list[tuple[Worker, multiprocessing.process.BaseProcess]] = []

    def start(self) -> Worker:
        """One more process with a server of its own: accounts and roles are server-wide."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        log = self._home / f"worker-{len(self._started) + 1}.log"
        process = context.Process(target=worker.main, args=(theirs, ROOT, log))
        process.start()
        theirs.close()
        self._started.append((Worker(ours, log), process))
        return self._started[-1][0]

    def all_do(self, work: Any, count: int) -> None:
        """Run `work(worker)` for `count` workers at once."""
        while len(self._started) < count:
            self.start()
        threads = [
            threading.Thread(target=work, args=(found,), daemon=True) for found, _ in self._started
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for found, process in self._started:
            found.stop()
            process.join()


if __name__ == "__main__":
    sys.exit(main())
