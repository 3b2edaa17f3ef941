"""What a statement makes or changes, as records. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clinic_db.lint.ddl.tokens import Token


@dataclass(frozen=True, slots=True)
class Constraint:
    """A key, a foreign key or a check.

    Attributes:
        kind: 'primary', 'unique', 'index', 'fulltext', 'spatial', 'foreign' or 'check'.
        name: as it is written, '' where the server chooses one.
        columns: the columns in order; an expression in a key has none and ends the list.
        parent, parent_columns: what a foreign key refers to.
        at: the token where it begins.
    """

    kind: str
    name: str
    columns: tuple[str, ...]
    at: Token
    parent: str = ""
    parent_columns: tuple[str, ...] = ()

    @property
    def is_index(self) -> bool:
        """Whether rows can be looked up by its first columns."""
        return self.kind in ("primary", "unique", "index")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's definition.

    Attributes:
        type: the data type in upper case, without its arguments: 'VARCHAR', 'BIGINT'.
        arguments: its numbers, or the values of an ENUM or SET.
        words: every keyword of the definition behind the type, in upper case.
        default: whether a value is there for rows that give none: DEFAULT, AUTO_INCREMENT or
            generated.
        comment: None where there is no COMMENT.
        charset, collation: '' where none is given.
        constraints: those that stand inside the definition.
        at: the token of its name.
    """

    name: str
    type: str
    arguments: tuple[str, ...]
    words: tuple[str, ...]
    is_required: bool
    default: bool
    comment: str | None
    charset: str
    collation: str
    constraints: tuple[Constraint, ...]
    at: Token

    @property
    def is_generated(self) -> bool:
        return "AS" in self.words

    @property
    def is_unsigned(self) -> bool:
        return "UNSIGNED" in self.words or "ZEROFILL" in self.words


@dataclass(frozen=True, slots=True)
class CreateTable:
    """CREATE TABLE; `like` is the table it copies, `from_query` its rows come from a query."""

    name: str
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]
    options: Mapping[str, Token]
    at: Token
    like: str = ""
    from_query: bool = False
    temporary: bool = False
    if_absent: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """One part of an ALTER TABLE.

    Attributes:
        verb: 'add column', 'modify column', 'drop column', 'rename column', 'set default',
            'drop default', 'add constraint', 'drop constraint', 'rename index', 'rename',
            'convert', 'option', 'drop partition', 'truncate partition', 'discard partition',
            'discard' of all rows, or 'other'.
        name: the column, constraint or index it is about as it is called before; for 'rename'
            the new name of the table.
        new_name: what a column or index is called afterwards.
        options: the table options of 'option' and 'convert', by their names.
    """

    verb: str
    at: Token
    name: str = ""
    new_name: str = ""
    column: Column | None = None
    constraint: Constraint | None = None
    options: Mapping[str, Token] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlterTable:
    """ALTER TABLE with its parts in order; CREATE INDEX and DROP INDEX are one part each."""

    name: str
    actions: tuple[Action, ...]
    at: Token


@dataclass(frozen=True, slots=True)
class DropTable:
    """DROP TABLE."""

    names: tuple[str, ...]
    at: Token


@dataclass(frozen=True, slots=True)
class RenameTable:
    """RENAME TABLE: (old, new) pairs in order."""

    pairs: tuple[tuple[str, str], ...]
    at: Token


@dataclass(frozen=True, slots=True)
class Emptied:
    """TRUNCATE, or a DELETE that names no rows."""

    name: str
    at: Token
    how: str


Change = CreateTable | AlterTable | DropTable | RenameTable | Emptied
