"""Which column of the picture each table stands in: parents left of their children. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Pair = tuple[str, str]


def assign(names: Sequence[str], pairs: Iterable[Pair]) -> dict[str, int]:
    """Name → column, counted from 0.

    Args:
        names: the tables, in a fixed order.
        pairs: (parent, child), no table with itself. Circles are cut where they are first met.
    """
    forward = _without_circles(names, sorted(pairs))
    layer = dict.fromkeys(names, 0)
    for _ in names:
        for parent, child in forward:
            layer[child] = max(layer[child], layer[parent] + 1)
    # A table near the children that refer to it makes short lines; where as many lines would grow
    # as shrink, near the children it is.
    for name in sorted(names, key=lambda n: (-layer[n], n)):
        children = [layer[child] for parent, child in forward if parent == name]
        parents = sum(child == name for _, child in forward)
        if children and parents <= 1:
            layer[name] = min(children) - 1
    used = sorted(set(layer.values()))
    return {name: used.index(at) for name, at in layer.items()}


def _without_circles(names: Sequence[str], pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs without those that lead back to a table on the way."""
    children: dict[str, list[str]] = {name: [] for name in names}
    for parent, child in pairs:
        children[parent].append(child)
    forward: list[Pair] = []
    done: set[str] = set()
    for root in names:
        if root in done:
            continue
        way, waiting = [root], [iter(children[root])]
        while way:
            child = next(waiting[-1], "")
            if not child:
                done.add(way.pop())
                waiting.pop()
            elif child not in way:
                forward.append((way[-1], child))
                if child not in done:
                    way.append(child)
                    waiting.append(iter(children[child]))
    return forward
