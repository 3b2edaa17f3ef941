"""A no-op `clinic-db status` against a bare Python process that connects and asks one question.

    .venv/bin/python bench/status.py

The goal is a ratio of at most 2, whole processes, in turn, in one run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from clinic_db import sandbox, target, testing

GOAL = 2.0
TURNS = 15
ROOT = Path(__file__).resolve().parent.parent
BARE = (
    "import os, pymysql;"
    "c = pymysql.connect(host=os.environ['H'], port=int(os.environ['P']), user='root',"
    " password=os.environ['MYSQL_PWD'], database=os.environ['D']);"
    "k = c.cursor(); k.execute('SELECT COUNT(*) FROM _yoyo_migration'); k.fetchall()"
)


def _seconds(command: list[str], environ: dict[str, str]) -> float:
    began = perf_counter()
    subprocess.run(command, env=environ, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began


def main() -> None:
    """Time the two in turn and print the medians and the median of the ratios."""
    box = sandbox.start(f"bench-{os.getpid()}", parent=os.getpid())
    try:
        aim = target.parse(box.url, "sandbox")
        testing.build(aim, ROOT)
        environ = os.environ | {
            "H": aim.host, "P": str(aim.port), "D": aim.database, "MYSQL_PWD": aim.password,
            "CLINIC_DB_URL": box.url,
        }  # fmt: skip
        # Both are measured as installed packages are: from compiled modules.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        program = str(Path(sys.executable).parent / "clinic-db")
        pairs = []
        for _ in range(TURNS + 1):
            bare = _seconds([sys.executable, "-c", BARE], environ)
            pairs.append((_seconds([program, "status"], environ), bare))
        ours, bare_times = zip(*pairs[1:], strict=True)
        ratio = statistics.median(a / b for a, b in pairs[1:])
        print(f"bare process      {statistics.median(bare_times) * 1000:7.1f} ms")
        print(f"clinic-db status  {statistics.median(ours) * 1000:7.1f} ms")
        print(f"ratio             {ratio:7.2f} (goal {GOAL})")
    finally:
        sandbox.stop(box.name)


if __name__ == "__main__":
    main()
