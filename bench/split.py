"""How fast SQL text is cut into statements, per kind of text.

The goal is 5 MB/s for a mixture and for this project's own files, end to end.

.venv/bin/python bench/split.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

import side

from clinic_db.statements import split

GOAL = 5.0
PIECES = {
    "short statements": "SELECT 1;\n",
    "insert rows": "('a;b', 1.5),",
    "escapes": "'\\'' ",
    "line comments": "-- a\n",
    "operators": "a - b / c * d ",
    "block comments": "/* a */ b ",
    "version comments": "/*!80000 a */ ",
    "nested comments": "/*!80000 /* a */ */ ",
    "hints": "/*+ a */ ",
    "dollar quotes": "$$ a $$ ",
    "mixture": "INSERT INTO t VALUES (1, 'it''s; fine'); -- why\nUPDATE `t` SET a = \"b\" # x\n;\n",
}
SIZES = (1_000_000, 4_000_000)
ROOT = Path(__file__).resolve().parent.parent
OWN = "".join(path.read_text() for path in sorted((ROOT / "migrations").glob("*.sql")))
GOALS = {"mixture": GOAL, "own migrations": GOAL}


def speed(piece: str, size: int) -> float:
    """MB of `piece`, repeated up to `size` bytes, that are split per second of processor time."""
    text = piece * (size // len(piece))
    began = process_time()
    split(text)
    return len(text) / 1e6 / max(process_time() - began, 1e-9)


def main() -> int:
    """Print MB/s at two sizes and their ratio, near 1 where the cost is linear; 1 if too slow."""
    found = {}
    print(f"{'text':<20} {'1 MB':>8} {'4 MB':>8} {'ratio':>6}")
    for name, piece in (PIECES | {"own migrations": OWN}).items():
        small, large = (speed(piece, size) for size in SIZES)
        found[name] = min(small, large)
        print(f"{name:<20} {small:>8.1f} {large:>8.1f} {small / large:>6.2f}")
    met = [side.met(f"{name}, MB/s", found[name], least=goal) for name, goal in GOALS.items()]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
