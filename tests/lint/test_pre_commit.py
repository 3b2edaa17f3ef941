"""The hooks that this repository offers, run by the real pre-commit in somebody else's project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lint.cases import BASE, write
from projects import ROOT

MANIFEST = ".pre-commit-hooks.yaml"
# The program of this environment runs; as a hook `language: python` installs it into its own.
CONFIG = """\
repos:
  - repo: {hooks}
    rev: {rev}
    hooks:
      - id: clinic-db-fix
        language: system
        additional_dependencies: []
      - id: clinic-db-lint
        language: system
        additional_dependencies: []
        args: [--no-sandbox]
"""


def _run(folder: Path, *words: str, code: int = 0) -> str:
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    author = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    words = ("git", *author, *words[1:]) if words[0] == "git" else words
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def _pre_commit(folder: Path, *words: str, code: int = 0) -> str:
    return _run(folder, sys.executable, "-m", "pre_commit", *words, code=code)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in git that uses the hooks."""
    hooks, root = tmp_path / "hooks", tmp_path / "project"
    hooks.mkdir()
    shutil.copy(ROOT / MANIFEST, hooks)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "hooks"]):
        _run(hooks, "git", *words)
    rev = _run(hooks, "git", "rev-parse", "HEAD").strip()
    write(root, {**BASE, ".pre-commit-config.yaml": CONFIG.format(hooks=hooks, rev=rev)})
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "base"]):
        _run(root, "git", *words)
    return root


def test_the_manifest_is_valid_and_installs_what_lint_needs() -> None:
    _pre_commit(ROOT, "validate-manifest", MANIFEST)
    text = (ROOT / MANIFEST).read_text(encoding="utf-8")
    assert text.count("language: python") == text.count("- id:") == 2
    need = next(line for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("\n")
                if line.startswith("lint = ["))  # fmt: skip
    assert text.count(need.removeprefix("lint = ")) == 2


def test_the_hooks_look_at_what_is_to_be_committed(project: Path) -> None:
    """Style is corrected, what is unsafe is refused, and nothing else is looked at."""
    assert "no files to check" in _pre_commit(project, "run")
    text = "-- Migration: 0002_x\n--\n-- Because of the case.\n-- irreversible: it is\n\n"
    write(project, {"migrations/0002_x.sql": f"{text}drop table notes;\n", "notes.txt": "select"})
    _run(project, "git", "add", "-A")
    said = _pre_commit(project, "run", code=1)
    assert "fixed: migrations/0002_x.sql" in said
    assert "migrations/0002_x.sql:6:1: error: drops table notes" in said
    assert (project / "migrations" / "0002_x.sql").read_text().endswith("\nDROP TABLE notes;\n")
    write(project, {"migrations/0002_x.sql": f"{text}ALTER TABLE notes DROP INDEX\n"
                                             "    ix_notes_author_id;\n"})  # fmt: skip
    _run(project, "git", "add", "-A")
    assert "Passed" in _pre_commit(project, "run")
