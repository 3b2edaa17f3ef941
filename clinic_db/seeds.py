"""Load the rows of `seeds/NAME/`: each file in one transaction, in order of the names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from clinic_db import failures, statements
from clinic_db.database import Connection
from clinic_db.errors import ProjectError, ServerError, StatementError
from clinic_db.kinds import Kind, first_words, kind_of
from clinic_db.model import Script
from clinic_db.project import Project, seed_files


def load(
    project: Project,
    name: str,
    connection: Connection,
    on_done: Callable[[Script, int], None] = lambda *_: None,
) -> int:
    """Load one folder of seeds.

    Args:
        name: the folder below `seeds/`.
        on_done: told of each file once it is committed, with the number of rows it changed.

    Returns:
        How many rows were changed in all; 0 when everything was there already.

    Raises:
        ProjectError: an unreadable file, or one that holds more than data.
        StatementError: what the server refused; nothing of that file is kept.
    """
    scripts = read(project, name)
    total = 0
    for script in scripts:
        rows = _load_one(script, connection)
        total += rows
        on_done(script, rows)
    return total


def read(project: Project, name: str) -> list[Script]:
    """The files of one folder of seeds, checked.

    Raises:
        ProjectError: an unreadable file, or one that holds more than data.
    """
    return [read_one(project, path) for path in seed_files(project, name)]


def read_one(project: Project, path: Path) -> Script:
    """One file of seeds, checked.

    Raises:
        ProjectError: as `read`, for what is wrong in this file.
    """
    script = statements.refuse_empty(statements.read(path, project.root))
    for statement in script.statements:
        if kind_of(statement.sql) in (Kind.DDL, Kind.TRANSACTION, Kind.UNKNOWN):
            raise ProjectError(
                f"{first_words(statement.sql)} in a seed, which holds rows and is one transaction",
                where=f"{script.path}:{statement.line}",
                hint="put it into a migration",
            )
    return script


def _load_one(script: Script, connection: Connection) -> int:
    changed = 0
    with connection.transaction():
        for number, statement in enumerate(script.statements, 1):
            try:
                affected = connection.execute(statement.sql)
            except ServerError as error:
                raise StatementError(
                    f"the seed was refused: statement {number} of {len(script.statements)} failed",
                    where=f"{script.path}:{failures.line_of(statement, error)}",
                    detail=(error.message, "nothing of this file is kept"),
                    hint=f"{failures.remedy(error, statement)}run clinic-db seed again",
                ) from error
            if kind_of(statement.sql) is Kind.DML and statement.sql[:6].upper() != "SELECT":
                changed += affected
    return changed
