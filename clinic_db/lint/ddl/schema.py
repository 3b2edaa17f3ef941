"""The tables as the statements so far have left them, by the text of the statements alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from clinic_db.lint.ddl.model import (
    Action,
    AlterTable,
    Change,
    Column,
    Constraint,
    CreateTable,
    DropTable,
    RenameTable,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `columns` and `constraints` in order, `made_in` the file that created it."""

    name: str
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    made_in: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name; case does not count."""
        return next((c for c in self.columns if c.name.lower() == name.lower()), None)

    def has_index_on(self, columns: Sequence[str]) -> bool:
        """Whether an index begins with these columns, in this order."""
        wanted = [name.lower() for name in columns]
        return any(
            made.is_index and [c.lower() for c in made.columns[: len(wanted)]] == wanted
            for made in self.constraints
        )


@dataclass(frozen=True, slots=True)
class Schema:
    """Tables by their name in lower case."""

    tables: Mapping[str, Table] = field(default_factory=dict)

    def table(self, name: str) -> Table | None:
        """The table of that name; case does not count."""
        return self.tables.get(name.lower())

    def after(self, change: Change | None, made_in: str) -> Schema:
        """The schema once a statement of the file `made_in` has run."""
        tables = dict(self.tables)
        if isinstance(change, CreateTable):
            if change.if_absent and change.name.lower() in tables:
                return self
            tables[change.name.lower()] = self._made(change, made_in)
        elif isinstance(change, AlterTable):
            self._altered(change, tables)
        elif isinstance(change, DropTable):
            for name in change.names:
                tables.pop(name.lower(), None)
        elif isinstance(change, RenameTable):
            for old, new in change.pairs:
                _rename(tables, old, new)
        return Schema(tables)

    def _made(self, change: CreateTable, made_in: str) -> Table:
        if change.like:
            pattern = self.table(change.like) or Table(change.like)
            # Foreign keys are not copied.
            kept = tuple(made for made in pattern.constraints if made.kind != "foreign")
            return Table(change.name, pattern.columns, kept, made_in)
        return Table(change.name, change.columns, change.constraints, made_in)

    def _altered(self, change: AlterTable, tables: dict[str, Table]) -> None:
        table = self.table(change.name)
        if table is None:
            return
        for action in change.actions:
            table = _acted(table, action)
        tables[change.name.lower()] = table
        for action in change.actions:
            if action.verb == "rename":
                _rename(tables, change.name, action.name)


def _rename(tables: dict[str, Table], old: str, new: str) -> None:
    table = tables.pop(old.lower(), None)
    if table is not None:
        tables[new.lower()] = replace(table, name=new)


def _acted(table: Table, action: Action) -> Table:
    columns, constraints = list(table.columns), list(table.constraints)
    if action.verb == "add column" and action.column:
        columns.append(action.column)
        constraints += action.column.constraints
    elif action.verb == "modify column" and action.column:
        columns = [action.column if _is(c, action.name) else c for c in columns]
        constraints = [_renamed(c, action.name, action.new_name) for c in constraints]
        constraints += action.column.constraints
    elif action.verb == "rename column":
        columns = [replace(c, name=action.new_name) if _is(c, action.name) else c for c in columns]
        constraints = [_renamed(c, action.name, action.new_name) for c in constraints]
    elif action.verb == "drop column":
        columns = [c for c in columns if not _is(c, action.name)]
        constraints = [_without(c, action.name) for c in constraints]
    elif action.verb in ("set default", "drop default"):
        default = action.verb == "set default"
        columns = [replace(c, default=default) if _is(c, action.name) else c for c in columns]
    elif action.verb == "add constraint" and action.constraint:
        constraints.append(action.constraint)
    elif action.verb == "drop constraint":
        constraints = [c for c in constraints if c.name.lower() != action.name.lower()]
    return replace(table, columns=tuple(columns), constraints=tuple(constraints))


def _is(column: Column, name: str) -> bool:
    return column.name.lower() == name.lower()


def _renamed(constraint: Constraint, old: str, new: str) -> Constraint:
    names = tuple(new if name.lower() == old.lower() else name for name in constraint.columns)
    return replace(constraint, columns=names)


def _without(constraint: Constraint, name: str) -> Constraint:
    """A key without a column that is dropped."""
    left = tuple(column for column in constraint.columns if column.lower() != name.lower())
    return replace(constraint, columns=left)
