"""A server's refusal in words: where it happened, what stays, what to type next. Pure."""

from __future__ import annotations

import re

from clinic_db.errors import ClinicDbError, LockedError, ServerError, StatementError
from clinic_db.kinds import first_words, kind_of
from clinic_db.model import Statement, Step
from clinic_db.replacing import TRIAL

SYNTAX = 1064
# Where the server says on which line of the statement it gave up.
_SYNTAX = re.compile(r" at line (\d+)$")
# errno → what comes before "run clinic-db … again".
_REMEDY = {
    **dict.fromkeys(ServerError.LOST, "to find out what happened, and to go on from there, "),
    **dict.fromkeys(ServerError.DENIED, "grant the account what it lacks, then "),
    **dict.fromkeys((1290, 1836), "this server takes no writes: connect to one that does, and "),
    **dict.fromkeys((1021, 1026, 1114), "make room on the server, then "),
    **dict.fromkeys((1062, 1451, 1452, 3819), "correct the file, or the rows in its way, then "),
    1153: "raise max_allowed_packet on the server, or cut the statement up, then ",
    1213: "the file is not to blame, another transaction was in its way: ",
    1317: "the file is not to blame, somebody ended the statement (KILL QUERY): ",
    3024: "raise max_execution_time, which ended the statement, then ",
}
_BLOCKED = "when the blocking session has ended, or with a longer {setting}, "
# A server drops the connection when a statement is larger than it takes.
_LARGE = 1 << 20
_TOO_LARGE = "if max_allowed_packet on the server is less than its {size} bytes, raise it; then "
_OF_A_FILE = "correct the file, then "
# The runner's own statement: no file is to be corrected, unless it did something to the session.
_OWN = "see to what the server says, or to what the file did to the session, then "


def failed(
    step: Step,
    ordinal: int,
    error: ServerError,
    *,
    command: str,
    committed: str,
    blocking: tuple[str, ...] = (),
) -> ClinicDbError:
    """The server refused a statement of a file, or the connection broke while it ran.

    Args:
        ordinal: the statement's number, from 1.
        command: what to type again: 'apply' or 'rollback'.
        committed: what stays.
        blocking: the sessions that it waited for.
    """
    statement = step.statements[ordinal - 1]
    lost = error.errno in ServerError.LOST
    what = "was sent, but its answer never came" if lost else "failed"
    there = f", which goes on at statement {_lasting(step, ordinal) + 1}"
    found = LockedError if error.errno == ServerError.LOCK_WAIT else StatementError
    return found(
        f"statement {ordinal} of {len(step.statements)} {what}",
        where=f"{step.path}:{line_of(statement, error)}",
        detail=(error.message, *blocking, f"committed: {committed}"),
        hint=f"{remedy(error, statement)}run clinic-db {command} again"
        + (there if step.kind == "migration" and not lost else ""),
    )


def not_sent(
    step: Step, ordinal: int, error: ServerError, *, command: str, committed: str
) -> ClinicDbError:
    """What must be written down before a statement could not be."""
    statement = step.statements[ordinal - 1]
    return StatementError(
        f"statement {ordinal} of {len(step.statements)} was not sent: the record that it begins "
        "could not be written",
        where=f"{step.path}:{statement.line}",
        detail=(error.message, f"committed: {committed}"),
        hint=f"{remedy(error)}run clinic-db {command} again",
    )


def not_recorded(step: Step, error: ServerError, *, command: str) -> ClinicDbError:
    """All statements ran; that they are done could not be written down."""
    total = len(step.statements)
    return StatementError(
        f"all {total} statement(s) ran, but that they are done could not be recorded",
        where=str(step.path),
        detail=(
            error.message,
            f"committed: {committed(step, total)}; what else is, the next run finds out",
        ),
        hint=f"{remedy(error)}run clinic-db {command} again",
    )


def committed(step: Step, ordinal: int) -> str:
    """Which statements of a migration stay when one fails: all before the last run of data.

    Args:
        ordinal: the statement that failed.
    """
    last = _lasting(step, ordinal)
    whose = step.name if step.action == "apply" else f"the rollback of {step.name}"
    if not last:
        return f"nothing of {whose}"
    return f"statement{'s 1 to' if last > 1 else ''} {last} of {whose}"


def kept(step: Step, ordinal: int) -> str:
    """Like `committed`, of a statement that was sent: a procedure may hold a COMMIT."""
    calls = first_words(step.statements[ordinal - 1].sql, 1) in ("CALL", "EXECUTE")
    own = f"; besides, what statement {ordinal} committed by itself" if calls else ""
    return committed(step, ordinal) + own


def tell_rows_stay(told: ClinicDbError, step: Step, ordinal: int) -> None:
    """Add that rows which should be undone are not, and what a person does about them.

    Args:
        told: the failure of statement `ordinal`.
    """
    first = _lasting(step, ordinal) + 1
    which = f"statement {first}" if first == ordinal else f"statements {first} to {ordinal}"
    command = f"clinic-db resolve {step.name} --statement {first}"
    told.detail = (
        *told.detail,
        f"of {which}, rows stay in a table whose engine knows no transactions",
        f"if statement {first} is done: {command} --done",
        f"if it is not:        {command} --not-done",
    )
    then = told.hint.partition(", which goes on")[0]
    told.hint = f"take these rows out or keep them, and settle it with one of the two; {then}"


def tell_killed(told: ClinicDbError, step: Step, ordinal: int, happened: bool | None) -> None:
    """Add what became of a statement that was ended while it may just have come to its end.

    Args:
        told: the failure of statement `ordinal`.
        happened: None where nobody can tell.
    """
    if happened is None:
        told.detail = (*told.detail[:-1], f"committed: {in_doubt(step, ordinal)}")
    elif happened:
        told.detail = (*told.detail[:-1], f"committed: {committed(step, ordinal + 1)}")
        told.hint = told.hint.removesuffix(str(ordinal)) + str(ordinal + 1)


def in_doubt(step: Step, ordinal: int) -> str:
    """Like `committed`, where the connection broke and the statement may have happened."""
    lasting = committed(step, ordinal)
    if kind_of(step.statements[ordinal - 1].sql).is_undone:
        return lasting
    return f"{lasting}; whether statement {ordinal} is, the next run finds out"


def objects_committed(step: Step, ordinal: int, before: int, error: ServerError) -> str:
    """What stays when an object fails: those before it, and what became of this one.

    Args:
        before: how many objects of this run are done.
    """
    done = f"{before} object(s) before this one" if before else "no object of this run"
    return f"{done}; {_fate(step, ordinal, error)}"


def _fate(step: Step, ordinal: int, error: ServerError) -> str:
    name = f"{step.kind} {step.name}"
    if error.errno in ServerError.LOST:
        return f"what became of {name}, the next run finds out"
    if step.kind == "role":
        return f"{name} keeps what the statements before this one gave or took"
    if step.action == "drop":
        return f"{name} is still there"
    if step.action == "create":
        return f"{name} was not made"
    # A replacement is tried under another name before the old one is dropped.
    sent = [s.sql.split(None, 1)[0] for s in step.statements[: ordinal - 1] if TRIAL not in s.sql]
    if "CREATE" in sent:
        return f"the new {name} is in force"
    return f"{name} is gone" if "DROP" in sent else f"the old {name} is still in force"


def line_of(statement: Statement, error: ServerError) -> int:
    """The line of the file: where the server gave up, else where the statement begins."""
    # A text that the statement runs in its turn has lines of its own.
    own = error.errno == SYNTAX and first_words(statement.sql, 1) not in ("CALL", "PREPARE")
    inside = _SYNTAX.search(error.text) if own else None
    return statement.line + (int(inside[1]) - 1 if inside else 0)


def _lasting(step: Step, ordinal: int) -> int:
    """The number of the last statement that stays when this one fails; 0 for none."""
    undone = [kind_of(statement.sql).is_undone for statement in step.statements[:ordinal]]
    last = ordinal - 1
    if ordinal <= len(undone) and undone[last]:
        while last >= step.first and undone[last - 1]:
            last -= 1
    return last


def remedy(error: ServerError, statement: Statement | None = None) -> str:
    """What comes before the command; `statement` failed, None where it was the runner's own."""
    rows = statement is not None and kind_of(statement.sql).is_undone
    if error.errno == ServerError.LOCK_WAIT:
        # Rows are waited for by InnoDB's own clock.
        setting = "innodb_lock_wait_timeout" if rows else "--lock-wait-timeout"
        return _BLOCKED.format(setting=setting)
    size = len(statement.sql.encode()) if statement else 0
    if error.errno in ServerError.LOST and size >= _LARGE:
        return _TOO_LARGE.format(size=size)
    return _REMEDY.get(error.errno, _OF_A_FILE if statement else _OWN)
