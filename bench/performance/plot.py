"""The plot of docs/performance.md. The only place that imports matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clinic_db.errors import UsageError
from performance.figures import GOALS, POINT_READS, Growth, Query, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Inches: the figure, and the part of a panel's place that is left to the names beside it.
WIDTH, LEFT, NAMES = 10.4, 0.62, 2.05
# Inches: a panel's height for each name, and at the least; below it its axis and the next title;
# above all panels the figure's title, below the last one its axis alone.
LINE, LEAST_HEIGHT, BELOW, ABOVE, FOOT = 0.155, 1.2, 0.85, 0.85, 0.55
# Nothing is read by a query that reads nothing, and a logarithm has no place for it.
FLOOR = {"reads": 0.7, "ms": 0.05}
UNITS = {"reads": "rows read", "ms": "milliseconds"}
COLOURS = ("#1f77b4", "#d95f02", "#1b9e77", "#7570b3", "#e7298a", "#66811e", "#a6761d", "#444444",
           "#c0392b", "#16808f", "#8e44ad", "#2c5aa0", "#b8860b", "#00796b", "#ad1457",
           "#5d4037")  # fmt: skip
DASHES = (0, (4, 3))
STYLE: dict[Any, Any] = {
    # The same figures give the same bytes.
    "svg.hashsalt": "clinic-db",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana"],
    "font.size": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.grid": True,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.6,
    "text.color": "#222222",
}


def ready() -> None:
    """Make sure that there is something to draw with, before minutes are spent on measuring.

    Raises:
        UsageError: matplotlib is not installed.
    """
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise UsageError(
            "matplotlib, which draws the plot, is not installed",
            where="bench/growth.py",
            hint=".venv/bin/python -m pip install --editable '.[bench]'",
        )


def draw(growth: Growth, path: Path) -> None:
    """Write the plot: a row of panels for each group, rows read beside time.

    Args:
        path: where to; its ending is the format.
    """
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    groups = list(growth.groups())
    heights = [max(LINE * len(queries), LEAST_HEIGHT) for _, queries in groups]
    with matplotlib.rc_context(STYLE):
        height = ABOVE + sum(heights) + BELOW * (len(heights) - 1) + FOOT
        figure = pyplot.figure(figsize=(WIDTH, height), facecolor="white")
        _headline(figure, height)
        top = height - ABOVE
        for (title, queries), tall in zip(groups, heights, strict=True):
            panels = [_place(figure, column, top - tall, tall) for column in range(len(UNITS))]
            for panel, measure in zip(panels, UNITS, strict=True):
                _panel(figure, panel, growth, queries, measure)
            panels[0].set_title(title, fontweight="bold")
            top -= tall + BELOW
        figure.savefig(path, metadata=_quiet(path), dpi=100)
        pyplot.close(figure)


def _headline(figure: Figure, height: float) -> None:
    left, top = 0.12 / WIDTH, 1 - 0.13 / height
    figure.text(left, top, "What each query reads and takes as the clinic grows",
                fontsize=11.5, fontweight="bold", va="top")  # fmt: skip
    figure.text(left, 1 - 0.35 / height, "All axes are logarithmic; dashed lines are goals.",
                fontsize=8.5, color="#555555", va="top")  # fmt: skip


def _place(figure: Figure, column: int, bottom: float, tall: float) -> Axes:
    """A panel that leaves room for the names on its right."""
    width, height = figure.get_size_inches()
    each = width / len(UNITS)
    box = (column * each + LEFT, bottom, each - LEFT - NAMES, tall)
    return figure.add_axes((box[0] / width, box[1] / height, box[2] / width, box[3] / height))


def _quiet(path: Path) -> dict[str, Any]:
    """Neither a date nor the version of what drew it."""
    if path.suffix != ".svg":
        return {}
    return {"Date": None, "Creator": None, "Title": "How the queries of the clinic grow"}


def _panel(
    figure: Figure, panel: Axes, growth: Growth, queries: Sequence[Query], measure: str
) -> None:
    visits = [size.visits for size in growth.sizes]
    panel.set_xscale("log")
    panel.set_yscale("log")
    panel.set_xlim(visits[0] / 1.15, visits[-1] * 1.15)
    panel.set_xticks(visits, [size.short for size in growth.sizes])
    panel.minorticks_off()
    panel.set_xlabel("visits", loc="left")
    panel.set_ylabel(UNITS[measure])
    panel.yaxis.set_major_formatter(lambda value, _: short(value))
    panel.yaxis.set_label_coords(-0.14, 0.5)
    every = [_values(query, measure) for query in queries]
    goals = _goals(queries, measure)
    _limits(panel, [*every, list(goals.values())] if goals else every)
    colours = [COLOURS[at % len(COLOURS)] for at in range(len(queries))]
    for query, values, colour in zip(queries, every, colours, strict=True):
        panel.plot(visits, values, color=colour, linewidth=1.4, marker="o", markersize=3)
        if query.name in goals:
            panel.axhline(goals[query.name], color=colour, linewidth=0.9, linestyle=DASHES)
    if measure == "reads" and all(query.bound == POINT_READS for query in queries):
        panel.axhline(POINT_READS, color="#888888", linewidth=0.9, linestyle=DASHES)
    inches = panel.get_position().height * figure.get_figheight()
    spacing = LINE * 0.92 / inches
    _names(panel, queries, [values[-1] for values in every], colours, visits[-1], spacing)


def _values(query: Query, measure: str) -> list[float]:
    return [max(value, FLOOR[measure]) for value in getattr(query, measure)]


def _limits(panel: Axes, every: Sequence[Sequence[float]]) -> None:
    """At least one decade, with room above and below."""
    low = min(min(values) for values in every)
    high = max(max(values) for values in every)
    panel.set_ylim(low / 1.5, max(high * 1.5, low * 15))


def _goals(queries: Sequence[Query], measure: str) -> dict[str, float]:
    """Query → the most that it may read or take, for those of the queries that have a goal."""
    here = {query.name for query in queries}
    return {name: most for name, _, about, most in GOALS if name in here and about == measure}


def _names(
    panel: Axes,
    queries: Sequence[Query],
    ends: Sequence[float],
    colours: Sequence[str],
    last: int,
    spacing: float,
) -> None:
    """Each name beside the end of its line, moved apart where lines end together."""
    low, high = panel.get_ylim()
    # In fractions of the panel's height, which is where a logarithmic axis is even.
    heights = [_fraction(end, low, high) for end in ends]
    order = sorted(range(len(queries)), key=lambda at: (heights[at], -at))
    places = _apart([heights[at] for at in order], spacing)
    for at, place in zip(order, places, strict=True):
        panel.annotate(
            queries[at].name,
            xy=(last, ends[at]),
            xytext=(1.08, place),
            textcoords="axes fraction",
            color=colours[at],
            fontsize=8,
            va="center",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colours[at], "linewidth": 0.5,
                        "shrinkA": 0, "shrinkB": 3, "relpos": (0, 0.5)},
        )  # fmt: skip


def _fraction(value: float, low: float, high: float) -> float:
    return log(value / low) / log(high / low)


def _apart(heights: Sequence[float], least: float) -> list[float]:
    """The ascending heights, moved so that each is at least `least` above the one before.

    Clusters are spread around their middle; none leaves the panel where there is room for all.
    """
    clusters: list[list[float]] = []
    for height in heights:
        clusters.append([height, 1.0])
        while len(clusters) > 1 and _top(clusters[-2], least) > _bottom(clusters[-1], least):
            above, below = clusters.pop(), clusters.pop()
            count = above[1] + below[1]
            clusters.append([(above[0] * above[1] + below[0] * below[1]) / count, count])
            _keep_inside(clusters[-1], least)
    return [
        _bottom(cluster, least) + least * (at + 0.5)
        for cluster in clusters
        for at in range(int(cluster[1]))
    ]


def _bottom(cluster: Sequence[float], least: float) -> float:
    return cluster[0] - cluster[1] * least / 2


def _top(cluster: Sequence[float], least: float) -> float:
    return cluster[0] + cluster[1] * least / 2


def _keep_inside(cluster: list[float], least: float) -> None:
    half = cluster[1] * least / 2
    cluster[0] = min(max(cluster[0], half), max(1 - half, half))
