"""Which files there are to lint, and what each of them is."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from clinic_db import statements
from clinic_db.errors import ProjectError, UsageError
from clinic_db.findings import files
from clinic_db.findings.model import Finding
from clinic_db.lint.model import Kind, Source
from clinic_db.project import OBJECT_FOLDERS, ROLLBACK, Project

FOLDERS = ("migrations", "procedures", "triggers", "sql", "seeds")
_KINDS = {folder: Kind(kind) for kind, folder in OBJECT_FOLDERS.items()}


def find(project: Project, paths: Sequence[Path], also: Sequence[str] = ()) -> list[Path]:
    """The files to lint, each once, in order of their names.

    Args:
        paths: files, or folders to look for `*.sql` in; none means the project's own folders.
        also: further folders of the project, linted where `paths` is empty.

    Raises:
        UsageError: a path that is not there, or nothing to lint at all.
    """
    wanted: Iterable[Path] = paths
    if not paths:
        wanted = [f for name in (*FOLDERS, *also) if (f := project.root / name).is_dir()]
    found = dict.fromkeys(file for path in wanted for file in _files(path))
    if not found:
        raise UsageError(
            "there is no SQL file to lint",
            where=", ".join(map(str, paths)) or project.title,
            hint="name a file or a folder, or a project with --project DIR",
        )
    return sorted(found)


def with_pairs(paths: Iterable[Path]) -> list[Path]:
    """The files and, for each migration, its rollback, and the other way round: they are one."""
    found = set(paths)
    for path in list(found):
        stem = path.name.removesuffix(ROLLBACK)
        is_rollback = stem != path.name
        other = path.with_name(f"{stem}.sql" if is_rollback else f"{path.stem}{ROLLBACK}")
        found |= {other} if other.is_file() else set()
    return sorted(found)


def needed(project: Project) -> list[Path]:
    """The files that the rules must know whatever is linted: migrations, rollbacks, triggers."""
    folders = (project.migrations, project.root / OBJECT_FOLDERS["trigger"])
    return [path for folder in folders for path in sorted(folder.glob("*.sql"))]


def write(path: Path, text: str) -> None:
    """Put `text` in place of a file's content, with the line ends and the mark it had."""
    raw = path.read_bytes()
    if b"\r\n" in raw:
        text = text.replace("\n", "\r\n")
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    path.write_bytes(mark + text.encode())


def read(project: Project, paths: Iterable[Path]) -> tuple[list[Source], list[Finding]]:
    """The files' content; what cannot be read as text is a finding."""
    sources, findings = [], []
    for path in paths:
        shown = files.show(path)
        try:
            text = statements.read_text(path, shown)
        except ProjectError as error:
            findings.append(refusal(error, shown))
            continue
        sources.append(Source(path, shown, kind_of(path, project), text))
    return sources, findings


def kind_of(path: Path, project: Project) -> Kind:
    """What the file holds by where it lies; a script where that says nothing."""
    if not path.is_relative_to(project.root):
        return Kind.SCRIPT
    folder = path.parent.relative_to(project.root).as_posix()
    if folder == "migrations":
        return Kind.ROLLBACK if path.name.endswith(ROLLBACK) else Kind.MIGRATION
    if folder.startswith("seeds/"):
        return Kind.SEED
    return _KINDS.get(folder, Kind.SCRIPT)


def refusal(error: ProjectError, shown: str) -> Finding:
    """What the runner would refuse, as a finding at the line that the error names."""
    tail = error.where.rpartition(":")[2]
    line = int(tail) if tail.isdigit() else 1
    hint = f": {error.hint}" if error.hint else ""
    return Finding(shown, line, 1, "refused", f"{error.message}{hint}")


def _files(path: Path) -> Iterator[Path]:
    path = Path(os.path.abspath(path))
    if path.is_dir():
        yield from (file for file in sorted(path.rglob("*.sql")) if file.is_file())
    elif path.is_file():
        yield path
    else:
        raise UsageError("no such file or folder", where=str(path))
