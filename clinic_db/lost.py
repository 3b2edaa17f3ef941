"""What went with the session of a run that was cut short and cannot be brought back. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clinic_db.errors import DecisionError
from clinic_db.kinds import first_words, plain
from clinic_db.model import Statement, Step

_WORD = r"`?([\w$]+)`?"
_TEMPORARY = re.compile(rf"CREATE\s+TEMPORARY\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_WORD}", re.I)
_NO_MORE = re.compile(
    r"DROP\s+TEMPORARY\s+TABLES?\s+(?:IF\s+EXISTS\s+)?(?P<names>[\w$`,\s]+)", re.I
)
_PREPARED = re.compile(rf"PREPARE\s+{_WORD}\s+FROM\s+(?:@{_WORD})?", re.I)
_EXECUTED = re.compile(rf"EXECUTE\s+{_WORD}", re.I)


def refuse(step: Step) -> None:
    """Refuse to go on at `step.first` where a statement needs what nobody can bring back.

    Raises:
        DecisionError: a temporary table, or a statement that was prepared from a variable which
            has another value by now.
    """
    before = step.statements[: step.first - 1]
    if not before:
        return
    tables, texts = _temporary_tables(before), _prepared_from_the_past(before)
    for number, statement in enumerate(step.pending, step.first):
        text = plain(statement.sql)
        if again := _TEMPORARY.match(text):
            tables.discard(again[1].lower())
        if again := _PREPARED.match(text):
            texts.discard(again[1].lower())
        words = set(re.findall(r"[\w$]+", statement.sql.lower()))
        if tables & words:
            what = f"the temporary table {min(tables & words)}, which went"
            raise _refusal(step, number, what, "the statement that makes it")
        executed = _EXECUTED.match(text)
        if executed and executed[1].lower() in texts:
            what = f"the prepared {executed[1]}, whose text went"
            raise _refusal(step, number, what, "the SET and the PREPARE that make it")


def makes_temporary_tables(statements: Sequence[Statement]) -> bool:
    """True where one of the statements makes a table that goes with the session."""
    return any(_TEMPORARY.match(plain(statement.sql)) for statement in statements)


def _temporary_tables(statements: Sequence[Statement]) -> set[str]:
    """Those that are there after the statements."""
    there: set[str] = set()
    for statement in statements:
        text = plain(statement.sql)
        if made := _TEMPORARY.match(text):
            there.add(made[1].lower())
        elif dropped := _NO_MORE.match(text):
            there -= set(re.findall(r"[\w$]+", dropped["names"].lower()))
    return there


def _prepared_from_the_past(statements: Sequence[Statement]) -> set[str]:
    """Those prepared from a variable that was given another value since."""
    sources: dict[str, str] = {}
    past: set[str] = set()
    for statement in statements:
        text = plain(statement.sql, texts=False)
        if match := _PREPARED.match(text):
            name = match[1].lower()
            past.discard(name)
            sources.pop(name, None)
            if match[2]:
                sources[name] = match[2].lower()
            continue
        past |= {name for name, variable in sources.items() if _gives_value(text, variable)}
    return past


def _gives_value(text: str, variable: str) -> bool:
    """Whether a statement may give the user variable a value."""
    name = rf"@`?{re.escape(variable)}`?(?![\w$])"
    start = r"(?:\bSET|,)\s*" if first_words(text, 1).startswith("SET") else r"(?!)"
    given = rf"{start}{name}\s*=|{name}\s*:=|\bINTO\b[^;]*{name}|^CALL\b[^;]*{name}"
    return re.search(given, text, re.I | re.S) is not None


def _refusal(step: Step, number: int, what: str, makes: str) -> DecisionError:
    statement = step.statements[number - 1]
    return DecisionError(
        f"statement {number} needs {what} with the session of the run that was cut short",
        where=f"{step.path}:{statement.line}",
        detail=(f"{step.first - 1} statement(s) before it are done and recorded",),
        hint=f"put {makes} in front of this one, then run it again",
    )
