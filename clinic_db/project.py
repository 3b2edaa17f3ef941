"""Find the project and its files, and check how they are named. Reads no file's content."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from clinic_db.errors import ProjectError

# Kind → folder, in the order in which objects are created.
OBJECT_FOLDERS = {
    "function": "sql/functions",
    "view": "sql/views",
    "procedure": "procedures",
    "trigger": "triggers",
    "role": "sql/roles",
}
ROLLBACK = ".rollback.sql"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with `migrations/` and, as needed, `procedures/`, `triggers/`, `sql/`, `seeds/`.

    Attributes:
        bundled: True for the clinic that ships inside the package.
    """

    root: Path
    bundled: bool = False

    @property
    def migrations(self) -> Path:
        return self.root / "migrations"

    @property
    def title(self) -> str:
        """The project as people are to see it."""
        return "the bundled clinic" if self.bundled else str(self.root)

    def show(self, path: Path) -> str:
        """`path` as people are to see it: relative to the root where it is inside."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def find(explicit: Path | None = None, start: Path | None = None) -> Project:
    """Find the project: as given, else this folder or one above it, else the bundled clinic.

    Args:
        explicit: the folder named by `--project`.
        start: where to look from, the current folder by default.

    Raises:
        ProjectError: the named folder is not there or holds no `migrations/`; the current folder
            has `migrations/` without a clinic-db.toml or [tool.clinic-db] beside it.
    """
    if explicit is not None:
        if not explicit.is_dir():
            raise ProjectError("no such folder", where=f"--project {explicit}")
        if not (explicit / "migrations").is_dir():
            raise ProjectError(
                "the folder has no migrations/",
                where=f"--project {explicit}",
                hint=f"mkdir {explicit}/migrations",
            )
        return Project(explicit.resolve())
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "migrations").is_dir() and _is_marked(folder):
            return Project(folder)
    if (here / "migrations").is_dir():
        raise ProjectError(
            "this folder has migrations/, but nothing says that they are meant for this tool",
            where=str(here),
            hint="touch clinic-db.toml here, or name the project with --project DIR",
        )
    return Project(bundled_root(), bundled=True)


def bundled_root() -> Path:
    """The clinic's SQL: inside the installed package, or the checkout the package runs from."""
    package = Path(__file__).resolve().parent
    inside = package / "_bundled"
    return inside if inside.is_dir() else package.parent


def migration_files(project: Project) -> list[Path]:
    """The migration files in order of their names, rollback files left out.

    Raises:
        ProjectError: no migrations/, a Python migration, a stray rollback file, a bad name, two
            names that differ in case only, something of such a name that is no file.
    """
    if not project.migrations.is_dir():
        raise ProjectError("the project has no migrations/", where=str(project.root))
    is_file = _entries(project.migrations)
    names = sorted(name for name in is_file if is_file[name] or name.endswith(".sql"))
    known = set(names)
    seen: dict[str, str] = {}
    shown = project.show(project.migrations)
    found = []
    for name in names:
        where = f"{shown}/{name}"
        if not is_file[name]:
            raise _no_file(where)
        if name.endswith(".py"):
            raise ProjectError(
                "a Python migration; this project's migrations are SQL",
                where=where,
                hint="write its steps as NAME.sql and NAME.rollback.sql",
            )
        if name.endswith(ROLLBACK):
            stem = name.removesuffix(ROLLBACK)
            if f"{stem}.sql" not in known:
                raise ProjectError(
                    f"a rollback file without its migration {stem}.sql",
                    where=where,
                    hint=f"name the pair alike, or remove {where}",
                )
        elif name.endswith(".sql"):
            found.append(project.migrations / name)
            _check_name(found[-1], where)
            _check_alone(name, seen.setdefault(name.lower(), name), where)
    return found


def object_files(project: Project) -> list[tuple[str, Path]]:
    """(kind, file) of every repeatable object, in creation order of the kinds, then by name.

    Raises:
        ProjectError: two files of a kind whose names differ in case only, a bad name.
    """
    found = []
    for kind, folder in OBJECT_FOLDERS.items():
        seen: dict[str, Path] = {}
        for path in sorted((project.root / folder).glob("*.sql")):
            _check_name(path, project.show(path))
            if not path.is_file():
                raise _no_file(project.show(path))
            first = seen.setdefault(path.stem.lower(), path)
            if first is not path:
                raise ProjectError(
                    f"{kind} {path.stem} is also in {project.show(first)}",
                    where=project.show(path),
                    hint="keep one of the two files",
                )
            found.append((kind, path))
    return found


def has_seeds(project: Project, name: str) -> bool:
    """True where `seeds/NAME/` holds SQL files."""
    return any((project.root / "seeds" / name).glob("*.sql"))


def seed_files(project: Project, name: str) -> list[Path]:
    """The files of `seeds/NAME/` in order of their names.

    Raises:
        ProjectError: no such folder, or nothing in it.
    """
    folder = project.root / "seeds" / name
    paths = sorted(folder.glob("*.sql"))
    if not paths:
        raise ProjectError(
            "no SQL files there", where=project.show(folder), hint="write INSERTs in NNNN_name.sql"
        )
    return paths


def _entries(folder: Path) -> dict[str, bool]:
    """Name → whether it is a file; a link may lead nowhere, or to itself."""
    with os.scandir(folder) as entries:
        # Most are plain files, which costs no look at each.
        return {
            e.name: e.is_file(follow_symlinks=False) or os.path.isfile(e.path)
            for e in entries
            if e.name[0] not in "._"
        }


def _no_file(where: str) -> ProjectError:
    return ProjectError(
        "this is no file",
        where=where,
        hint="remove it; of a link, bring back the file that it leads to",
    )


def _check_alone(name: str, first: str, where: str) -> None:
    # The record, and other file systems, take them for one.
    if first != name:
        raise ProjectError(
            f"{first} differs from it in case only", where=where, hint="rename one of the two"
        )


def _is_marked(folder: Path) -> bool:
    if (folder / "clinic-db.toml").is_file():
        return True
    pyproject = folder / "pyproject.toml"
    return pyproject.is_file() and "[tool.clinic-db]" in pyproject.read_text("utf-8", "replace")


def _check_name(path: Path, where: str) -> None:
    if not NAME.fullmatch(path.stem):
        raise ProjectError(
            "a file's name is letters, digits, '_', '-' and '.'",
            where=where,
            hint="rename the file",
        )
