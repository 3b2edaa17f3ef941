"""Routines and views that leave to a default whose rights they run with and what they do."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.ddl.routine import Routine
from clinic_db.lint.rules.base import LASTING, Context, found

NAME = "characteristics"
DESCRIPTION = (
    "a procedure or function without SQL SECURITY, [NOT] DETERMINISTIC or its access to data "
    "(NO SQL, CONTAINS SQL, READS SQL DATA, MODIFIES SQL DATA); a view without SQL SECURITY"
)
REASON = (
    "the defaults are DEFINER, NOT DETERMINISTIC and CONTAINS SQL: who forgot to choose gives "
    "away the owner's rights, and the binary log refuses the function (error 1418)"
)
SEVERITY = Severity.WARNING
ASKS = False


def check(context: Context) -> Iterator[Finding]:
    """Look at every routine and view."""
    for piece in context.reading.pieces_of(*LASTING):
        routine = piece.routine
        if routine is None:
            continue
        if missing := _missing(routine):
            message = f"{routine.kind} {routine.name} does not say {' nor '.join(missing)}"
            yield found(piece.source, routine.named_at, NAME, message, SEVERITY)


def _missing(routine: Routine) -> list[str]:
    missing = []
    if routine.kind in ("procedure", "function", "view") and not routine.security:
        missing.append("with whose rights it runs (SQL SECURITY DEFINER or INVOKER)")
    if routine.kind in ("procedure", "function"):
        if routine.deterministic is None:
            missing.append("whether it is DETERMINISTIC or NOT DETERMINISTIC")
        if not routine.access:
            missing.append("what it does with data (READS SQL DATA, …)")
    return missing
