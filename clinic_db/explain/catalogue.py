"""A file of queries, each with the plan it must get written beside it as comments.

    -- Query: patient_by_phone
    --
    -- The reception asks for the number first; families share one.
    -- expect: p ref ix_patients_phone, rows <= 10
    -- expect: no filesort, no temporary
    SELECT … FROM patients AS p WHERE p.phone = @phone;

A `SET` between queries chooses the values; nothing else may stand in the file, so that it can be
run on a database that matters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic_db import statements
from clinic_db.errors import ProjectError
from clinic_db.explain import claims
from clinic_db.explain.claims import Claim
from clinic_db.kinds import Kind, first_words, kind_of, plain

_NAME = re.compile(r"Query:\s*(\w+)\s*$")
_EXPECT = re.compile(r"expect:\s*(.*)$")
_READS = ("SELECT", "WITH", "(", "TABLE", "VALUES")
# What a transaction that only reads lets through all the same: everybody's settings, and files on
# the server's machine (which EXPLAIN alone makes too).
_BEYOND = re.compile(
    r"^SET\s+(?:RESOURCE\s+GROUP|GLOBAL|PERSIST(?:_ONLY)?)\b"
    r"|^SET\b.*(?:,\s*|@@)(?:GLOBAL|PERSIST(?:_ONLY)?)\b[\w`.\s]+:?="
    r"|\bINTO\s+(?:OUT|DUMP)FILE\b",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a catalogue.

    Attributes:
        name: what the report calls it; '' for a `SET`, which is only run.
        why: the sentences of its comment.
        file, line: where its SQL begins.
        claims: what its plan must be; at least one.
    """

    name: str
    why: str
    file: str
    sql: str
    line: int
    claims: tuple[Claim, ...]


def read(path: Path, root: Path | None = None) -> list[Query]:
    """The file's queries, with the SETs among them in their places.

    Raises:
        ProjectError: a statement that is neither, a query without name or promise, a promise that
            cannot be read, two queries of one name.
    """
    script = statements.read(path, root)
    remarks = _remarks(path, str(script.path))
    found = [_query(s.sql, s.line, str(script.path), remarks) for s in script.statements]
    names: dict[str, int] = {}
    for query in found:
        if query.name in names:
            raise ProjectError(
                f"two queries are called {query.name!r}, the other is at line {names[query.name]}",
                where=f"{query.file}:{query.line}",
                hint="give one of them another name",
            )
        if query.name:
            names[query.name] = query.line
    if not names:
        raise ProjectError(
            "the file holds no query", where=str(script.path), hint="see clinic-db explain --help"
        )
    return found


def _remarks(path: Path, name: str) -> dict[int, str]:
    text = path.read_text(encoding="utf-8-sig")
    return {line: remark.lstrip("-# ").rstrip() for line, remark in statements.comments(text, name)}


def _query(sql: str, line: int, file: str, remarks: dict[int, str]) -> Query:
    word = "(" if sql.startswith("(") else first_words(sql, 1)
    said = plain(sql, texts=False)
    # A SET may change a password, or end the transaction.
    lasts = word == "SET" and kind_of(said) is not Kind.SESSION
    if lasts or _BEYOND.search(said):
        raise ProjectError(
            "the statement reaches beyond its session",
            where=f"{file}:{line}",
            hint="only SELECTs, and SETs of @variables and of the session's own",
        )
    if word == "SET":
        return Query("", "", file, sql, line, ())
    if word not in _READS:
        raise ProjectError(
            f"{word} in a catalogue of queries",
            where=f"{file}:{line}",
            hint="only SELECTs, and SETs that choose their values",
        )
    block = _block_above(line, remarks)
    name = next((m[1] for _, text in block if (m := _NAME.match(text))), "")
    promised = [(at, m[1]) for at, text in block if (m := _EXPECT.match(text))]
    if not name or not promised:
        what = "an `-- expect:`" if name else "a `-- Query: name`"
        raise ProjectError(
            f"the query has no {what.split(' ', 1)[1]} line above it",
            where=f"{file}:{line}",
            hint=f"write {what} line right above its SELECT",
        )
    why = [t for _, t in block if t and not _NAME.match(t) and not _EXPECT.match(t)]
    parsed = [claim for at, text in promised for claim in claims.parse(text, file, at)]
    return Query(name, " ".join(why), file, sql, line, tuple(parsed))


def _block_above(line: int, remarks: dict[int, str]) -> Sequence[tuple[int, str]]:
    """The comment lines that end right above `line`, in order."""
    first = line
    while first - 1 in remarks:
        first -= 1
    return [(at, remarks[at]) for at in range(first, line)]
