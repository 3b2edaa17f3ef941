"""docs/erd.svg: draws a layout. Opaque and light, so that it reads on a dark page too. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from clinic_db.docs.boxes import HEADER, ROW, Box, End, Graph, graph
from clinic_db.docs.channels import Channel, Strand
from clinic_db.docs.layout import PASS, Placed, lay_out
from clinic_db.docs.schema import Schema

MARGIN = 28
TRACK = 14
LABEL = 74  # room for an action's name in front of a box
BEND = 7
_COLOUR = {"CASCADE": "#c2410c", "SET NULL": "#1d4ed8"}
_MIXED = "#8595ab"
_OTHER = "#475569"  # RESTRICT and NO ACTION: the row stays
_MEANING = {
    "RESTRICT": "refused while a row refers to it",
    "NO ACTION": "refused while a row refers to it",
    "CASCADE": "deleted along",
    "SET NULL": "the reference becomes NULL",
    "SET DEFAULT": "refused while a row refers to it",
}
_STYLE = """\
text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
.row { font: 12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1e293b; }
.mark { font-size: 9px; font-weight: 700; }
.title { font-size: 13px; font-weight: 700; fill: #ffffff; }
.action { font-size: 9.5px; font-weight: 700; }
.note { font-size: 12px; fill: #475569; }
.line { fill: none; stroke-width: 1.6; }"""


def picture(schema: Schema) -> str:
    """The SVG of a schema's tables and foreign keys."""
    tables = graph(schema)
    placed = lay_out(tables)
    columns, edges = _columns(tables, placed)
    body: list[str] = []
    boxes = {
        name: (columns[tables.layer[name]], MARGIN + placed.top[name]) for name in tables.boxes
    }
    for number, channel in enumerate(placed.channels):
        body += _channel(tables, channel, edges[number], edges[number + 1])
        body += _passing(tables, placed, edges[number], number)
    for name, (x, y) in boxes.items():
        body += _box(tables.boxes[name], x, y)
    bottom = max((y + tables.boxes[name].height for name, (_, y) in boxes.items()), default=0)
    width = max(edges[-1][1], 640)
    strip, bottom = _alone(tables.alone, width, bottom + MARGIN)
    legend, bottom = _legend(schema, width, bottom + MARGIN // 2)
    return _document([*body, *strip, *legend], width + MARGIN, bottom + MARGIN // 2)


Edge = tuple[int, int]


def _columns(tables: Graph, placed: Placed) -> tuple[list[int], list[Edge]]:
    """The left side of each column; and per column its (left, right) sides, with one edge more."""
    x, lefts, edges = MARGIN, [], []
    for number, nodes in enumerate(placed.order):
        wide = max((tables.boxes[n].width for n in nodes if isinstance(n, str)), default=0)
        lefts.append(x)
        edges.append((x, x + wide))
        channel = placed.channels[number]
        x += wide + TRACK * (len(channel.strands) + 1)
        x += LABEL * any(end and end.action for s in channel.strands for _, end in s.right)
        x += LABEL * any(end and end.action for s in channel.strands for _, end in s.left)
    return lefts, [*edges, (x, x)]


def _channel(tables: Graph, channel: Channel, left: Edge, right: Edge) -> list[str]:
    """Every line of a channel."""
    lines = []
    loops = any(end and end.action for s in channel.strands for _, end in s.left)
    for place, strand in enumerate(channel.strands):
        track = left[1] + TRACK * (place + 1) + LABEL * loops
        lines += _strand(tables, strand, track, (left, right), _net_colour(tables, strand.net))
    return lines


def _strand(
    tables: Graph, strand: Strand, track: int, sides: tuple[Edge, Edge], colour: str
) -> list[str]:
    (_, left), (right, _) = sides
    heights = [MARGIN + at for at in strand.heights]
    low, high = min(heights), max(heights)
    bend = min(BEND, (high - low) // 2)
    lines = []
    if low != high:
        ends = [low + bend * (heights.count(low) == 1), high - bend * (heights.count(high) == 1)]
        lines.append(_path(f"M{track} {ends[0]}V{ends[1]}", colour))
    for on_left, side in ((True, strand.left), (False, strand.right)):
        for at, end in side:
            y = MARGIN + at
            edge = left if on_left else right
            if end and on_left:
                # Boxes of a column differ in width.
                edge = sides[0][0] + tables.boxes[end.table].width
            own = _colour(end.action) if end and end.action else colour
            is_corner = low != high and y in (low, high) and heights.count(y) == 1
            turn = bend * (1 if y == low else -1) if is_corner else 0
            lines.append(_path(_branch(edge, y, track, turn), own))
            if not is_corner and low != high:
                lines.append(f'<circle cx="{track}" cy="{y}" r="2.6" fill="{colour}"/>')
            if end:
                lines += _end(end, edge, y, 1 if on_left else -1, own)
    return lines


def _branch(edge: int, y: int, track: int, turn: int) -> str:
    """From a box's edge to the track, and round the corner by `turn` pixels."""
    before = track - abs(turn) if edge < track else track + abs(turn)
    corner = f"Q{track} {y} {track} {y + turn}" if turn else ""
    return f"M{edge} {y}H{before}{corner}"


def _end(end: End, x: int, y: int, side: int, colour: str) -> list[str]:
    """A parent's end is an arrow's head; a child's a crow's foot with its action."""
    if not end.action:
        return [f'<path d="M{x} {y}l{8 * side} -4.5v9z" fill="{colour}"/>']
    anchor = "start" if side > 0 else "end"
    return [
        _path(f"M{x} {y - 5}L{x + 9 * side} {y}L{x} {y + 5}", colour),
        f'<text class="action" x="{x + 12 * side}" y="{y - 4}" text-anchor="{anchor}"'
        f' fill="{colour}">{escape(end.action)}</text>',
    ]


def _passing(tables: Graph, placed: Placed, edge: Edge, column: int) -> list[str]:
    """The pieces of lines that pass a column."""
    lines = []
    for node in placed.order[column]:
        if not isinstance(node, str):
            y = MARGIN + placed.top[node] + PASS // 2
            lines.append(_path(f"M{edge[0]} {y}H{edge[1]}", _net_colour(tables, node[0])))
    return lines


def _net_colour(tables: Graph, number: int) -> str:
    """A line that says one thing only says it on all of its way."""
    net = tables.nets[number]
    actions = {end.action for end in (*net.starts, *net.ends) if end.action}
    return _colour(actions.pop()) if len(actions) == 1 else _MIXED


def _path(d: str, colour: str) -> str:
    return f'<path class="line" stroke="{colour}" d="{d}"/>'


def _box(box: Box, x: int, y: int) -> list[str]:
    lines = [
        f'<g class="table"><rect x="{x}" y="{y}" width="{box.width}" height="{box.height}" rx="6"'
        ' fill="#ffffff" stroke="#334155" stroke-width="1.2"/>',
        f'<path d="M{x} {y + HEADER}v-{HEADER - 6}q0 -6 6 -6h{box.width - 12}q6 0 6 6'
        f'v{HEADER - 6}z" fill="#334155"/>',
        f'<text class="title" x="{x + 10}" y="{y + 18}">{escape(box.name)}</text>',
    ]
    for at, row in enumerate(box.rows):
        middle = y + HEADER + 3 + ROW * at + ROW // 2
        tint = {"P": "#a16207", "F": "#475569"}.get(row.mark[0], "#0f766e")
        lines.append(
            f'<text class="mark" x="{x + 10}" y="{middle + 3}" fill="{tint}">{row.mark}</text>'
            f'<text class="row" x="{x + 46}" y="{middle + 4}">{escape(row.text)}</text>'
        )
    return [*lines, "</g>"]


def _alone(boxes: Sequence[Box], width: int, y: int) -> tuple[list[str], int]:
    """Boxes without foreign keys, in rows below the others; and where they end."""
    if not boxes:
        return [], y
    lines = [f'<text class="note" x="{MARGIN}" y="{y + 8}">without foreign keys</text>']
    x, y, tallest = MARGIN, y + 20, 0
    for box in boxes:
        if x > MARGIN and x + box.width > width:
            x, y, tallest = MARGIN, y + tallest + MARGIN, 0
        lines += _box(box, x, y)
        x, tallest = x + box.width + MARGIN, max(tallest, box.height)
    return lines, y + tallest


def _legend(schema: Schema, width: int, y: int) -> tuple[list[str], int]:
    """What the colours mean, in as many lines as the width asks for; and where they end."""
    x, lines = MARGIN, []
    for action in sorted({key.on_delete for key in schema.foreign_keys}):
        text = f"ON DELETE {action}: {_MEANING.get(action, '')}"
        wide = 36 + round(len(text) * 6.6) + 30
        if x > MARGIN and x + wide > width:
            x, y = MARGIN, y + 20
        lines.append(_path(f"M{x} {y + 12}h28", _colour(action)))
        lines.append(f'<text class="note" x="{x + 36}" y="{y + 16}">{escape(text)}</text>')
        x += wide
    return lines, y + 20


def _colour(action: str) -> str:
    return _COLOUR.get(action, _OTHER)


def _document(body: Sequence[str], width: int, height: int) -> str:
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" role="img">',
            "<title>Tables and foreign keys</title>",
            f"<style>\n{_STYLE}\n</style>",
            f'<rect width="{width}" height="{height}" rx="10" fill="#f8fafc"/>',
            *body,
            "</svg>\n",
        )
    )
