"""What a command costs before it does anything: `--help`, and `apply` with nothing to do.

    .venv/bin/python bench/startup.py

Whole processes, in turn. The goals: `--help` at most 2 times a Python that imports click; `apply`
on 1,000 applied migrations at most 2.5 times a Python that connects and asks one question.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import side
from apply import project

MIGRATIONS = 1000
TURNS = 15
HELP_GOAL = 2.0
NO_OP_GOAL = 2.5


def main() -> int:
    """Time each beside its measure, print medians and ratios; 1 where one misses its goal."""
    environ = dict(os.environ)
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    bare = [side.PYTHON, "-c", "import click"]
    helped = side.in_turn([side.CLINIC_DB, "--help"], bare, environ, TURNS)
    met = [side.report("--help", helped, HELP_GOAL)]
    with tempfile.TemporaryDirectory() as folder, side.server() as box:
        apply = [side.CLINIC_DB, "apply", "--project", str(project(Path(folder), MIGRATIONS))]
        environ = side.environment(box, box.database)
        subprocess.run(apply, env=environ, check=True, stdout=subprocess.DEVNULL)
        pairs = side.in_turn(apply, [side.PYTHON, "-c", side.ASKS], environ, TURNS)
    met.append(side.report(f"apply, {MIGRATIONS} applied", pairs, NO_OP_GOAL))
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
