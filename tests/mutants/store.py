"""What earlier runs found out, kept in the user's cache so that an interrupted run goes on."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from mutants.model import Mutant, Outcome, Reach

SQL = ("migrations", "procedures", "triggers", "sql", "seeds/reference")


def folder(root: Path) -> Path:
    """The folder for this project's results; made if need be."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    name = hashlib.sha256(str(root).encode()).hexdigest()[:12]
    found = Path(home) / "clinic-db" / "mutants" / name
    found.mkdir(parents=True, exist_ok=True)
    return found


def digest(root: Path) -> str:
    """Of everything that a survivor depends on: the SQL and the tests."""
    total = hashlib.sha256()
    files = [path for name in SQL for path in (root / name).rglob("*.sql")]
    files += [path for path in (root / "tests").rglob("*.py") if path.parent.name != "mutants"]
    for path in sorted(files):
        total.update(str(path.relative_to(root)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


class Store:
    """The results file (one JSON line per mutant tried) and the survey beside it."""

    def __init__(self, at: Path, tree: str) -> None:
        self._results = at / "results.jsonl"
        self._survey = at / "survey.json"
        self._tree = tree

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

    def survey(self) -> dict[str, Reach] | None:
        """What the tests touch, if neither they nor the SQL changed since."""
        if not self._survey.exists():
            return None
        held = json.loads(self._survey.read_text(encoding="utf-8"))
        if held["tree"] != self._tree:
            return None
        return {
            name: Reach(seconds, passed, frozenset(touched))
            for name, (seconds, passed, touched) in held["tests"].items()
        }

    def keep_survey(self, survey: Mapping[str, Reach]) -> None:
        tests = {name: (r.seconds, r.passed, sorted(r.touched)) for name, r in survey.items()}
        with tempfile.NamedTemporaryFile(
            "w", dir=self._survey.parent, delete=False, encoding="utf-8"
        ) as file:
            json.dump({"tree": self._tree, "tests": tests}, file)
        Path(file.name).replace(self._survey)


def _short(sql: str) -> str:
    return hashlib.sha256(sql.encode()).hexdigest()[:16]
