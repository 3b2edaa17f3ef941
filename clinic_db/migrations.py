"""Read the versioned migrations in yoyo's file format, check them and put them in order.

The only module that knows yoyo, which is asked to sort where the file names alone do not already
give an order that respects every `-- depends:`. (Reading through yoyo would take its statement
splitter along, which cuts stored routines to pieces.)
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from clinic_db import statements
from clinic_db.errors import ProjectError
from clinic_db.kinds import Kind, first_words, kind_of, plain
from clinic_db.model import Migration, Script, Statement
from clinic_db.project import ROLLBACK, Project, migration_files
from clinic_db.statements import BOM

# Beside the statement, or anywhere in the file.
_REPEATABLE = re.compile(r"^\s*--\s*clinic-db\s*:\s*repeatable\b", re.M)
_ALL_LOCKS = re.compile(r"\brelease_all_locks\s*\(")
_DIRECTIVE = re.compile(r"^\s*--\s*(depends|transactional|irreversible)\s*:\s*(.*?)\s*$")


def read(project: Project) -> list[Migration]:
    """Every migration of the project, in the order in which they are applied.

    Raises:
        ProjectError: an unreadable or empty file, a statement that does not belong in a migration,
            an unknown dependency, a cycle, two heads.
    """
    shown = Path(project.show(project.migrations))
    return ordered([_read_one(path, shown / path.name) for path in migration_files(project)])


def last_id(project: Project) -> str:
    """The id of the migration that comes last, '' in a project without any."""
    found = read(project)
    return found[-1].id if found else ""


def statement_digest(statement: Statement) -> str:
    """A statement's digest; line endings do not count."""
    text = statement.sql.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(text.encode()).hexdigest()


def history_hash(migration_id: str) -> str:
    """The key of a migration in yoyo's history table: SHA-256 of its id."""
    return hashlib.sha256(migration_id.encode()).hexdigest()


def ordered(found: Sequence[Migration]) -> list[Migration]:
    """`found` (in order of their names) with every migration after those it depends on.

    A project in which no file says `-- depends:` is ordered by name, as yoyo does.

    Raises:
        ProjectError: an unknown dependency, a cycle, two heads.
    """
    sequence = in_order(found)
    _check_one_head(sequence)
    return sequence


def in_order(found: Sequence[Migration]) -> list[Migration]:
    """As `ordered`, whether one comes last or several do.

    Raises:
        ProjectError: an unknown dependency, a cycle.
    """
    by_id = {migration.id: migration for migration in found}
    _check_known(found, by_id)
    if _respects_dependencies(found):
        return list(found)
    return _sorted_by_yoyo(list(found), by_id)


def heads(found: Sequence[Migration]) -> list[Migration]:
    """The migrations that no other one depends on; none where no file says `-- depends:`."""
    needed = {name for migration in found for name in migration.depends}
    return [migration for migration in found if migration.id not in needed] if needed else []


def read_one(path: Path, project: Project) -> Migration:
    """One migration with its rollback.

    Raises:
        ProjectError: as `read`, for what is wrong in these two files.
    """
    return _read_one(path, Path(project.show(path)))


def _read_one(path: Path, shown: Path) -> Migration:
    text = statements.text_of(path, shown)
    directives = _directives(text, shown)
    name = path.stem
    undo = path.with_name(name + ROLLBACK)
    return Migration(
        id=name,
        apply=_script(text, shown),
        rollback=_read_script(undo, shown.with_name(undo.name)) if os.path.isfile(undo) else None,
        depends=tuple(directives.get("depends", "").split()),
        irreversible=directives.get("irreversible", ""),
    )


def _read_script(path: Path, shown: Path) -> Script:
    return _script(statements.text_of(path, shown), shown)


def _script(text: str, shown: Path) -> Script:
    script = statements.script(text, shown)
    if not script.statements:
        raise ProjectError(
            "the file holds no statement",
            where=str(shown),
            hint="write its SQL or remove it",
        )
    gives_up = "release_all_locks" in text.lower()
    for statement in script.statements:
        if kind_of(statement.sql) is Kind.TRANSACTION:
            raise ProjectError(
                f"{first_words(statement.sql)} in a migration: the runner keeps the transactions",
                where=f"{shown}:{statement.line}",
                hint="remove it; data changes are committed together with their journal row",
            )
        if gives_up and _ALL_LOCKS.search(plain(statement.sql, texts=False).lower()):
            raise ProjectError(
                "RELEASE_ALL_LOCKS() in a migration: it gives up the lock of this run as well",
                where=f"{shown}:{statement.line}",
                hint="RELEASE_LOCK('name') of each lock that the file takes",
            )
    if _REPEATABLE.search(text):
        script = replace(script, repeatable=True)
    return script


def _directives(text: str, shown: Path) -> dict[str, str]:
    """`-- name: value` lines above the first statement; a repeated name adds to its value."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.removeprefix(BOM).splitlines(), 1):
        if line.strip() and not line.lstrip().startswith(("--", "#")):
            break
        match = _DIRECTIVE.match(line)
        if match is None:
            continue
        name, value = match.groups()
        if name != "transactional" and not value:
            raise ProjectError(
                f"'-- {name}:' says nothing",
                where=f"{shown}:{number}",
                hint="complete the line, or remove it",
            )
        found[name] = f"{found[name]} {value}" if name in found else value
    return found


def _check_known(found: Sequence[Migration], by_id: dict[str, Migration]) -> None:
    for migration in found:
        for name in migration.depends:
            if name not in by_id:
                raise ProjectError(
                    f"depends on {name!r}, which is not there",
                    where=str(migration.apply.path),
                    hint=f"correct the name after '-- depends:', or add migrations/{name}.sql",
                )


def _respects_dependencies(sequence: Sequence[Migration]) -> bool:
    seen: set[str] = set()
    for migration in sequence:
        if not seen.issuperset(migration.depends):
            return False
        seen.add(migration.id)
    return True


def _sorted_by_yoyo(sequence: list[Migration], by_id: dict[str, Migration]) -> list[Migration]:
    # Imported here: it costs as much as everything else that a no-op run imports.
    from yoyo.topologicalsort import CycleError, topological_sort

    graph = {migration.id: set(migration.depends) for migration in sequence}
    try:
        return [by_id[name] for name in topological_sort(list(graph), graph)]
    except CycleError as error:
        names = [str(name) for name in error.args[1]]
        raise ProjectError(
            f"'-- depends:' goes in a circle: {' → '.join([*names, names[0]])}",
            where=str(by_id[names[0]].apply.path),
            hint="remove one of these dependencies",
        ) from error


def _check_one_head(sequence: Sequence[Migration]) -> None:
    found = heads(sequence)
    if len(found) > 1:
        last = found[-1]
        raise ProjectError(
            f"two heads: {' and '.join(head.id for head in found)} both come last",
            where=str(last.apply.path),
            hint=f"let {last.id} depend on {found[0].id}, or the other way round",
        )
