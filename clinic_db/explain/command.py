"""What `clinic-db explain` does and shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from clinic_db import database, findings
from clinic_db.config import Config
from clinic_db.errors import UsageError
from clinic_db.explain import catalogue, promises, run
from clinic_db.explain.run import Explained
from clinic_db.interrupt import interruptible
from clinic_db.report import table

DEFAULT = Path("sql") / "query_optimization.sql"


def explained(
    config: Config, files: Sequence[Path], names: Sequence[str], *, analyze: bool
) -> list[Explained]:
    """Read the files, ask the server.

    Raises:
        ProjectError, UsageError: a file or a name that is not there, a promise that is no promise.
        InterruptedRunError: Ctrl-C; the server has given the query up too.
    """
    root = config.project.root
    chosen = list(files) or [root / DEFAULT]
    for path in chosen:
        if not path.is_file():
            raise UsageError(
                "no such file", where=str(path), hint="name one: clinic-db explain FILE"
            )
    read = [catalogue.read(path, root) for path in chosen]
    known = {query.name for queries in read for query in queries}
    for name in names:
        if name not in known:
            raise UsageError(
                f"no query is called {name!r}",
                where="--query",
                hint=f"known: {', '.join(sorted(known - {''}))}",
            )
    found = []
    with (
        database.connect(config.database) as connection,
        interruptible(connection, "nothing was written; --query NAME leaves others out"),
    ):
        for queries in read:
            found += run.explain(connection, queries, names=names, analyze=analyze)
    return found


def shown(found: Sequence[Explained], config: Config, *, trees: bool) -> str:
    """The findings as the configuration asks: text, one JSON document, or a format of lint's."""
    if config.output in findings.FORMATS:
        return findings.render(promises.report(found, config.project.root), config.output)
    if config.output == "json":
        return json.dumps([_document(item) for item in found], indent=2, ensure_ascii=False)
    return "\n".join(_text(found, trees))


def _text(found: Sequence[Explained], trees: bool) -> Iterator[str]:
    if trees:
        for item in found:
            yield f"{item.query.name}  ({item.query.file}:{item.query.line})"
            yield from (f"  {line}" for line in item.tree)
            yield ""
    head = ["query", "promises", "broken"]
    measured = any(item.measured for item in found)
    yield table(head + (["rows", "reads", "ms"] if measured else []), [_row(i) for i in found])
    for item in found:
        for verdict in item.broken:
            where = f"{item.query.file}:{verdict.claim.line}"
            yield f"{where}: {promises.sentence(item.query, verdict)}"
    yield promises.summary(found)


def _row(item: Explained) -> list[object]:
    row: list[object] = [item.query.name, len(item.verdicts), len(item.broken) or ""]
    if item.measured:
        row += [item.measured.rows, item.measured.reads, f"{item.measured.ms:.1f}"]
    return row


def _document(item: Explained) -> dict[str, object]:
    measured = item.measured
    return {
        "query": item.query.name,
        "file": item.query.file,
        "line": item.query.line,
        "why": item.query.why,
        "promises": [
            {"text": promises.words(v.claim), "line": v.claim.line, "kept": v.kept,
             "found": v.found}
            for v in item.verdicts
        ],
        "tree": list(item.tree),
        "measured": {"rows": measured.rows, "reads": measured.reads, "ms": round(measured.ms, 3)}
        if measured
        else None,
    }  # fmt: skip
