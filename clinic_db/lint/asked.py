"""What the server is asked for lint: trials of migrations, and the syntax of every file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from clinic_db import statements
from clinic_db.errors import ProjectError
from clinic_db.lint import chain
from clinic_db.lint import syntax as parsing
from clinic_db.lint.cache import Cache, code, key_of
from clinic_db.lint.chain import Trial
from clinic_db.lint.model import Kind, Source
from clinic_db.lint.reading import Reading
from clinic_db.lint.scratch import Scratch
from clinic_db.lint.style import Outcome
from clinic_db.model import Statement

_BY_TRIAL = ("blocking", "rollback-differs", "server-refuses")
Problems = Sequence[tuple[int, str]]


def wants_trials(rules: Collection[str]) -> bool:
    """Whether one of the rules looks at what became of migrations in a sandbox."""
    return any(name in rules for name in _BY_TRIAL)


def trials(found: Reading, scratch: Scratch, cache: Cache) -> Mapping[str, Trial]:
    """Migration id → what became of it, for those that are linted."""
    linted = {source.name for source in found.of(Kind.MIGRATION, Kind.ROLLBACK)}
    wanted = {migration.id for migration in found.chain if migration.id in linted}
    return chain.run(found.chain, wanted, scratch, cache) if wanted else {}


def syntax(
    found: Reading,
    files: Sequence[Source],
    rendered: Mapping[str, Outcome],
    scratch: Scratch,
    cache: Cache,
) -> dict[str, Problems]:
    """File → what the server cannot parse in it.

    Args:
        files: those to look at.
        rendered: file → sqlfluff's outcome, which holds the text with its placeholders filled in.
    """
    would_be = scratch.would_be + code("syntax.py")
    problems: dict[str, Problems] = {}
    connection = None
    for source in files:
        outcome = rendered.get(source.shown)
        text = outcome.rendered if outcome else None
        key = key_of("syntax", would_be, source.kind.value, text or source.text)
        known = cache.get(key)
        if known is None:
            # The same session for all files; the first that is not known makes it.
            connection = connection or scratch.connection()
            known = parsing.problems(connection, _statements(found, source, text))
            cache.put(key, known)
        problems[source.shown] = [(line, words) for line, words in known]
    return problems


def _statements(found: Reading, source: Source, text: str | None) -> Sequence[Statement]:
    if text is None:
        return [piece.statement for piece in found.pieces[source.shown]]
    try:
        return statements.split(text, source.shown)
    except ProjectError:
        # What is wrong with the file's own text is a finding of another rule.
        return ()
