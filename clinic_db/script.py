"""The text of a plan: what would be sent, for the plain `mysql` client. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from clinic_db import pins, queries, session
from clinic_db.hazards import words
from clinic_db.kinds import Kind, kind_of
from clinic_db.model import Result, Statement, Step, TableChange
from clinic_db.paste import for_client


@dataclass(frozen=True, slots=True)
class Part:
    """Statements that belong together, and the comment lines above them."""

    title: tuple[str, ...]
    statements: tuple[str, ...]


def text(result: Result, lock_wait_timeout: int) -> str:
    """The whole plan as SQL that can be pasted or piped into the client.

    Raises:
        ProjectError: a statement that no delimiter of the client can end.
    """
    blocks = [_head(result)]
    for part in parts(result.steps, lock_wait_timeout, result.changes):
        lines = "".join(f"-- {line}\n" for line in part.title)
        blocks.append(lines + for_client(Statement(sql, 1) for sql in part.statements))
    return "\n".join(blocks)


def parts(
    steps: Sequence[Step], lock_wait_timeout: int, changes: Sequence[TableChange] = ()
) -> Iterator[Part]:
    """All that a run of `steps` sends, in order, its own bookkeeping left out.

    Args:
        changes: what is said above the statements of tables that are there.

    A COMMIT follows the rows that belong together; nothing says it after statements that commit by
    themselves.
    """
    if not steps:
        return
    opening = pins.opening(lock_wait_timeout)
    yield Part(("The session, as the toolkit opens it",), opening)
    for is_migration, group in groupby(steps, lambda step: step.kind == "migration"):
        if not is_migration:
            yield from (_part(step, [each.sql for each in step.pending]) for step in group)
            continue
        yield Part(("The toolkit commits by itself",), (queries.get("autocommit_off"),))
        for step in group:
            before = tuple(session.resuming(step)) if step.first > 1 else ()
            if before:
                yield Part(("The session, as the statements that are done left it",), before)
            yield _part(step, _committed(step.pending), changes)
            if session.is_changed(step.statements):
                forgotten = session.forgetting(step.statements)
                again = (*forgotten, *opening, queries.get("autocommit_off"))
                yield Part(("What the file SETs ends with it",), again)
        yield Part(("Back to one transaction per statement",), (queries.get("autocommit_on"),))


def _head(result: Result) -> str:
    if not result.steps:
        return f"-- {result.address}: nothing to do\n"
    undo = any(step.action == "rollback" for step in result.steps)
    command = "rollback" if undo else "apply"
    count = sum(len(step.pending) for step in result.steps)
    lines = [
        f"What `clinic-db {command}` would send to {result.address}, in its order: {count} "
        "statement(s).",
        "",
        "Paste it into the mysql client, or pipe it: mysql --comments … < plan.sql",
        "",
        "The record of it (the journal, the history) is not part of it: to clinic-db the database",
        "will look as it does now.",
        *_recording(result.steps, undo=undo),
    ]
    return "".join(f"-- {line}".rstrip() + "\n" for line in lines)


def _recording(steps: Sequence[Step], *, undo: bool) -> list[str]:
    """How to record by hand what the text did."""
    names = [step.name for step in steps if step.kind == "migration"]
    if undo:
        return ["Record it afterwards:", *(f"    clinic-db unmark {name}" for name in names)]
    told = ["Record it afterwards:"] if names else []
    if len(names) == 1:
        told.append(f"    clinic-db mark {names[0]}")
    elif names:
        told.append(f"    clinic-db baseline {names[-1]}")
    if len(names) < len(steps):
        told.append("Views, routines, triggers and roles are recorded by the next clinic-db apply,")
        told.append("which makes them once more.")
    return told


def _part(step: Step, statements: Sequence[str], changes: Sequence[TableChange] = ()) -> Part:
    why = f": {step.why}" if step.why else ""
    told = [
        words.comment(c) for c in changes if c.migration == step.name and step.action == "apply"
    ]
    title = (f"{step.action} {step.kind} {step.name}{why}", str(step.path), *told)
    return Part(title, tuple(statements))


def _committed(statements: Sequence[Statement]) -> list[str]:
    """The statements, and a COMMIT where the run commits rows."""
    found = []
    for statement, following in pairwise([*statements, None]):
        assert statement is not None
        found.append(statement.sql)
        kind = kind_of(statement.sql)
        together = following is not None and kind_of(following.sql).is_undone
        if kind is Kind.UNKNOWN or (kind.is_undone and not together):
            found.append("COMMIT")
    return found
