"""Results as text for people and JSON for machines. Pure: gives strings, prints nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from clinic_db.errors import ClinicDbError, LockedError, ServerError
from clinic_db.hazards import words
from clinic_db.model import Applied, Migration, Result, Step
from clinic_db.standing import Status, Verified

_NUMBER = re.compile(r"(?:Rp )?-?\d[\d.,]*")
_PAST = {
    "apply": "applied",
    "rollback": "rolled back",
    "create": "created",
    "replace": "replaced",
    "drop": "dropped",
}
# Command → what the last line says of the whole run; 'applied' for any other.
_DONE = {"rollback": "rolled back", "reapply": "rolled back and applied again"}


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Left-aligned columns under their headings; numbers are right-aligned."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(row[at]) for row in [list(headings), *cells]) for at in range(len(headings))]
    right = [bool(rows) and all(_NUMBER.fullmatch(row[at]) for row in cells)
             for at in range(len(headings))]  # fmt: skip
    lines: list[Sequence[str]] = [headings, ["─" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )


def step_done(step: Step) -> str:
    """One line for a step that is committed: 'applied      0001_create_patients'."""
    what = step.name if step.kind == "migration" else f"{step.kind} {step.name}"
    why = f"  ({step.why})" if step.why and step.why != "new" else ""
    return f"{_PAST[step.action]:<12} {what}{why}"


def result_text(result: Result) -> str:
    """The last line of a run."""
    if not result.steps:
        return f"{result.address}: nothing to do"
    things = {(step.kind, step.name) for step in result.steps}
    migrations = sum(kind == "migration" for kind, _ in things)
    objects = len(things) - migrations
    parts = [_count(migrations, "migration")] if migrations else []
    parts += [_count(objects, "object")] if objects else []
    verb = _DONE.get(result.command, "applied")
    return (
        f"{result.address}: {verb} {' and '.join(parts)}, {_count(result.statements, 'statement')}"
    )


def plan_text(result: Result) -> str:
    """What would be done, a line a step; then what it does to tables that are there."""
    if not result.steps:
        return f"{result.address}: nothing to do"
    rows = [[s.action, s.kind, s.name, len(s.pending), s.why] for s in result.steps]
    lines = [table(["action", "kind", "name", "statements", "why"], rows)]
    if result.changes:
        lines += ["", table(words.HEADINGS, [words.row(change) for change in result.changes])]
        lines += words.remarks(result.changes)
    return "\n".join(lines)


def result_json(result: Result) -> str:
    """A run, or a plan with its statements, as one JSON document."""
    steps = []
    for step in result.steps:
        steps.append(
            {
                "action": step.action,
                "kind": step.kind,
                "name": step.name,
                "file": str(step.path),
                "statements": len(step.pending),
                "why": step.why,
            }
        )
        if result.command == "plan":
            steps[-1]["sql"] = [statement.sql for statement in step.pending]
    document = {"command": result.command, "database": result.address, "steps": steps,
                "statements": result.statements}  # fmt: skip
    if result.command == "plan":
        document["changes"] = [words.as_json(change) for change in result.changes]
    return _json(document)


def status_text(status: Status) -> str:
    """A table of the migrations and what is left to do."""
    rows = [
        [m.id, state, _when(applied.applied_at)]
        for m in status.migrations
        for applied in [status.history.migrations.get(m.id, Applied(m.id))]
        for state in [migration_state(m, applied)]
    ]
    lines = [f"{status.address} (MySQL {status.version}), project: {status.project}", ""]
    if rows:
        lines += [table(["migration", "state", "applied at (UTC)"], rows), ""]
    lines += [f"not in the files: {name}" for name in strangers(status)]
    lines += [f"warning: {warning}" for warning in status.warnings]
    pending = sum(state != "applied" for _, state, _ in rows)
    ours = status.live.objects.keys() & status.history.objects.keys()
    objects = _count(len(ours), "object")
    lines.append(
        f"{_count(len(rows), 'migration')}, {pending} to apply; "
        f"{objects} on the server, {len(status.pending)} to apply"
    )
    lines += [f"  {step.action} {step.kind} {step.name}: {step.why}" for step in status.pending]
    if status.problem:
        does = "wait" if isinstance(status.problem, LockedError) else "refuse"
        lines += ["", f"apply would {does}: {status.problem}"]
    return "\n".join(lines)


def status_json(status: Status) -> str:
    """The same as `status_text` for machines."""
    migrations = []
    for migration in status.migrations:
        applied = status.history.migrations.get(migration.id, Applied(migration.id))
        at = applied.applied_at
        migrations.append(
            {
                "id": migration.id,
                "state": migration_state(migration, applied),
                "applied_at": at.isoformat() + "Z" if at else None,
                "statements": len(migration.apply.statements),
                "done": applied.done,
            }
        )
    objects = [{"kind": s.kind, "name": s.name, "action": s.action, "why": s.why}
               for s in status.pending]  # fmt: skip
    return _json(
        {
            "project": status.project,
            "database": status.address,
            "server": status.version,
            "migrations": migrations,
            "unknown": strangers(status),
            "objects": objects,
            "warnings": list(status.warnings),
            "problem": str(status.problem) if status.problem else None,
        }
    )


def migration_state(migration: Migration, applied: Applied) -> str:
    """'applied', 'pending', or how far a half-done one got and at which line it stands."""
    total = len(migration.apply.statements)
    if applied.undone or applied.undo_running:
        return f"half rolled back, {applied.undone} statement(s) undone"
    if applied.finished:
        return "applied"
    if applied.done or applied.running:
        line = migration.apply.statements[min(applied.done, total - 1)].line
        return f"half applied, {applied.done} of {total} done, stands at line {line}"
    return "pending"


def verified_text(found: Verified) -> str:
    """What `verify` found, one line each, and what to do about it."""
    lines = []
    if found.findings:
        rows = [[f.what, f.name, f.where, f.text] for f in found.findings]
        lines += [table(["finding", "name", "file", "what is wrong"], rows), ""]
        hints = dict.fromkeys((f.what, f.hint) for f in found.findings)
        lines += [*(f"next, {what}: {hint}" for what, hint in hints), ""]
    lines += [f"warning: {warning}" for warning in found.warnings]
    lines += [f"cannot be told: {name}, of which no statement is recorded (yoyo applied it); "
              f"clinic-db mark {name} records them" for name in found.unrecorded]  # fmt: skip
    lines.append(
        f"{found.address}: {_count(found.migrations, 'migration')} and "
        f"{_count(found.objects, 'object')} verified, {_count(len(found.findings), 'finding')}"
    )
    return "\n".join(lines)


def verified_json(found: Verified) -> str:
    """The same as `verified_text` for machines."""
    return _json(
        {
            "database": found.address,
            "migrations": found.migrations,
            "objects": found.objects,
            "unrecorded": list(found.unrecorded),
            "warnings": list(found.warnings),
            "findings": [
                {
                    "what": f.what,
                    "name": f.name,
                    "where": f.where,
                    "text": f.text,
                    "detail": list(f.detail),
                    "next": f.hint,
                }
                for f in found.findings
            ],
        }
    )


def lock_text(address: str, holder: str) -> str:
    """Who holds the lock, and why there is never one to break.

    Args:
        holder: '' where nobody does.
    """
    if not holder:
        return (
            f"{address}: nobody holds the lock\n"
            "there is never a stale one to break: it is a session's, and ends with it"
        )
    return (
        f"{address}: {holder}\n"
        "there is no stale lock to break: this one is that session's, and ends with it. Stop the\n"
        "run with Ctrl-C, or end its connection on the server with KILL and its number"
    )


def strangers(status: Status) -> list[str]:
    """Applied migrations that have no file."""
    return sorted(status.history.migrations.keys() - {m.id for m in status.migrations})


def is_pending(status: Status) -> bool:
    """True where `apply` would do something, or refuse to."""
    finished = {name for name, applied in status.history.migrations.items() if applied.finished}
    unfinished = any(migration.id not in finished for migration in status.migrations)
    return bool(unfinished or status.pending or strangers(status))


def error_json(error: ClinicDbError) -> str:
    """An error as one JSON document; `server` is what the server itself said, if it did."""
    cause = error if isinstance(error, ServerError) else error.__cause__
    said = None
    if isinstance(cause, ServerError):
        said = {"errno": cause.errno, "sqlstate": cause.sqlstate, "text": cause.text}
    return _json(
        {
            "error": {
                "kind": type(error).__name__.removesuffix("Error"),
                "message": error.message,
                "where": error.where,
                "detail": list(error.detail),
                "server": said,
                "next": error.hint,
                "exit_code": error.exit_code,
            }
        }
    )


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _when(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
