"""SQL text → statements, cut where the `mysql` client would cut; files → scripts.

`split` is for migrations and seeds, `single` for an object's file, which holds one bare
CREATE whose body may be full of semicolons.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from clinic_db.errors import ProjectError
from clinic_db.model import Script, Statement
from clinic_db.scanner import Comment, Scanner

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def split(text: str, name: str = "") -> tuple[Statement, ...]:
    """Return the statements of `text` in order; comments and empty statements are none.

    A statement's line ends are LF, as the client sends them.

    Args:
        text: what a file holds.
        name: the file's name for messages.

    Raises:
        ProjectError: at an unclosed quote or comment, a NUL, or a command of the client.
    """
    scanner = Scanner(_normalised(text, name), name)
    return tuple(found for found in scanner.run() if isinstance(found, Statement))


def single(text: str, name: str = "") -> Statement:
    """Return `text` as one statement, whatever semicolons it holds.

    Comments in front, the final `;` and comments behind are cut.

    Raises:
        ProjectError: as `split`, and where there is no statement or a DELIMITER.
    """
    scanner = Scanner(_normalised(text, name), name, delimiter=None)
    found = [item for item in scanner.run() if isinstance(item, Statement)]
    if not found:
        raise ProjectError("the file holds no statement", where=name, hint="write one bare CREATE")
    if len(found) > 1:
        raise ProjectError(
            r"a second statement (\g and \G end the first)",
            where=_place(name, found[1].line),
            hint="write one bare CREATE",
        )
    return found[0]


def comments(text: str, name: str = "") -> Iterator[tuple[int, str]]:
    """Give (line, text) of each `-- ` or `#` comment that has its line for itself.

    Comments inside a statement are not given: they are its text.
    """
    for found in Scanner(_normalised(text, name), name).run():
        if isinstance(found, Comment):
            yield found.line, found.text


def read(path: Path, root: Path | None = None, *, bare: bool = False) -> Script:
    """Read a file of SQL.

    Args:
        path: the file.
        root: the project root; messages and the script then name the path below it.
        bare: True for an object's file, which is one statement.

    Returns:
        Its statements (none for a file of comments) and the hash of its content, which is
        the same whether lines end in LF or CRLF and with or without byte order mark.

    Raises:
        ProjectError: if it cannot be read, is not UTF-8, or as `split` and `single` say.
    """
    shown = path.relative_to(root) if root and path.is_relative_to(root) else path
    return script(text_of(path, shown), shown, bare=bare)


def text_of(path: Path, shown: Path) -> str:
    """The text of a file of SQL.

    Args:
        shown: how messages name the file.

    Raises:
        ProjectError: it cannot be read or is not UTF-8.
    """
    return _decoded(path, str(shown))


def script(text: str, shown: Path, *, bare: bool = False) -> Script:
    """What `read` makes of a file whose text is known already."""
    name = str(shown)
    found = (single(text, name),) if bare else split(text, name)
    return Script(shown, found, hashlib.sha256(_normalised(text, name).encode()).hexdigest())


def read_text(path: Path, name: str) -> str:
    """What a file holds, as the client reads it: LF for CRLF, no byte order mark.

    Raises:
        ProjectError: if it cannot be read, is not UTF-8 or holds a NUL.
    """
    return _normalised(_decoded(path, name), name)


def refuse_empty(script: Script) -> Script:
    """Return `script`; raise ProjectError if it has no statement."""
    if not script.statements:
        raise ProjectError(
            "the file holds no statement",
            where=str(script.path),
            hint="write one, or delete the file",
        )
    return script


def _decoded(path: Path, shown: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"the file cannot be read: {error.strerror}", where=shown, hint="check its permissions"
        ) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProjectError(
            f"the file is not UTF-8: byte {raw[error.start]:#04x} at offset {error.start}",
            where=_place(shown, raw.count(b"\n", 0, error.start) + 1),
            hint="save it as UTF-8",
        ) from error


def _normalised(text: str, name: str) -> str:
    """Return `text` as the client reads it: no byte order mark, CRLF as LF.

    A lone CR stays: it ends no line for the client, and may be data in a string.
    """
    at = text.find("\0")
    if at >= 0:
        raise ProjectError(
            "the text holds a NUL byte",
            where=_place(name, text.count("\n", 0, at) + 1),
            hint="remove it; write binary values as hexadecimal literals",
        )
    return text.removeprefix(BOM).replace("\r\n", "\n")


def _place(name: str, line: int) -> str:
    return f"{name}:{line}" if name else f"line {line}"
