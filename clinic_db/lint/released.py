"""What the last release holds, asked of git: files of a released version never change again."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from clinic_db.project import Project

_HEADING = re.compile(r"^## \[?v?(\d+\.\d+\.\d+)\]?", re.M)
_TAG = re.compile(r"v?(\d+)\.(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Release:
    """A tagged version.

    Attributes:
        tag: the tag's name.
        files: path of each migration and rollback below the project → git's name of its content.
        content: gives the text under such a name.
    """

    tag: str
    files: Mapping[str, str]
    content: Callable[[str], str]


def last(project: Project) -> tuple[Release | None, str]:
    """The last release, and what is wrong with finding it ('' where nothing is).

    It is the newest version in CHANGELOG.md, else the newest tag like v1.2.3 that this commit
    builds on. A project outside of git, or without either, has none.
    """
    root = project.root
    if project.bundled or shutil.which("git") is None or _git(root, "rev-parse") is None:
        return None, ""
    tags = _tags(root)
    version = _written(root / "CHANGELOG.md")
    if version and not {version, f"v{version}"} & set(tags):
        return None, (
            f"CHANGELOG.md says that {version} is released, but git has no tag v{version} here: "
            "released migrations were not compared (git fetch --tags)"
        )
    tag = next((tag for tag in tags if tag.removeprefix("v") == version), version or _newest(tags))
    if not tag:
        return None, ""
    listed = _git(root, "ls-tree", "-r", "-z", f"{tag}", "--", "migrations") or ""
    files = {}
    for entry in filter(None, listed.split("\0")):
        what, _, path = entry.partition("\t")
        files[path] = what.split()[2]
    return Release(tag, files, lambda name: _git(root, "cat-file", "blob", name) or ""), ""


def _written(changelog: Path) -> str:
    """The newest version that the changelog has a heading for."""
    if not changelog.is_file():
        return ""
    found = _HEADING.search(changelog.read_text(encoding="utf-8", errors="replace"))
    return found[1] if found else ""


def _tags(root: Path) -> list[str]:
    listed = _git(root, "tag", "--list", "--merged", "HEAD") or ""
    return [tag for tag in listed.split() if _TAG.fullmatch(tag)]


def _newest(tags: list[str]) -> str:
    def version(tag: str) -> tuple[int, ...]:
        found = _TAG.fullmatch(tag)
        return tuple(map(int, found.groups())) if found else ()

    return max(tags, key=version, default="")


def _git(root: Path, *words: str) -> str | None:
    """What git prints, None where it refuses."""
    done = subprocess.run(
        ["git", "-C", str(root), *words], capture_output=True, encoding="utf-8", errors="replace"
    )
    return done.stdout if done.returncode == 0 else None
