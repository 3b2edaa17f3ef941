"""What deleting a row, or changing its key, does to other tables: followed through. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_db.docs.markdown import GENERATED, code, code_list, plain, table
from clinic_db.docs.schema import ForeignKey, Schema

_INTRO = """\
Every foreign key and what it does, and per table what deleting one row sets off, followed
through to the last table. Read from `information_schema`.

A foreign key speaks after the triggers of the statement's own table: those that run on a delete
are named, and what they refuse is refused first. The rows that a foreign key deletes or changes
fire no trigger, unless the server is told to (`enable_cascade_triggers`, MySQL 9.7 and later)."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that follows.

    Attributes:
        what: 'refused' (while such rows exist), 'deletes', 'nulls' or 'changes' (the new key is
            copied into the columns).
        path: the foreign keys followed; the last one is the one that acts.
    """

    what: str
    path: tuple[ForeignKey, ...]

    @property
    def key(self) -> ForeignKey:
        return self.path[-1]


_ON_DELETE = {"CASCADE": "deletes", "SET NULL": "nulls"}
_ON_UPDATE = {"CASCADE": "changes", "SET NULL": "nulls"}


def of_delete(schema: Schema, table: str) -> list[Effect]:
    """What deleting one row of `table` does."""
    return _follow(schema, table, None, ())


def of_update(schema: Schema, table: str) -> list[Effect]:
    """What changing the columns of `table` that others refer to does."""
    referred = {c for key in schema.foreign_keys if key.parent == table for c in key.parent_columns}
    return _follow(schema, table, referred, ())


def page(schema: Schema) -> str:
    """docs/cascades.md."""
    parts = ["# What deletes what", GENERATED, _INTRO, "## Foreign keys", _all_keys(schema)]
    for each in schema.tables:
        parts += [f"## {plain(each.name)}", _section(schema, each.name)]
    return "\n\n".join(parts) + "\n"


def _follow(
    schema: Schema, table: str, changed: set[str] | None, path: tuple[ForeignKey, ...]
) -> list[Effect]:
    """Effects of deleting a row of `table`, or of changing its columns `changed`."""
    effects = []
    for key in schema.foreign_keys:
        # A circle ends where it began: the same key again would say the same again.
        if key.parent != table or key in path:
            continue
        if changed is not None and not changed & set(key.parent_columns):
            continue
        rules, rule = (
            (_ON_DELETE, key.on_delete) if changed is None else (_ON_UPDATE, key.on_update)
        )
        effect = Effect(rules.get(rule, "refused"), (*path, key))
        effects.append(effect)
        if effect.what == "deletes":
            effects += _follow(schema, key.child, None, effect.path)
        elif effect.what != "refused":
            effects += _follow(schema, key.child, set(key.columns), effect.path)
    return effects


def _all_keys(schema: Schema) -> str:
    rows = [
        (
            code(key.child),
            code_list(key.columns),
            f"{code(key.parent)} ({code_list(key.parent_columns)})",
            key.on_delete,
            key.on_update,
            code(key.name),
        )
        for key in schema.foreign_keys
    ]
    if not rows:
        return "There are none."
    return table(("Child", "Columns", "Parent", "ON DELETE", "ON UPDATE", "Name"), rows)


def _section(schema: Schema, name: str) -> str:
    lines = ["Deleting one row:", "", *_sentences(of_delete(schema, name))]
    for event in ("BEFORE DELETE", "AFTER DELETE"):
        lines += [
            f"- fires [{code(entry.name)}](objects.md#triggers)"
            for entry in schema.entries
            if (entry.table, entry.event) == (name, event)
        ]
    changes = of_update(schema, name)
    if changes:
        lines += ["", "Changing a key that others refer to:", "", *_sentences(changes)]
    return "\n".join(lines)


_WORDS = {
    "refused": "is refused while {child} has rows that refer to it by {columns}",
    "deletes": "deletes the rows of {child} that refer to it by {columns}",
    "nulls": "sets {columns} of {child} to NULL",
    "changes": "changes {columns} of {child} along",
}


def _sentences(effects: Sequence[Effect]) -> list[str]:
    if not effects:
        return ["- no foreign key is concerned"]
    order = list(_WORDS)
    ranked = sorted(effects, key=lambda effect: (order.index(effect.what), len(effect.path)))
    return [f"- {_sentence(effect)}" for effect in ranked]


def _sentence(effect: Effect) -> str:
    text = _WORDS[effect.what].format(
        child=code(effect.key.child), columns=code_list(effect.key.columns)
    )
    via = [code(key.child) for key in effect.path[:-1]]
    return f"{text} (through {', then '.join(via)})" if via else text
