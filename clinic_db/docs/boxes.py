"""What the picture is made of: a box per table with its keys, a net per key that is referred to.

A net is one line that begins at a parent's key and branches to every foreign key that refers to
it: fewer lines, and fewer of them cross, than with one line each. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from clinic_db.docs import layers
from clinic_db.docs.schema import ForeignKey, Schema, Table

HEADER = 26
ROW = 20
_CHARACTER = 7.3  # of the rows' monospaced 12 px
_TITLE_CHARACTER = 8.2
_MARK = 56


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a box: key columns, and their part: 'PK', 'FK', 'UQ' or two of them."""

    columns: tuple[str, ...]
    mark: str

    @property
    def text(self) -> str:
        return ", ".join(self.columns)


@dataclass(frozen=True, slots=True)
class Box:
    """A table; sizes in pixels."""

    name: str
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        texts = [_MARK + len(row.text) * _CHARACTER for row in self.rows]
        return round(max([20 + len(self.name) * _TITLE_CHARACTER, 120, *texts]))

    @property
    def height(self) -> int:
        return HEADER + ROW * len(self.rows) + 6

    def port(self, columns: tuple[str, ...]) -> int:
        """How far below the box's top the line of `columns` meets it."""
        at = next(i for i, row in enumerate(self.rows) if row.columns == columns)
        return HEADER + 3 + ROW * at + ROW // 2


@dataclass(frozen=True, slots=True)
class End:
    """Where a net meets a box; `action` at the child's end, '' at the parent's."""

    table: str
    columns: tuple[str, ...]
    action: str = ""


@dataclass(slots=True)
class Net:
    """One line with its branches.

    Attributes:
        layer: the column of boxes at whose right side it begins.
        starts: ends at the right side of that column.
        ends: at the left side of boxes in later columns.
    """

    layer: int
    starts: list[End] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes in columns (`layer`: name → column), the nets between them, and boxes without any."""

    boxes: dict[str, Box]
    layer: dict[str, int]
    nets: Sequence[Net]
    alone: Sequence[Box]


def graph(schema: Schema) -> Graph:
    """Boxes and nets of a schema."""
    boxes = {table.name: _box(schema, table) for table in schema.tables}
    # A foreign key to a table outside what was read has no box to lead to.
    keys = [key for key in schema.foreign_keys if key.parent in boxes and key.child in boxes]
    joined = {name for key in keys for name in (key.parent, key.child)}
    pairs = {(key.parent, key.child) for key in keys if key.parent != key.child}
    layer = layers.assign(sorted(joined), pairs)
    alone = [box for name, box in sorted(boxes.items()) if name not in joined]
    return Graph({name: boxes[name] for name in sorted(joined)}, layer, _nets(keys, layer), alone)


def _nets(keys: Sequence[ForeignKey], layer: dict[str, int]) -> list[Net]:
    nets: dict[tuple[str, ...], Net] = {}
    for key in keys:
        parent, child = End(key.parent, key.parent_columns), End(key.child, key.columns)
        child = End(child.table, child.columns, key.on_delete)
        if layer[key.child] < layer[key.parent]:
            # Part of a circle: this one leads the other way.
            net = Net(layer[key.child], [child], [parent])
            nets["back", key.child, key.name] = net
            continue
        net = nets.setdefault(
            (parent.table, *parent.columns), Net(layer[parent.table], [parent], [])
        )
        (net.starts if key.parent == key.child else net.ends).append(child)
    return [nets[name] for name in sorted(nets)]


def _box(schema: Schema, table: Table) -> Box:
    """Primary key, foreign keys, keys that others refer to, other unique columns: each once."""
    foreign = [key.columns for key in schema.foreign_keys if key.child == table.name]
    referred = [key.parent_columns for key in schema.foreign_keys if key.parent == table.name]
    marks: dict[tuple[str, ...], list[str]] = {}
    for columns, mark in (
        *[(columns, "PK") for columns in _primary(table, [*foreign, *referred])],
        *[(columns, "FK") for columns in foreign],
        *[(columns, "UQ") for columns in referred],
        *[(columns, "UQ") for columns in table.unique],
    ):
        here = marks.setdefault(columns, [])
        if mark not in here and not (mark == "UQ" and here):
            here.append(mark)
    return Box(table.name, tuple(Row(columns, " ".join(m)) for columns, m in marks.items()))


def _primary(table: Table, used: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The primary key as one row, or as one per column where a part of it is a foreign key."""
    if not table.key:
        return []
    if table.key in used or not any(set(of) < set(table.key) for of in used):
        return [table.key]
    return [(name,) for name in table.key]
