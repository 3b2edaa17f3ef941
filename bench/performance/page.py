"""The measured part of docs/performance.md. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clinic_db.docs.markdown import code, table
from clinic_db.errors import ProjectError
from performance.figures import Growth, Query

BEGIN = "<!-- queries: made by bench/growth.py from performance.json; change neither by hand -->"
END = "<!-- queries: end -->"


def filled(page: str, growth: Growth) -> str:
    """The page with its measured part made anew.

    Raises:
        ProjectError: the page has no such part, or more than one.
    """
    part = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.S)
    text = f"{BEGIN}\n\n{measured(growth)}\n\n{END}"
    whole, count = part.subn(lambda _: text, page)
    if count != 1:
        raise ProjectError(
            f"{count} measured parts, where there is to be one",
            where="docs/performance.md",
            hint=f"put a line {BEGIN} and a line {END} where the tables belong",
        )
    return whole


def measured(growth: Growth) -> str:
    """All tables, the plot between them."""
    parts = [_where(growth), _sizes(growth), "### Goals", _goals(growth), "### Plot", _plot(growth)]
    for title, queries in growth.groups():
        parts += [f"### {title}", _queries(growth, queries)]
    return "\n\n".join([*parts, *_broken(growth)])


def _where(growth: Growth) -> str:
    machine = growth.machine
    log = "the logs flushed at every commit" if machine.is_durable else "the logs not flushed"
    return (
        f"{machine.server} on {machine.system}, {machine.cores} cores, {machine.memory_gb} GB of "
        f"memory, of which {machine.pool_mb} MB for the server's buffer pool; {log}. The clinics' "
        f"history ends on {growth.today}. A time is the median of {growth.runs} runs."
    )


def _sizes(growth: Growth) -> str:
    rows = [
        [f"{size.visits:,}", f"{size.payments:,}", f"{size.rows:,}", f"{size.seconds:,.1f}"]
        for size in growth.sizes
    ]
    return _right(["visits", "payments", "rows in all", "seconds to seed"], rows)


def _goals(growth: Growth) -> str:
    visits = growth.sizes[-1].short
    rows = [
        [goal.what, f"{goal.most:g} {goal.unit}", f"{goal.found:g}", "yes" if goal.is_met else "NO"]
        for goal in growth.goals()
    ]
    return table(["goal", "at most", f"found at {visits} visits", "met"], rows)


def _plot(growth: Growth) -> str:
    largest = growth.sizes[-1].short
    return (
        f"![Rows read and time of every query, from {growth.sizes[0].short} visits to {largest}]"
        "(performance.svg)"
    )


def _queries(growth: Growth, queries: Sequence[Query]) -> str:
    sizes = [size.short for size in growth.sizes]
    head = ["query", "promises", *(f"rows given, {sizes[0]}", *sizes[1:]),
            *(f"rows read, {sizes[0]}", *sizes[1:]), "growth",
            *(f"ms, {sizes[0]}", *sizes[1:])]  # fmt: skip
    return _right(head, [_row(query) for query in queries])


def _row(query: Query) -> list[str]:
    broken = max(map(len, query.broken))
    return [
        code(query.name),
        f"{query.promises}, {broken} BROKEN" if broken else f"{query.promises} kept",
        *(f"{rows:,}" for rows in query.rows),
        *(f"{reads:,}" for reads in query.reads),
        f"\N{MULTIPLICATION SIGN} {query.reads[-1] / max(query.reads[0], 1):,.1f}",
        *(f"{ms:,.1f}" for ms in query.ms),
    ]


def _broken(growth: Growth) -> Iterator[str]:
    broken = growth.broken()
    if broken:
        yield "### Promises that were broken"
        yield "\n".join(f"- {sentence}" for sentence in broken)


def _right(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose columns of figures are right-aligned."""
    lines = table(headings, rows).split("\n")
    first = "---" if rows and rows[0][0].startswith("`") else "---:"
    lines[1] = f"| {' | '.join([first, *['---:'] * (len(headings) - 1)])} |"
    return "\n".join(lines)
