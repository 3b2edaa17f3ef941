"""What every rule is given, and how it says what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic_db.findings.model import Finding, Severity
from clinic_db.lint.chain import Trial
from clinic_db.lint.ddl.tokens import Token
from clinic_db.lint.model import Kind, Source
from clinic_db.lint.reading import Piece, Reading
from clinic_db.lint.released import Release

# Files whose text lasts: what they make is on the server.
LASTING = (Kind.MIGRATION, Kind.FUNCTION, Kind.VIEW, Kind.PROCEDURE, Kind.TRIGGER, Kind.ROLE)


@dataclass(frozen=True)
class Context:
    """What is known when the rules are looked at.

    Attributes:
        trials: migration id → what became of it in the sandbox; None where no server was asked.
        syntax: file → (line, the server's words) of what it cannot parse; None likewise.
        release: what the last release holds, None where there is none.
    """

    reading: Reading
    trials: Mapping[str, Trial] | None = None
    syntax: Mapping[str, Sequence[tuple[int, str]]] | None = None
    release: Release | None = None

    def trials_of(self, *kinds: Kind) -> list[tuple[Source, Trial]]:
        """The linted files of these kinds whose migration was tried, each with its trial."""
        trials = self.trials or {}
        return [(s, trials[s.name]) for s in self.reading.of(*kinds) if s.name in trials]

    def piece_at(self, source: Source, line: int) -> Piece:
        """The statement of a file that begins on a line."""
        pieces = self.reading.pieces[source.shown]
        return next(piece for piece in pieces if piece.statement.line == line)


def found(source: Source, at: Token | int, rule: str, message: str, severity: Severity) -> Finding:
    """A finding at a token, or at the beginning of a line."""
    if isinstance(at, Token):
        return Finding(source.shown, at.line, at.column, rule, message, severity)
    return Finding(source.shown, at, 1, rule, message, severity)
