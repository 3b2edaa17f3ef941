"""Why apply refuses statements, and what to type if they are meant. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from clinic_db.errors import UnsafeError
from clinic_db.hazards import BLOCKING, DESTRUCTIVE, RULES, asking, words
from clinic_db.hazards.live import Ties
from clinic_db.lint import tools
from clinic_db.model import TableChange

# From here on a table is for the tools that change it beside the running server.
LARGE_ROWS = 1_000_000
LARGE_BYTES = 1 << 30
_LONGEST = 200
# Told in full; more are counted.
_STATEMENTS = 10
_TABLES = 5

TiesOf = Callable[[str], Ties]


def rules_of(change: TableChange, allowed: Collection[str] = ()) -> tuple[str, ...]:
    """The rules that a change of a table with rows goes against, those set aside left out."""
    broken = {DESTRUCTIVE: bool(change.losses), BLOCKING: change.is_blocking}
    return tuple(rule for rule in RULES if broken[rule] and rule not in allowed)


def warnings(changes: Sequence[TableChange], allowed: Collection[str]) -> Iterator[str]:
    """One for each rule that `apply` would stop at, as far as estimates tell."""
    for rule in RULES:
        full = [c for c in changes if c.rows and rule in rules_of(c, allowed)]
        if places := list(dict.fromkeys(change.where for change in full)):
            yield f"apply asks for --allow-unsafe {rule}: {', '.join(places)}"


def error(changes: Sequence[TableChange], allowed: Collection[str], ties_of: TiesOf) -> UnsafeError:
    """The refusal of changes of tables that hold rows, each of which goes against a rule.

    Args:
        allowed: the rules that are set aside.
        ties_of: a table's foreign keys and triggers; asked only of large tables.
    """
    statements = [
        list(group) for _, group in groupby(changes, lambda change: (change.where, change.sql))
    ]
    first, *others = statements
    detail = [*_facts(first, allowed, ties_of)]
    for other in others[: _STATEMENTS - 1]:
        detail.append(f"also {other[0].where}: {_head(other, allowed)}")
        detail += [f"  {fact}" for fact in _facts(other, allowed, ties_of)]
    if (more := len(statements) - _STATEMENTS) > 0:
        detail.append(f"and {more} more statement{'s' * (more > 1)}, which clinic-db plan shows")
    rules = [rule for rule in RULES if any(rule in rules_of(c, allowed) for c in changes)]
    return UnsafeError(
        _head(first, allowed),
        where=first[0].where,
        detail=(*detail, "nothing was changed"),
        hint=_hint(rules, allowed, {change.not_asked for change in changes}),
    )


def _head(changes: Sequence[TableChange], allowed: Collection[str]) -> str:
    """'refused as destructive and blocking: …' of one statement."""
    rules = [rule for rule in RULES if any(rule in rules_of(c, allowed) for c in changes)]
    return f"refused as {' and '.join(rules)}: {'; '.join(_harm(changes, rules))}"


def _harm(changes: Sequence[TableChange], rules: Collection[str]) -> Iterator[str]:
    if DESTRUCTIVE in rules:
        losses = list(dict.fromkeys(loss for change in changes for loss in change.losses))
        yield "; ".join(losses)
    if BLOCKING in rules:
        change = changes[0]
        yield (
            f"nobody may be able to write to {change.table} until it is done"
            if change.not_asked
            else f"nobody can write to {change.table} until it is done"
        )


def _facts(
    changes: Sequence[TableChange], allowed: Collection[str], ties_of: TiesOf
) -> Iterator[str]:
    """The statement, its tables, the way the server takes, and who could do it better."""
    yield " ".join(changes[0].sql.split())[:_LONGEST]
    for change in changes[:_TABLES]:
        yield f"{change.table} holds {words.extent(_at_least_one(change))}"
    if len(changes) > _TABLES:
        yield f"and {len(changes) - _TABLES} more tables with rows"
    change = changes[0]
    if change.not_asked:
        yield f"no server was asked which algorithm it takes: {change.not_asked}"
    elif change.algorithm:
        because = f" ({change.why})" if change.why else ""
        yield f"the server takes {words.way(change)}{because}"
    if change.algorithm == "COPY" and _is_large(change) and BLOCKING not in allowed:
        ties = ties_of(change.table)
        yield tools.advice(
            change.table,
            child_of=ties.child_of,
            parent_of=ties.parent_of,
            triggers=ties.triggers,
        )


def _at_least_one(change: TableChange) -> TableChange:
    """An estimate may say 0 of a table that was seen to hold a row."""
    return replace(change, rows=max(change.rows, 1))


def _is_large(change: TableChange) -> bool:
    return change.rows > LARGE_ROWS or change.bytes > LARGE_BYTES


def _hint(rules: Sequence[str], allowed: Collection[str], not_asked: Collection[str]) -> str:
    options = " ".join(f"--allow-unsafe {rule}" for rule in (*allowed, *rules))
    before = {
        (DESTRUCTIVE,): "take a backup, then",
        (BLOCKING,): "when writers can wait,",
        (DESTRUCTIVE, BLOCKING): "take a backup, and when writers can wait,",
    }[tuple(rules)]
    other = ""
    if asking.LEFT_OUT in not_asked:
        other = f"leave {asking.LEFT_OUT} out, so that a server is asked; or, "
    elif any(reason.startswith(asking.NOT_TO_BE_HAD) for reason in not_asked):
        other = f"name a server that may be asked with {asking.OPTION} URL; or, "
    return f"{other}{before} clinic-db apply {options}"
