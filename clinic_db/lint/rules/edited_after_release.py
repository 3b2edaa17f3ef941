"""Files of a released version that are not what they were then."""

from __future__ import annotations

from collections.abc import Iterator

from clinic_db import migrations, statements
from clinic_db.errors import ProjectError
from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.model import Kind, Source
from clinic_db.lint.rules.base import Context, found
from clinic_db.model import Statement

NAME = "edited-after-release"
DESCRIPTION = "a migration or rollback of a released version whose statements changed, or is gone"
REASON = (
    "databases that have applied it keep what it was: two databases at the same migration then "
    "differ, and apply refuses the edited file with exit 6"
)
SEVERITY = Severity.ERROR
ASKS = False


def check(context: Context) -> Iterator[Finding]:
    """Compare with the last release, statement by statement: comments may change."""
    release = context.release
    if release is None:
        return
    root = context.reading.project.root
    for source in context.reading.of(Kind.MIGRATION, Kind.ROLLBACK):
        name = release.files.get(source.path.relative_to(root).as_posix())
        if name is None:
            continue
        line = _first_change(source, context, release.content(name))
        if line:
            message = (
                f"{release.tag} has this file with other statements: put it back as it was there, "
                "and write the change as a new migration"
            )
            yield found(source, line, NAME, message, SEVERITY)
    if migrations_of := context.reading.of(Kind.MIGRATION):
        there = {path for path in release.files if (root / path).is_file()}
        for path in sorted(release.files.keys() - there):
            message = f"{release.tag} has {path}, which is gone: put it back"
            yield found(migrations_of[-1], 1, NAME, message, SEVERITY)


def _first_change(source: Source, context: Context, text: str) -> int:
    """The line of the first statement that is not the released one, 0 where all are."""
    try:
        released = statements.split(text, source.shown)
    except ProjectError:
        # The released text cannot be read, so whatever is there now is not the same.
        return 1
    present = [piece.statement for piece in context.reading.pieces[source.shown]]
    for was, now in zip(released, present, strict=False):
        if _digest(was) != _digest(now):
            return now.line
    if len(released) == len(present):
        return 0
    return present[len(released)].line if len(present) > len(released) else 1


def _digest(statement: Statement) -> str:
    return migrations.statement_digest(statement)
