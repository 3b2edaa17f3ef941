"""What the modules of this folder pass on to each other."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass

# In the order of the report: what each kind breaks.
KINDS = {
    "check": "a CHECK is dropped",
    "unique": "a UNIQUE key, or the natural key of a table, becomes a plain index",
    "foreign key": "a FOREIGN KEY is dropped",
    "trigger": "a trigger is dropped",
    "negated": "the condition of an IF, ELSEIF or WHILE is turned round",
    "never": "the condition of an IF or ELSEIF is FALSE",
    "term": "one operand of an AND or OR is gone",
    "where": "the condition of an UPDATE or DELETE is turned round",
    "lock": "a FOR UPDATE or FOR SHARE is gone",
    "pin": "a session variable is not pinned",
    "assignment": "a SET NEW.column is gone",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One rule broken.

    Attributes:
        id: names it in reports and in survivors.toml; holds as long as the rule reads the same.
        kind: one of KINDS.
        target: the routine, trigger or table that it changes.
        line: of the target's file; 0 for a constraint.
        sql: an ALTER TABLE for a constraint; else the object's CREATE, '' for a dropped object.
    """

    id: str
    kind: str
    target: str
    line: int
    sql: str

    @property
    def is_constraint(self) -> bool:
        """Whether it is done to a table, not to a routine or trigger."""
        return self.kind in ("check", "unique", "foreign key")

    def matches(self, pattern: str) -> bool:
        """Whether `pattern`, a shell pattern, fits its id, or stands in it."""
        return fnmatch.fnmatchcase(self.id, pattern) or pattern in self.id


@dataclass(frozen=True, slots=True)
class Reach:
    """What a test does when nothing is broken.

    Attributes:
        seconds: how long it takes.
        passed: one that fails anyway says nothing about a mutant.
        touched: routines and triggers that it runs, tables that it writes or tries to.
    """

    seconds: float
    passed: bool
    touched: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant.

    Attributes:
        killer: the test that failed, '' for a survivor.
        why: the end of that test's message.
        tests: how many were run.
    """

    killer: str
    why: str
    tests: int
    seconds: float
