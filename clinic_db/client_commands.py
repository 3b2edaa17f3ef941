"""The `mysql` client's own commands: which words they are, and what DELIMITER sets."""

from __future__ import annotations

import re

SPACE = " \t\n\v\f\r"
# Bytes that may stand in a name without quotes, `$` aside.
IDENTIFIER = r"0-9A-Za-z_\x80-\U0010ffff"
LINE_COMMENT = re.compile(rf"#|--(?=[{SPACE}]|\Z)")
# The client's own buffer: a longer delimiter would be cut there without a word.
DELIMITER_BYTES = 15

_LONG = (
    "charset|clear|connect|edit|ego|exit|go|help|nopager|notee|nowarning|pager|print|prompt"
    "|query_attributes|quit|rehash|resetconnection|source|ssl_session_data_print|status|system"
    "|tee|use|warnings"
)
_SHORT = {
    "!": "system", "#": "rehash", ".": "source", "?": "help", "C": "charset", "P": "pager",
    "R": "prompt", "T": "tee", "W": "warnings", "c": "clear", "d": "delimiter", "e": "edit",
    "h": "help", "n": "nopager", "p": "print", "q": "quit", "r": "connect", "s": "status",
    "t": "notee", "u": "use", "w": "nowarning", "x": "resetconnection",
}  # fmt: skip
_WORD = re.compile(rf"(?i:{_LONG})(?![$:{IDENTIFIER}])|\?")
_DELIMITER = re.compile(rf"(?i:delimiter)(?![${IDENTIFIER}])([^\n]*)")
_DELIMITER_LINE = re.compile(r"(?im)^[ \t]*delimiter(?=[ \t])")
_ARGUMENT = re.compile(r"""'[^']+'|"[^"]+"|`[^`]+`|[^'"` ][^ ]*""")
_HINT = "remove it: a file holds SQL only"


def command_at(text: str, at: int) -> tuple[str, str] | None:
    """Return (message, hint) if a statement that begins at `at` is a command of the client."""
    match = _WORD.match(text, at)
    if not match:
        return None
    word = match.group()
    hint = _HINT
    if word.lower() == "use":
        hint = "remove it: statements run in the database that the command connects to"
    return f"{word} is a command of the mysql client, not SQL", hint


def backslash_command(char: str) -> tuple[str, str]:
    r"""Return (message, hint) for `\` and `char` outside quotes."""
    name = _SHORT.get(char)
    if name:
        return f"\\{char} ({name}) is a command of the mysql client, not SQL", _HINT
    what = f" \\{char}" if char.strip() else ""
    return f"a backslash outside quotes begins a command of the mysql client{what}", _HINT


def delimiter_at(text: str, at: int) -> re.Match[str] | None:
    """Return the DELIMITER command that stands at `at`: the whole rest of its line."""
    return _DELIMITER.match(text, at)


def delimiter_line(text: str, start: int) -> int:
    """Return where the first line behind `start` begins that looks like DELIMITER, or -1."""
    match = _DELIMITER_LINE.search(text, start)
    return match.start() if match else -1


def delimiter_argument(rest: str) -> str:
    """Return the delimiter that a DELIMITER command sets.

    Args:
        rest: what follows the word up to the line's end.

    Raises:
        ValueError: what is wrong with it, where the client would refuse, cut or ignore.
    """
    if rest[:1] not in ("", " ", "\t"):
        raise ValueError("DELIMITER needs a blank behind it")
    rest = rest.strip(SPACE)
    match = _ARGUMENT.match(rest)
    if not match:
        raise ValueError("DELIMITER without a delimiter that can be read")
    found = match.group()
    if found[0] in "'\"`":
        found = found[1:-1]
    if "\\" in found:
        raise ValueError("a delimiter cannot contain a backslash")
    if any(char in found for char in SPACE[1:]):
        raise ValueError("a delimiter cannot contain a tab: the client would make it part of it")
    if not found.isascii():
        raise ValueError(f"the client does not find a delimiter that is not ASCII: {found!r}")
    if len(found) > DELIMITER_BYTES:
        raise ValueError(f"the client cuts a delimiter behind {DELIMITER_BYTES} bytes: {found!r}")
    extra = rest[match.end() :].lstrip(SPACE)
    if extra and not LINE_COMMENT.match(extra):
        raise ValueError(f"the client ignores what follows the delimiter: {extra!r}")
    return found
