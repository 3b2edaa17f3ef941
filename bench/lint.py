"""`clinic-db lint` against sqlfluff alone on the same files, and its second run against the first.

The goals: cold at most 1.3 times sqlfluff with the same number of processes (the server is asked
meanwhile), a second run on unchanged files at most 0.3 times the first.

.venv/bin/python bench/lint.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import side

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
COLD_GOAL, AGAIN_GOAL = 1.3, 0.3
TURNS = 3
PROCESSES = str(os.cpu_count() or 1)
FOLDERS = ("migrations", "procedures", "triggers", "sql", "seeds")
SQLFLUFF = (str(BIN / "sqlfluff"), "lint", "--processes", PROCESSES, "--disable-progress-bar",
            "--config", "clinic_db/lint/sqlfluff.cfg")  # fmt: skip
LINT = (str(BIN / "clinic-db"), "lint", "--processes", PROCESSES)


def seconds(*words: str) -> float:
    """Seconds that a command takes, whatever it finds."""
    began = perf_counter()
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return perf_counter() - began


def alone() -> float:
    """sqlfluff by itself: two runs, because it takes one templater per run."""
    queries = seconds(*SQLFLUFF, "--templater", "placeholder", "clinic_db/queries")
    return seconds(*SQLFLUFF, *FOLDERS) + queries


def main() -> int:
    """Run all three in turn, print medians and ratios; 1 where one misses its goal."""
    seconds(*LINT)
    turns = [(alone(), seconds(*LINT, "--no-cache"), seconds(*LINT)) for _ in range(TURNS)]
    for name, at in (("sqlfluff alone", 0), ("lint, cold", 1), ("lint again", 2)):
        print(f"{name:<15}{statistics.median(turn[at] for turn in turns):6.2f} s")
    cold = statistics.median(lint / sqlfluff for sqlfluff, lint, _ in turns)
    again = statistics.median(second / first for _, first, second in turns)
    met = [
        side.met("cold / sqlfluff", cold, most=COLD_GOAL),
        side.met("again / cold", again, most=AGAIN_GOAL),
    ]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
