"""One pass over SQL text by the rules of the `mysql` client: where does each statement end?

The client reads line by line and knows only as much SQL as it must: quotes, comments, the
delimiter and its own commands. `Scanner` follows it, quirks included, but jumps from one
event to the next instead of looking at each character. Where the client would do something
else than send SQL, or send what no server can understand, the scanner refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from clinic_db.client_commands import (
    IDENTIFIER,
    LINE_COMMENT,
    SPACE,
    backslash_command,
    command_at,
    delimiter_argument,
    delimiter_at,
    delimiter_line,
)
from clinic_db.errors import ProjectError
from clinic_db.model import Statement

# What the client cuts off the end of a statement: everything that leaves no ink.
INKLESS = "".join(map(chr, range(1, 33))) + "\x7f"
_GAP = re.compile(rf"[^{SPACE}]|\Z")
_NESTING = re.compile(r"/\*[!+]?|\*/|\n")
_DOLLAR = re.compile(rf"\$[{IDENTIFIER}]*\$")


@dataclass(frozen=True, slots=True)
class Comment:
    """A `#` or `-- ` comment alone on its line, outside every statement.

    Attributes:
        text: what follows the marker, without white space at either end.
        line: counted from 1.
    """

    text: str
    line: int


@lru_cache(maxsize=64)
def _uneventful(delimiter: str | None) -> re.Pattern[str]:
    """Return the pattern of a stretch in which nothing happens, whole strings included.

    The repetition is bounded so that the pattern engine's memory is; the caller repeats it.
    """
    head = re.escape(delimiter[0]) if delimiter else ""
    not_here = f"(?!{re.escape(delimiter)})" if delimiter else ""
    eventless = [
        r"'[^'\\]*(?:\\.[^'\\]*)*'",
        r'"[^"\\]*(?:\\.[^"\\]*)*"',
        r"`[^`]*`",  # here, and only here, a backslash is a letter
        rf"-(?!-(?:[{SPACE}]|\Z))",
        r"/(?!\*)",
        r"\*(?!/)",
        rf"(?<=[${IDENTIFIER}])\$|\$(?![{IDENTIFIER}]*\$)",
    ]
    if delimiter and delimiter[0] not in "\\'\"`#$/*-":
        eventless.append(head)
    plain = rf"""[^\\'"`#$/*\-{head}]+"""
    return re.compile(f"(?:{plain}|{not_here}(?:{'|'.join(eventless)})){{0,500}}", re.DOTALL)


class Scanner:
    """Walks over `text` once; `run` gives its statements and comments in order.

    Args:
        text: the SQL, line ends as LF, without byte order mark.
        name: the file's name for messages.
        delimiter: what ends a statement; None for a text that is one statement, whose final
            `;` and comments behind it are then cut.
    """

    def __init__(self, text: str, name: str, delimiter: str | None = ";") -> None:
        self._text = text
        self._name = name
        self._delimiter = delimiter
        self._pos = 0
        self._ink_end = 0  # behind the last character that is neither comment, blank nor `;`
        self._open: int | None = None  # where a version comment or hint began that is still open
        self._conditional: int | None = None  # the same; for the client it ends with its line
        self._counted = (0, 1)

    def run(self) -> Iterator[Statement | Comment]:
        """Give statements and own-line comments; raise ProjectError at what cannot be sent."""
        while True:
            yield from self._gap()
            if self._pos >= len(self._text):
                return
            if self._delimiter_command():
                continue
            start, line = self._pos, self._line(self._pos)
            if command := command_at(self._text, start):
                raise self._problem(start, *command)
            end = self._statement_end()
            if self._delimiter is None:
                end = self._ink_end
            sql = self._text[start:end].rstrip(INKLESS)
            if sql:
                yield Statement(sql, line)

    def _line(self, at: int) -> int:
        """Return the line of an offset; asked in rising order it counts each line end once."""
        offset, line = self._counted if at >= self._counted[0] else (0, 1)
        self._counted = (at, line + self._text.count("\n", offset, at))
        return self._counted[1]

    def _problem(self, at: int, message: str, hint: str) -> ProjectError:
        where = f"{self._name}:{self._line(at)}" if self._name else f"line {self._line(at)}"
        return ProjectError(message, where=where, hint=hint)

    def _line_end(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _at_delimiter(self) -> bool:
        return self._delimiter is not None and self._text.startswith(self._delimiter, self._pos)

    def _first_on_line(self, at: int) -> bool:
        return not self._text[self._text.rfind("\n", 0, at) + 1 : at].strip(SPACE)

    def _is_text(self, at: int) -> bool:
        """Tell a version comment or an optimizer hint from an ordinary comment."""
        return self._text.startswith(("/*!", "/*+"), at)

    def _gap(self) -> Iterator[Comment]:
        """Move over white space, comments and bare delimiters to where a statement begins."""
        self._open = self._conditional = None
        while match := _GAP.search(self._text, self._pos):
            at = self._pos = match.start()
            if self._delimiter and self._at_delimiter():
                self._pos += len(self._delimiter)
            elif mark := LINE_COMMENT.match(self._text, at):
                self._pos = self._line_end(at)
                if self._first_on_line(at):
                    yield Comment(self._text[mark.end() : self._pos].strip(), self._line(at))
            elif self._text.startswith("/*", at) and not self._is_text(at):
                self._skip_comment()
            else:
                self._ink_end = at
                return

    def _delimiter_command(self) -> bool:
        at = self._pos
        match = delimiter_at(self._text, at)
        if not match:
            return False
        if self._delimiter is None:
            raise self._problem(at, "this file needs no DELIMITER", "write one bare CREATE")
        if not self._first_on_line(at):
            raise self._problem(at, "DELIMITER must be the first word of its line", "move it there")
        try:
            self._delimiter = delimiter_argument(match.group(1))
        except ValueError as error:
            hint = "write: DELIMITER // (and behind the statement: DELIMITER ;)"
            raise self._problem(at, str(error), hint) from error
        self._pos = match.end()
        return True

    def _statement_end(self) -> int:
        """Move behind the statement and its delimiter; return where its text ends."""
        start = self._pos
        while not self._skip_uneventful():
            at, char = self._pos, self._text[self._pos]
            if self._delimiter and self._at_delimiter():
                self._refuse_cut()
                self._pos += len(self._delimiter)
                return at
            if char == "\\":
                if self._ends_by_backslash():
                    return at
            elif char in "#-":
                self._pos = self._line_end(at)
            elif char == "/":
                self._block()
            elif char == "*":
                self._open = self._conditional = None
                self._pos += 1
            elif char == "$":
                self._dollar_quote()
            else:
                raise self._problem(at, f"this {char} is never closed", "close the quote")
        self._refuse_unfinished(start)
        return len(self._text)

    def _skip_uneventful(self) -> bool:
        """Move to the next event; return True where the text ends without one."""
        pattern, start = _uneventful(self._delimiter), self._pos
        while (match := pattern.match(self._text, self._pos)) and match.end() > self._pos:
            self._pos = match.end()
        if self._delimiter is None:
            ink = self._text[start : self._pos].rstrip(INKLESS + ";")
            self._ink_end = start + len(ink) if ink else self._ink_end
        return self._pos >= len(self._text)

    def _refuse_cut(self) -> None:
        if self._open is not None:
            raise self._problem(
                self._pos,
                f"the mysql client would cut the statement at this {self._delimiter} in a comment",
                "leave it out, or put DELIMITER // before the statement and // behind it",
            )

    def _refuse_unfinished(self, start: int) -> None:
        """Refuse a text that ends in a version comment, or swallowed a DELIMITER command.

        A last statement without its delimiter is whole otherwise: the client sends it.
        """
        if self._open is not None:
            raise self._problem(self._open, "this comment is never closed", "close it with */")
        if self._delimiter not in (None, ";"):
            at = delimiter_line(self._text, start)
            if at >= 0:
                raise self._problem(
                    at,
                    f"DELIMITER inside the statement that begins on line {self._line(start)}",
                    f"end that statement with its delimiter, {self._delimiter}",
                )

    def _ends_by_backslash(self) -> bool:
        r"""Deal with a backslash outside quotes: \g and \G end a statement, \N is NULL."""
        char = self._text[self._pos + 1 : self._pos + 2]
        if char not in ("g", "G", "N"):
            raise self._problem(self._pos, *backslash_command(char))
        if char != "N":
            self._refuse_cut()
        self._pos += 2
        if char == "N":
            self._ink_end = self._pos
        return char != "N"

    def _block(self) -> None:
        """Deal with `/*` inside a statement."""
        start = self._pos
        if not self._is_text(start):
            self._skip_comment()
            return
        self._pos = start + 1
        if self._text[start + 2] == "!":
            self._open = start if self._open is None else self._open
            self._conditional = start
            return
        # A hint: to the end of its line nothing counts but its own end and a backslash.
        self._conditional = None
        close = self._text.find("*/", self._pos)
        line_end = self._text.find("\n", start, close) if close >= 0 else self._line_end(start)
        if line_end >= 0:
            self._open = start if self._open is None else self._open
        stop = close + 1 if line_end < 0 else line_end
        slash = self._text.find("\\", start, stop)
        self._pos = self._ink_end = stop if slash < 0 else slash

    def _skip_comment(self) -> None:
        """Move behind an ordinary comment, as the client sees its end.

        Inside, the client takes `/*!` and `/*+` for nested comments up to the line's end; and
        a comment within a version comment of the same line ends with the second `*/`, which
        is the version comment's own.
        """
        start = self._pos
        begun = self._conditional
        within = begun is not None and self._text.find("\n", begun, start) < 0
        nested, inner_closed = "!" if within else "", False
        at = start + 2
        while match := _NESTING.search(self._text, at):
            token, at = match.group(), match.end()
            if token == "\n":
                nested = ""
            elif token == "*/" and not nested:
                self._pos = at
                self._conditional = None
                if within and inner_closed:
                    self._open, self._ink_end = None, at
                return
            elif token == "*/":
                nested, inner_closed, at = "", True, at - 1
            elif len(token) == 3:
                nested = token[2]
            elif nested == "+":
                at -= 1
        raise self._problem(start, "this comment is never closed", "close it with */")

    def _dollar_quote(self) -> None:
        match = _DOLLAR.match(self._text, self._pos)
        tag = match.group() if match else "$$"
        body = re.compile(rf"(?:[^\\$]+|\\.|(?!{re.escape(tag)})\$)*", re.DOTALL)
        found = body.match(self._text, self._pos + len(tag))
        end = found.end() if found else len(self._text)
        if not self._text.startswith(tag, end):
            raise self._problem(self._pos, f"this {tag} is never closed", f"close it with {tag}")
        self._pos = self._ink_end = end + len(tag)
