"""What the stages say, as findings that stand in a file like those of lint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from clinic_db.differences import Difference
from clinic_db.drift import Drift
from clinic_db.errors import ClinicDbError
from clinic_db.findings import files
from clinic_db.findings.model import Finding
from clinic_db.model import Finding as Verified
from clinic_db.model import Migration
from clinic_db.project import OBJECT_FOLDERS, Project

# Stage → what one of its findings is about, for the formats that describe their rules.
RULES = {
    "verify": "what the database holds is not what was applied from the files",
    "apply": "the files cannot be applied to an empty database",
    "round-trip": "to roll everything back and apply it again does not lead where it began",
    "drift": "the database differs from what the files say",
}
_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d+))?")


def of_error(project: Project, rule: str, error: ClinicDbError) -> Finding:
    """What stopped a stage, at the file and line that it names."""
    facts = f" ({'; '.join(error.detail)})" if error.detail else ""
    hint = f"; next: {error.hint}" if error.hint else ""
    where = "" if _file(project, error.where) else f"{error.where}: " if error.where else ""
    return _at(project, error.where, rule, f"{where}{error.message}{facts}{hint}")


def of_verified(project: Project, found: Iterable[Verified]) -> Iterator[Finding]:
    """What verify found."""
    for each in found:
        text = f"{each.name}: {each.text}; next: {each.hint}"
        yield _at(project, each.where, "verify", text)


def of_drift(
    project: Project, migrations: Sequence[Migration], rule: str, drift: Drift
) -> Iterator[Finding]:
    """What differs, where the files speak of it last, and what could not be seen."""
    for finding in drift.findings:
        difference = finding.difference
        yield _at(project, _source(migrations, difference), rule, _words(difference))
    for unseen in drift.unseen:
        what = ", ".join(unseen.names) or "all of them"
        yield _at(project, "", rule, f"{unseen.kind} not compared: {what}; needs {unseen.needs}")


def _words(difference: Difference) -> str:
    head = f"{difference.kind} {difference.name} is {difference.what}"
    if difference.what != "changed":
        return head
    parts = [
        f"{name} is {actual or 'nothing'!r}, the files say {expected or 'nothing'!r}"
        for name, (expected, actual) in difference.attributes.items()
    ]
    return f"{head}: {'; '.join(parts)}"


def _source(migrations: Sequence[Migration], difference: Difference) -> str:
    """The object's file, or the last statement about the table."""
    if difference.kind in OBJECT_FOLDERS:
        return f"{OBJECT_FOLDERS[difference.kind]}/{difference.name}.sql"
    table = re.compile(rf"\b{re.escape(difference.name.partition('.')[0])}\b", re.I)
    for migration in reversed(migrations):
        for statement in reversed(migration.apply.statements):
            if table.search(statement.sql):
                return f"{migration.apply.path}:{statement.line}"
    return ""


def _at(project: Project, where: str, rule: str, message: str) -> Finding:
    """A finding in the file that `where` names; in the folder of the migrations for none."""
    path = _file(project, where)
    match = _PLACE.fullmatch(where)
    line = int(match["line"] or 1) if path and match else 1
    shown = files.show(path or project.migrations)
    return Finding(shown, line, 1, rule, " ".join(message.split()))


def _file(project: Project, where: str) -> Path | None:
    match = _PLACE.fullmatch(where)
    path = project.root / match["path"] if match else None
    return path if path is not None and path.is_file() else None
