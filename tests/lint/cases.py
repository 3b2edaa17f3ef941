"""Cases of lint, each a file that holds a small project.

A line `-- >>> PATH` begins a file of the project; `-- >>> git tag NAME` commits what is there so
far and tags it. Before the first such line stands what lint must find: `-- finds: PATH:LINE:COLUMN`
for each place, none in a case that passes. What stands without a PATH is a migration on top of the
table `notes`.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
BASE = {
    "clinic-db.toml": "",
    "migrations/0001_create_notes.sql": """\
-- Migration: 0001_create_notes
--
-- What people write down, for the cases to build on.

CREATE TABLE notes (
    note_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    author_id BIGINT NOT NULL COMMENT 'Who wrote it',
    body VARCHAR(200) NULL COMMENT 'What it says',
    kind ENUM('Note', 'Task', 'Idea') NOT NULL DEFAULT 'Note' COMMENT 'What it is',
    price DECIMAL(10, 2) NULL COMMENT 'What it costs',
    written_at DATETIME(6) NULL COMMENT 'When',
    CONSTRAINT pk_notes PRIMARY KEY (note_id),
    KEY ix_notes_author_id (author_id)
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Notes';
""",
    "migrations/0001_create_notes.rollback.sql": (
        "-- Rollback: 0001_create_notes\n\nDROP TABLE notes;\n"
    ),
}
CHANGE = "migrations/0002_change_notes.sql"
_MARK = re.compile(r"^-- >>> (.+)\n", re.M)
_FINDS = re.compile(r"^-- finds: (\S+)$", re.M)


@dataclass(frozen=True)
class Case:
    """One case: the rule it is about, whether lint must find something, its file."""

    rule: str
    fails: bool
    path: Path

    @property
    def id(self) -> str:
        return f"{self.rule}-{self.path.stem}"

    def places(self) -> list[str]:
        """Where lint must find something."""
        return _FINDS.findall(_split(self.path)[0][1])

    def build(self, root: Path) -> Path:
        """Write the project below `root`."""
        (head, text), *rest = _split(self.path)
        assert head == ""
        alone = _FINDS.sub("", text).strip("\n")
        write(root, BASE)
        for name, content in [(CHANGE, f"{alone}\n")] if alone else rest:
            if name.startswith("git tag "):
                tag(root, name.removeprefix("git tag "))
            elif content.strip() == "-- (gone)":
                (root / name).unlink()
            else:
                write(root, {name: content})
        return root


def cases() -> list[Case]:
    """Every case there is."""
    return [
        Case(path.parent.name, path.stem.startswith("fails"), path)
        for path in sorted((FOLDER / "rules").glob("*/*.sql"))
    ]


def write(root: Path, files: dict[str, str]) -> None:
    """Write files below `root`."""
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content.encode())


def _split(path: Path) -> list[tuple[str, str]]:
    """('', what stands first), then (PATH, content) for each part."""
    parts = _MARK.split(path.read_text(encoding="utf-8"))
    return [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]


def tag(root: Path, name: str) -> None:
    """Commit everything below `root` and tag it."""
    git = ["git", "-C", str(root), "-c", "user.name=Test", "-c", "user.email=test@example.com"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", name], ["tag", name]):
        subprocess.run([*git, *words], check=True, capture_output=True)
