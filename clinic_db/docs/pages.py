"""Make the pages, write them, and tell which of those on disk are not what they would be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from clinic_db import database, project, runner, target
from clinic_db.config import Config
from clinic_db.docs import cascades, erd, objects_page, schema, svg
from clinic_db.docs.schema import Schema
from clinic_db.errors import UsageError
from clinic_db.project import Project


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done to the pages.

    Attributes:
        folder: where they are.
        stale: the pages that are not there or were not up to date, by name.
        fresh: the others.
    """

    folder: Path
    stale: tuple[str, ...]
    fresh: tuple[str, ...]


def run(config: Config, out: Path | None, *, only_check: bool) -> Outcome:
    """Bring the pages up to date.

    Args:
        config: without a target, a throwaway server with the project applied is read instead.
        out: the folder, the project's `docs/` by default (`./docs` for the bundled project).
        only_check: True writes nothing.

    Raises:
        UsageError: the configured database is empty.
        ClinicDbError: what connecting, applying or the sandbox says.
    """
    folder = out or _default_folder(config.project)
    with _database(config) as aim, database.connect(aim) as connection:
        found = schema.read(connection)
        if config.target and not found.tables and not found.entries:
            raise UsageError(
                f"{aim.address} holds nothing to write about",
                hint="clinic-db apply, then this again; without --database the files are enough",
            )
    pages = generate(found, config.project, folder)
    stale = tuple(name for name, text in pages.items() if _content(folder / name) != text)
    if stale and not only_check:
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).write_text(pages[name], encoding="utf-8", newline="\n")
    return Outcome(folder, stale, tuple(name for name in pages if name not in stale))


def generate(found: Schema, of: Project, folder: Path) -> dict[str, str]:
    """Page → text. The same schema and files give the same text, whatever the server.

    Args:
        folder: where the pages will be, for their links to the project's files.
    """
    return {
        "cascades.md": cascades.page(found),
        "erd.md": erd.page(found),
        "erd.svg": svg.picture(found),
        "objects.md": objects_page.page(found, _files(of, folder)),
    }


def _files(of: Project, folder: Path) -> objects_page.Files:
    """Every object's file, with a link from `folder` where both are in the project."""
    root, found = of.root.resolve(), {}
    is_inside = not of.bundled and folder.resolve().is_relative_to(root)
    for kind, path in project.object_files(of):
        link = Path(os.path.relpath(path, folder.resolve())).as_posix() if is_inside else ""
        sentence = objects_page.first_sentence(path.read_text(encoding="utf-8-sig"))
        found[kind, path.stem] = (link, sentence)
    return found


def _default_folder(of: Project) -> Path:
    return Path("docs") if of.bundled else of.root / "docs"


def _content(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else None


@contextmanager
def _database(config: Config) -> Iterator[target.Target]:
    """The configured database; without one, the project applied on a server of its own."""
    if config.target is not None:
        yield config.target
        return
    from clinic_db import sandbox

    name = f"docs-{os.getpid()}"
    box = sandbox.start(name, parent=os.getpid())
    try:
        aim = target.parse(box.url, "the sandbox")
        runner.apply(replace(config, target=aim), runner.Listener())
        yield aim
    finally:
        sandbox.stop(name)
