"""Where everything of the picture goes: boxes in columns, lines in the channels between. Pure.

Boxes of a column keep an order; a line that passes a column takes a place in it as a box would,
so that no line crosses a box. The order is improved step by step while that makes the picture
better (fewer crossings, then shorter lines); the heights follow from the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from clinic_db.docs.boxes import End, Graph, Net
from clinic_db.docs.channels import Channel, Strand, route

GAP = 26  # between two boxes of a column
PASS = 12  # height that a passing line takes
CROSSING = 150  # pixels of line that a crossing is worth
STEP = 24  # a step in a passing line that is worth taking away
WORK = 40_000  # how many nodes are placed in all while looking for an order, at most

# A box by its name, a passing line by (number of its net, column).
Node = str | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """One piece of a net between two neighbouring columns: nodes and heights within them."""

    left: Node
    left_port: int
    right: Node
    right_port: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A finished layout.

    Attributes:
        top: node → pixels from the top.
        channels: the lines right of each column, in order of the columns.
        crossings: how many times lines cross.
    """

    order: Sequence[Sequence[Node]]
    top: dict[Node, int]
    channels: Sequence[Channel]
    crossings: int
    cost: float


def lay_out(graph: Graph) -> Placed:
    """The best layout found within `WORK`; the same graph gives the same one."""
    links = [link for number, _ in enumerate(graph.nets) for link in _links(graph, number)]
    best = place(graph, _first_order(graph, links), links)
    left, improved = WORK // max(1, len(best.top)), True
    while improved and left > 0:
        improved = False
        for candidate in islice(_neighbours(best.order), left):
            left -= 1
            found = place(graph, candidate, links)
            if found.cost < best.cost:
                best, improved = found, True
                break
    return best


def place(graph: Graph, order: Sequence[Sequence[Node]], links: Sequence[Link]) -> Placed:
    """Heights and lines for one order of the columns."""
    top = _heights(graph, order, links)
    channels = [route(_strands(graph, top, column)) for column in range(len(order))]
    crossings = sum(channel.crossings for channel in channels)
    length = sum(channel.length for channel in channels)
    bottom = max((top[node] + height(graph, node) for node in top), default=0)
    return Placed(order, top, channels, crossings, CROSSING * crossings + length + bottom / 4)


def height(graph: Graph, node: Node) -> int:
    """A node's own height."""
    return graph.boxes[node].height if isinstance(node, str) else PASS


def last_layer(graph: Graph, net: Net) -> int:
    """The column in which the net ends."""
    return max([net.layer, *(graph.layer[end.table] for end in net.ends)])


def _first_order(graph: Graph, links: Sequence[Link]) -> list[list[Node]]:
    order: list[list[Node]] = [[] for _ in range(max(graph.layer.values(), default=-1) + 1)]
    for name in graph.boxes:
        order[graph.layer[name]].append(name)
    for number, net in enumerate(graph.nets):
        for column in range(net.layer + 1, last_layer(graph, net)):
            order[column].append((number, column))
    # Beside what it hangs on, from left to right.
    rank: dict[Node, float] = {node: i for i, node in enumerate(order[0])} if order else {}
    for column in range(1, len(order)):
        here, near = set(order[column]), dict[Node, list[float]]()
        for link in links:
            if link.left in rank and link.right in here:
                near.setdefault(link.right, []).append(rank[link.left])
        order[column].sort(key=lambda node: _mean(near.get(node, [0.0])))
        rank = {node: i for i, node in enumerate(order[column])}
    return order


def _neighbours(order: Sequence[Sequence[Node]]) -> Iterable[list[list[Node]]]:
    """Every order with one node elsewhere in its column."""
    for column, nodes in enumerate(order):
        for at, node in enumerate(nodes):
            rest = [*nodes[:at], *nodes[at + 1 :]]
            for to in range(len(nodes)):
                if to != at:
                    moved = [list(each) for each in order]
                    moved[column] = [*rest[:to], node, *rest[to:]]
                    yield moved


def _port(graph: Graph, end: End) -> int:
    return graph.boxes[end.table].port(end.columns)


def _links(graph: Graph, number: int) -> list[Link]:
    net = graph.nets[number]
    links = []
    heads = [(start.table, _port(graph, start)) for start in net.starts]
    for column in range(net.layer + 1, last_layer(graph, net) + 1):
        tails: list[tuple[Node, int]] = [
            (end.table, _port(graph, end)) for end in net.ends if graph.layer[end.table] == column
        ]
        if column < last_layer(graph, net):
            tails.append(((number, column), PASS // 2))
        links += [Link(*head, *tail) for head in heads for tail in tails]
        heads = [((number, column), PASS // 2)]  # type: ignore[list-item]
    return links


def _heights(
    graph: Graph, order: Sequence[Sequence[Node]], links: Sequence[Link]
) -> dict[Node, int]:
    """Each node as near as can be to where its lines would be straight."""
    near: dict[Node, list[tuple[Node, int]]] = {node: [] for nodes in order for node in nodes}
    for link in links:
        near[link.left].append((link.right, link.right_port - link.left_port))
        near[link.right].append((link.left, link.left_port - link.right_port))
    top: dict[Node, float] = dict.fromkeys(near, 0.0)
    for sweep in range(6):
        for nodes in order if sweep % 2 == 0 else reversed(order):
            wanted = [_mean([top[other] + by for other, by in near[n]] or [top[n]]) for n in nodes]
            room = [height(graph, n) + (GAP if isinstance(n, str) else PASS) for n in nodes]
            top.update(zip(nodes, _apart(wanted, room), strict=True))
    highest = min(top.values(), default=0.0)
    heights = {node: round(at - highest) for node, at in top.items()}
    for nodes in order:
        _straighten(graph, nodes, near, heights)
    return heights


def _straighten(
    graph: Graph,
    nodes: Sequence[Node],
    near: dict[Node, list[tuple[Node, int]]],
    top: dict[Node, int],
) -> None:
    """Move passing lines to where a small step in them goes away, if there is room."""
    for at, node in enumerate(nodes):
        if isinstance(node, str):
            continue
        above = top[nodes[at - 1]] + height(graph, nodes[at - 1]) + PASS // 2 if at else 0
        below = top[nodes[at + 1]] - PASS * 3 // 2 if at + 1 < len(nodes) else top[node] + STEP
        places = [top[other] + by for other, by in near[node]]
        places = [y for y in places if above <= y <= below and abs(y - top[node]) <= STEP]
        top[node] = min(places, key=lambda y: abs(y - top[node]), default=top[node])


def _apart(wanted: Sequence[float], room: Sequence[int]) -> list[float]:
    """Positions nearest to `wanted` (least squares) in this order, each with its room below."""
    offsets = [float(sum(room[:i])) for i in range(len(room))]
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    flat = [total / count for total, count in blocks for _ in range(count)]
    return [at + offset for at, offset in zip(flat, offsets, strict=True)]


def _strands(graph: Graph, top: dict[Node, int], column: int) -> list[Strand]:
    """The nets in the channel right of `column`, with the heights at which they enter and leave."""
    strands = []
    for number, net in enumerate(graph.nets):
        last = last_layer(graph, net)
        if not net.layer <= column < max(last, net.layer + 1):
            continue
        if column == net.layer:
            left = [(top[s.table] + _port(graph, s), s) for s in net.starts]
        else:
            left = [(top[number, column] + PASS // 2, None)]  # type: ignore[list-item]
        right: list[tuple[int, End | None]] = [
            (top[e.table] + _port(graph, e), e)
            for e in net.ends
            if graph.layer[e.table] == column + 1
        ]
        if column + 1 < last:
            right.append((top[number, column + 1] + PASS // 2, None))
        strands.append(Strand(number, tuple(left), tuple(right)))
    return strands


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
