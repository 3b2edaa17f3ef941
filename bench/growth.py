"""What the queries of the catalogue read and take in clinics of 10,000 to 1,000,000 visits.

    .venv/bin/python bench/growth.py [SIZE…] [--runs N] [--write]

For each size a fresh schema on one durable server, filled by clinic-db's own seeding, and then
`clinic-db explain --analyze` on sql/query_optimization.sql. Exits with 1 where a promise is broken
or a goal missed: a look-up of one thing reads at most 10 rows, a doctor's day 100; revenue by day
takes at most 150 ms for one year of three and 20 ms for a month. A million visits need five minutes
and 3 GB of disk.

`--write` also writes docs/performance.json, the measured part of docs/performance.md and the plot,
for which the extra `bench` must be installed. `--redraw` makes page and plot anew from the figures
that are there, `--check` only says whether the page is what they give.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from performance import figures, page, plot
from performance.figures import Growth

from clinic_db.errors import ClinicDbError
from clinic_db.report import table

SIZES = (10_000, 100_000, 1_000_000)
RUNS = 5
DOCS = Path(__file__).resolve().parent.parent / "docs"
FIGURES, PAGE, PLOT = (DOCS / f"performance.{ending}" for ending in ("json", "md", "svg"))


def main() -> int:
    """Measure, print, and write where that is asked for."""
    wish = _arguments()
    if wish.check:
        return _check()
    if wish.write or wish.redraw:
        plot.ready()
    if wish.redraw:
        _write(figures.from_json(FIGURES.read_text(encoding="utf-8")))
        return 0
    # What it needs is only imported where it is needed: the page is checked without a server.
    from performance import measure

    growth = measure.growth(sorted(wish.sizes), wish.runs)
    for line in _report(growth):
        print(line)
    if wish.write:
        FIGURES.write_text(figures.to_json(growth), encoding="utf-8", newline="\n")
        _write(growth)
    return int(bool(growth.broken()) or not all(goal.is_met for goal in growth.goals()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=_count, default=SIZES, metavar="SIZE",
                        help="visits of a clinic")  # fmt: skip
    parser.add_argument("--runs", type=_odd, default=RUNS, help="of each query, an odd number")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="write figures, page and plot")
    what.add_argument("--redraw", action="store_true", help="page and plot from the figures")
    what.add_argument("--check", action="store_true", help="is the page what the figures give?")
    return parser.parse_args()


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number of visits")
    return int(text)


def _odd(text: str) -> int:
    if not text.isdecimal() or int(text) % 2 == 0:
        raise argparse.ArgumentTypeError(f"{text} is not an odd number of runs")
    return int(text)


def _report(growth: Growth) -> Iterator[str]:
    """The figures of every query, the verdicts of the catalogue, and the goals."""
    sizes = [f"{size.visits:,}" for size in growth.sizes]
    head = ["query", "promises", *(f"reads {s}" for s in sizes), *(f"ms {s}" for s in sizes)]
    for title, queries in growth.groups():
        yield f"\n{title}"
        yield table(
            head, [[q.name, q.promises, *q.reads, *(f"{ms:.1f}" for ms in q.ms)] for q in queries]
        )
    yield ""
    for goal in growth.goals():
        missed = "" if goal.is_met else "  MISSED"
        found = f"{goal.found:g} {goal.unit}"
        yield f"{goal.what:<38}{found:>16} (goal {goal.most:g} or less){missed}"
    yield from growth.faster_than_the_clinic()
    broken = growth.broken()
    yield from broken
    promises = sum(query.promises for query in growth.queries)
    yield f"{len(growth.queries)} queries, {promises} promises, {len(broken)} broken"


def _write(growth: Growth) -> None:
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page.filled(text, growth), encoding="utf-8", newline="\n")
    plot.draw(growth, PLOT)
    print(f"written: {PAGE}, {PLOT}")


def _check() -> int:
    """0 where the page is up to date, and 1 with the command to type where it is not."""
    text = PAGE.read_text(encoding="utf-8")
    if page.filled(text, figures.from_json(FIGURES.read_text(encoding="utf-8"))) == text:
        return 0
    print(f"{PAGE.name} is not what {FIGURES.name} gives: bench/growth.py --redraw")
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ClinicDbError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
