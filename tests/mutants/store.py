"""What earlier runs found out, kept in the user's cache so that an interrupted run goes on."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from mutants.model import Mutant, Outcome, Reach

SQL = (
    "migrations",
    "procedures",
    "triggers",
    "sql/functions",
    "sql/roles",
    "sql/views",
    "seeds/reference",
)


def folder(root: Path) -> Path:
    """The folder for this project's results; made if need be."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    name = hashlib.sha256(str(root).encode()).hexdigest()[:12]
    found = Path(home) / "clinic-db" / "mutants" / name
    found.mkdir(parents=True, exist_ok=True)
    return found


def digests(root: Path) -> tuple[str, dict[str, str]]:
    """Of what a survivor depends on, and of what each file of tests does.

    Returns:
        The SQL and all tests; and by file name the SQL, what tests share, and that file.
    """
    tests = [path for path in (root / "tests").rglob("*.py") if path.parent.name != "mutants"]
    shared = [path for path in tests if not path.name.startswith("test_")]
    shared += [path for name in SQL for path in (root / name).rglob("*.sql")]
    common = _digest(root, shared)
    each = {
        str(path.relative_to(root)): common + _digest(root, [path])
        for path in tests
        if path not in shared
    }
    return _digest(root, [*shared, *tests]), each


def _digest(root: Path, files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(set(files)):
        total.update(str(path.relative_to(root)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


class Store:
    """The results file (one JSON line per mutant tried) and the survey beside it.

    Args:
        at: the folder that holds them.
        tree: digest of the SQL and the tests.
        files: digest by file of tests.
    """

    def __init__(self, at: Path, tree: str, files: Mapping[str, str]) -> None:
        self._results = at / "results.jsonl"
        self._survey = at / "reach.json"
        self._tree, self._files = tree, files

    def forget(self) -> None:
        """Begin anew."""
        self._results.unlink(missing_ok=True)
        self._survey.unlink(missing_ok=True)

    def add(self, mutant: Mutant, outcome: Outcome) -> None:
        """Keep a result as soon as it is there."""
        entry = {"id": mutant.id, "sql": _short(mutant.sql), "tree": self._tree}
        with self._results.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**entry, **asdict(outcome)}) + "\n")

    def known(self, mutants: Mapping[str, Mutant]) -> dict[str, Outcome]:
        """Results that still hold: the mutant reads the same, and a survivor met the same tests."""
        if not self._results.exists():
            return {}
        found: dict[str, Outcome] = {}
        for line in self._results.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            name, sql, tree = (entry.pop(key) for key in ("id", "sql", "tree"))
            outcome = Outcome(**entry)
            mutant = mutants.get(name)
            if mutant is None or _short(mutant.sql) != sql:
                continue
            if outcome.killer or tree == self._tree:
                found[name] = outcome
        return found

    def survey(self) -> dict[str, Reach]:
        """What the tests touch whose file, and all that it stands on, did not change since."""
        if not self._survey.exists():
            return {}
        held = json.loads(self._survey.read_text(encoding="utf-8"))
        return {
            name: Reach(seconds, True, frozenset(touched))
            for name, (of, seconds, touched) in held.items()
            if of == self._of(name)
        }

    def keep_survey(self, survey: Mapping[str, Reach]) -> None:
        """Keep what is known of the tests that pass."""
        tests = {
            name: (self._of(name), reach.seconds, sorted(reach.touched))
            for name, reach in survey.items()
            if reach.passed
        }
        with tempfile.NamedTemporaryFile(
            "w", dir=self._survey.parent, delete=False, encoding="utf-8"
        ) as file:
            json.dump(tests, file)
        Path(file.name).replace(self._survey)

    def _of(self, name: str) -> str:
        return self._files.get(name.partition("::")[0], "")


def _short(sql: str) -> str:
    return hashlib.sha256(sql.encode()).hexdigest()[:16]
