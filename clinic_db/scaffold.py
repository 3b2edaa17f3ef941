"""Write the skeleton of a new migration."""

from __future__ import annotations

import re
from pathlib import Path

from clinic_db import migrations
from clinic_db.errors import ProjectError, UsageError
from clinic_db.project import ROLLBACK, Project

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"(\d+)_")

# Lint tells who left it standing.
PLACEHOLDER = "Why this change is needed."
APPLY = f"""\
-- Migration: {{id}}
--
-- {PLACEHOLDER}
{{depends}}
"""
UNDO = """\
-- Rollback: {id}
--
-- Gives back exactly what was there before.
"""


def new_migration(project: Project, name: str) -> tuple[Path, Path]:
    """Write `NNNN_name.sql` and `NNNN_name.rollback.sql`, depending on the last migration.

    Raises:
        UsageError: a name that is not lower case words joined by '_'.
        ProjectError: the bundled clinic is not to be written to; a file is there already.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} is not a name for a migration",
            hint="verb and noun in lower case, joined by '_': add_patient_nickname",
        )
    if project.bundled:
        raise ProjectError(
            "no project here to write to (the bundled clinic is read-only)",
            hint="cd into your project, or name it with --project DIR",
        )
    last = migrations.last_id(project)
    number = _NUMBER.match(last)
    width = len(number[1]) if number else 4
    new_id = f"{int(number[1]) + 1 if number else 1:0{width}}_{name}"
    paths = (project.migrations / f"{new_id}.sql", project.migrations / f"{new_id}{ROLLBACK}")
    for path in paths:
        if path.exists():
            raise ProjectError("the file is there already", where=project.show(path))
    depends = f"-- depends: {last}" if last else ""
    paths[0].write_text(APPLY.format(id=new_id, depends=depends), encoding="utf-8")
    paths[1].write_text(UNDO.format(id=new_id), encoding="utf-8")
    return paths
