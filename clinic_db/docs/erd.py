"""docs/erd.md: the tables and their foreign keys as a Mermaid diagram. Pure."""

from __future__ import annotations

import re

from clinic_db.docs.markdown import GENERATED
from clinic_db.docs.schema import ForeignKey, Schema, Table


def page(schema: Schema) -> str:
    """The page: the picture, then the diagram that GitHub draws, with every column."""
    return "\n\n".join(
        (
            "# The tables",
            GENERATED,
            "The picture shows the keys, and what each foreign key does when the row it refers to "
            "is deleted.\nThe same with every column, drawn by Mermaid, is below it; what follows "
            "from a delete is in\n[cascades.md](cascades.md).",
            "![The tables and their foreign keys](erd.svg)",
            f"```mermaid\n{diagram(schema)}\n```\n",
        )
    )


def diagram(schema: Schema) -> str:
    """The Mermaid text: an entity per table, a line per foreign key."""
    lines = ["erDiagram"]
    for table in schema.tables:
        lines.append(f"    {_name(table.name)} {{")
        lines += [f"        {_column(schema, table, c.name)}" for c in table.columns]
        lines.append("    }")
    lines += [f"    {_relation(schema, key)}" for key in schema.foreign_keys]
    return "\n".join(lines)


def _column(schema: Schema, table: Table, name: str) -> str:
    marks = []
    if name in table.key:
        marks.append("PK")
    if any(key.child == table.name and name in key.columns for key in schema.foreign_keys):
        marks.append("FK")
    if (name,) in table.unique:
        marks.append("UK")
    return " ".join(
        part for part in (table.column(name).type, _word(name), ", ".join(marks)) if part
    )


def _relation(schema: Schema, key: ForeignKey) -> str:
    child = schema.table(key.child)
    is_optional = any(child.column(name).is_nullable for name in key.columns)
    # At most one child where some unique key lies within the foreign key's columns.
    is_single = any(set(of) <= set(key.columns) for of in (child.key, *child.unique) if of)
    line = f"{'|o' if is_optional else '||'}--{'o|' if is_single else 'o{'}"
    label = f"{', '.join(key.columns)} ({key.on_delete})".replace('"', "'")
    return f'{_name(key.parent)} {line} {_name(key.child)} : "{label}"'


def _name(table: str) -> str:
    """A table's name as Mermaid takes it: bare where it can be."""
    if re.fullmatch(r"[A-Za-z_]\w*", table, re.ASCII):
        return table
    return '"' + re.sub(r'["%\\]', "_", table) + '"'


def _word(column: str) -> str:
    """A column's name as Mermaid takes it: it knows no quotes there."""
    word = re.sub(r"[^\w-]", "_", column)
    return word if word[:1].isalpha() else f"_{word}"
