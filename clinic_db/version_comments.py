"""Version comments, `/*!90700 … */`, as a server of another version would resolve them. Pure.

MySQL resolves them when it makes a routine or trigger: what is kept is the text between the marks,
or nothing at all. So the same file makes different texts on different servers.
"""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"""'(?P<single>(?:[^'\\]|\\.|'')*)'|"(?P<double>(?:[^"\\]|\\.|"")*)"|`[^`]*`"""
    r"""|#[^\n]*|--(?=\s|\Z)[^\n]*"""
    r"""|/\*!(?P<version>\d{5,6})?(?P<text>.*?)\*/|/\*.*?\*/""",
    re.S,
)
_ESCAPE = re.compile(r"""\\(?P<letter>.)|(?P<quote>['"])(?P=quote)""", re.S)
_LETTERS = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a", "%": r"\%",
            "_": r"\_"}  # fmt: skip
_NUMBERS = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def number(version: str) -> int:
    """A server's version as it stands in a comment: 90704 for '9.7.4-2'."""
    match = _NUMBERS.match(version)
    assert match is not None, version
    major, minor, patch = (int(part) for part in match.groups())
    return major * 10000 + minor * 100 + patch


def kept(sql: str, version: str) -> str:
    """The text that a server of that version shows of `sql` in its information schema.

    Strings stand there without their escapes: 'it''s' is shown as 'it's'.
    """

    def keep(match: re.Match[str]) -> str:
        if match["text"] is not None:
            return match["text"] if int(match["version"] or 0) <= number(version) else ""
        for name, quote in (("single", "'"), ("double", '"')):
            if match[name] is not None:
                return quote + _unescaped(match[name], quote) + quote
        return match[0]

    return _PIECE.sub(keep, sql)


def body_on(sql: str, body: str, version: str, other: str) -> str:
    """The body that a server of the `other` version shows of `sql`.

    Args:
        sql: a CREATE of a routine or trigger.
        body: what a server of `version` shows.

    Returns:
        `body` itself where the versions make no difference, or where it is not what `sql` makes.
    """
    here, there = kept(sql, version), kept(sql, other)
    head = here.removesuffix(body)
    if here == there or head == here or not there.startswith(head):
        return body
    return there[len(head) :]


def _unescaped(string: str, quote: str) -> str:
    def letter(match: re.Match[str]) -> str:
        if match["letter"] is None:
            return quote if match["quote"] == quote else match[0]
        return _LETTERS.get(match["letter"], match["letter"])

    return _ESCAPE.sub(letter, string)
