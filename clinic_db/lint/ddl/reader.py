"""Walks over tokens: the few movements that every piece of the grammar is read with."""

from __future__ import annotations

from collections.abc import Sequence

from clinic_db.lint.ddl.tokens import Shape, Token

END = Token(Shape.SIGN, "", 0, 0, 0)


class Reader:
    """A place in a sequence of tokens; nothing here fails at the end, it finds `END`."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def is_done(self) -> bool:
        return self._at >= len(self._tokens)

    def peek(self, ahead: int = 0) -> Token:
        """The next token, or one further on; it stays where it is."""
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else END

    def next(self) -> Token:
        """The next token, and move behind it."""
        token = self.peek()
        self._at += 1
        return token

    def sees(self, *words: str) -> bool:
        """Whether these words come next."""
        return all(self.peek(ahead).upper == word for ahead, word in enumerate(words))

    def sees_any(self, *words: str) -> bool:
        """Whether one of these words comes next."""
        return self.peek().upper in words

    def take(self, *words: str) -> bool:
        """Move behind these words if they come next."""
        if not self.sees(*words):
            return False
        self._at += len(words)
        return True

    def take_any(self, *words: str) -> str:
        """Move behind one of these words; '' where none comes next."""
        return self.next().upper if self.sees_any(*words) else ""

    def name(self) -> str:
        """The next name, without its database: `shop.orders` is 'orders'."""
        found = self.next().value
        while self.sees(".") and self.peek(1).is_name:
            self.next()
            found = self.next().value
        return found

    def group(self) -> tuple[Token, ...]:
        """The tokens between the parentheses that open here; none where none do."""
        if not self.sees("("):
            return ()
        start, depth = self._at + 1, 0
        while not self.is_done:
            sign = self.next().upper
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if depth == 0:
                return tuple(self._tokens[start : self._at - 1])
        return tuple(self._tokens[start:])

    def rest(self) -> tuple[Token, ...]:
        """All that is left."""
        found = tuple(self._tokens[self._at :])
        self._at = len(self._tokens)
        return found


def parts(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The tokens cut at the commas that stand in no parentheses."""
    found: list[tuple[Token, ...]] = []
    start = depth = 0
    for at, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.upper, 0)
        if token.upper == "," and depth == 0:
            found.append(tuple(tokens[start:at]))
            start = at + 1
    found.append(tuple(tokens[start:]))
    return [part for part in found if part]
