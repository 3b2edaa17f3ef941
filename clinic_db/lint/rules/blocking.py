"""Changes that a full table feels: writers wait, or it is written anew. By asking a server."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint import tools
from clinic_db.lint.model import Kind
from clinic_db.lint.oracle import Answer
from clinic_db.lint.rules.base import Context, found

NAME = "blocking"
DESCRIPTION = "a statement for which the server rebuilds or copies a table, or makes writers wait"
REASON = (
    "on a full table it takes minutes to hours: the application stands still, or the disk fills "
    "up and replicas fall behind"
)
SEVERITY = Severity.WARNING
ASKS = True


def check(context: Context) -> Iterator[Finding]:
    """Look at what the server did with each statement that changes a table it found."""
    for source, trial in context.trials_of(Kind.MIGRATION):
        for line, answer in trial.answers:
            piece = context.piece_at(source, line)
            if answer.is_blocking and not piece.is_new(answer.table):
                message = f"{_cost(answer)}; {_advice(context, answer.table, source.shown)}"
                yield found(source, piece.tokens[0], NAME, message, SEVERITY)


def _cost(answer: Answer) -> str:
    because = f" ({answer.why})" if answer.why else ""
    table = answer.table
    if answer.algorithm == "COPY":
        return (
            f"ALGORITHM=COPY, LOCK={answer.lock}: {table} is copied row by row and nobody can "
            f"write to it meanwhile{because}"
        )
    if not answer.writes:
        return (
            f"ALGORITHM=INPLACE, LOCK={answer.lock}: nobody can write to {table} until it is "
            f"done{because}"
        )
    return (
        f"ALGORITHM={answer.algorithm}, LOCK=NONE: writes to {table} go on, but all of it is "
        f"written anew, which needs its size on the disk and holds up replicas{because}"
    )


def _advice(context: Context, table: str, shown: str) -> str:
    schema = context.reading.after[shown]
    own = schema.table(table)
    foreign = [made for made in own.constraints if made.kind == "foreign"] if own else []
    parents = {
        other.name
        for other in schema.tables.values()
        for made in other.constraints
        if made.kind == "foreign" and made.parent.lower() == table.lower()
    }
    return tools.advice(
        table,
        child_of=sorted({made.parent for made in foreign}),
        parent_of=sorted(parents),
        triggers=context.reading.triggers_of(table),
    )
