"""What benchmarks share: a server, whole processes side by side, ratios, and goals."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from clinic_db import sandbox
from clinic_db.sandbox import Sandbox

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
CLINIC_DB = str(BIN / "clinic-db")
# The least that a program on a database can do: connect and ask one question.
ASKS = (
    "import os, pymysql;"
    "c = pymysql.connect(host=os.environ['H'], port=int(os.environ['P']), user='root',"
    " password=os.environ['MYSQL_PWD'], database=os.environ['D']);"
    "k = c.cursor(); k.execute('SELECT COUNT(*) FROM _yoyo_migration'); k.fetchall()"
)


@contextmanager
def server(*, durable: bool = False) -> Iterator[Sandbox]:
    """A throwaway server that is gone when the block, or this process, ends."""
    box = sandbox.start(f"bench-{os.getpid()}", parent=os.getpid(), durable=durable)
    try:
        flushing = "flushes as in production" if durable else "does not flush"
        print(f"server: MySQL {box.version} ({box.kind}), {flushing}")
        yield box
    finally:
        sandbox.stop(box.name)


def environment(box: Sandbox, database: str) -> dict[str, str]:
    """The environment in which a bare client and `clinic-db` find the database.

    The driver, asked for nothing, speaks without TLS on the loopback; so does ours then.
    """
    address = box.url.rpartition("/")[0] + f"/{database}?ssl_mode=disabled"
    environ = os.environ | {
        "H": box.host, "P": str(box.port), "D": database,
        "MYSQL_PWD": box.password, "CLINIC_DB_URL": address,
    }  # fmt: skip
    # Programs are measured as installed ones are: from compiled modules.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return environ


def seconds(command: Sequence[str], environ: Mapping[str, str]) -> float:
    """How long a whole process takes; what it prints on standard output is dropped."""
    began = perf_counter()
    subprocess.run(command, env=environ, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began


def in_turn(
    ours: Sequence[str], bare: Sequence[str], environ: Mapping[str, str], turns: int
) -> list[tuple[float, float]]:
    """(ours, bare) of each turn, taken one after the other; a first turn only warms up."""
    pairs = [(seconds(ours, environ), seconds(bare, environ)) for _ in range(turns + 1)]
    return pairs[1:]


def met(
    name: str, found: float, unit: str = "", *, most: float = math.inf, least: float = -math.inf
) -> bool:
    """Print a figure beside its goal; False where it misses it."""
    goal = f"at least {least}" if most == math.inf else f"at most {most}"
    is_met = least <= found <= most
    missed = "" if is_met else "  MISSED"
    print(f"{name:<28} {found:8.2f}{unit:>3} (goal: {goal}){missed}")
    return is_met


def report(name: str, pairs: Sequence[tuple[float, float]], goal: float) -> bool:
    """Print both medians, and the median of the ratios, which should not pass the goal.

    Returns:
        Whether it does not.
    """
    ours, bare = zip(*pairs, strict=True)
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{name:<28} {statistics.median(ours) * 1000:8.1f} ms")
    print(f"{'  beside':<28} {statistics.median(bare) * 1000:8.1f} ms")
    return met("  ratio", ratio, most=goal)
