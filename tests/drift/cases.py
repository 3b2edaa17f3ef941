"""Ways to break a server by hand, read from cases/*.sql: done, named by drift, undone.

A case is a paragraph:

    -- Case: what happens
    -- changed column tags.tag: type, nullable
    ALTER TABLE tags MODIFY tag VARCHAR(40);
    -- Undo:
    ALTER TABLE tags MODIFY tag VARCHAR(30) NOT NULL;

Below the title stands exactly what drift must say. `-- Edit: FILE: OLD => NEW` drops the object of
that file of the shop and makes it from the changed text (further changes in lines of their own).
`-- Undo: apply` is `clinic-db apply`, `-- Undo: what drift says` runs the remedy in the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from clinic_db import statements
from clinic_db.project import OBJECT_FOLDERS
from clinic_db.statements import split

HERE = Path(__file__).resolve().parent
SHOP = HERE / "shop"
APPLY = "apply"
REMEDY = "what drift says"

_NAMED = re.compile(
    r"(?P<what>changed|missing|extra) (?P<kind>foreign key|\w+) (?P<name>\S+?)(?:: (?P<rest>.+))?"
)

Named = tuple[str, str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Case:
    """One way to break the shop.

    Attributes:
        broken: the statements that do it, in one session.
        named: (what, kind, name, attributes of what is changed), all that drift must say.
        undo: statements, `APPLY` or `REMEDY`, in order.
    """

    id: str
    broken: tuple[str, ...]
    named: tuple[Named, ...]
    undo: tuple[str, ...]


def read() -> list[Case]:
    """Every case, in the order of the files' names."""
    return [
        _case(paragraph)
        for path in sorted((HERE / "cases").glob("*.sql"))
        for paragraph in re.split(r"\n\n+", path.read_text(encoding="utf-8").strip())
    ]


def harmless() -> dict[str, tuple[str, ...]]:
    """What is no drift, from harmless.sql: title → statements of one session."""
    _, *paragraphs = (HERE / "harmless.sql").read_text(encoding="utf-8").split("-- Case: ")
    parts = [paragraph.partition("\n") for paragraph in paragraphs]
    return {title: tuple(statement.sql for statement in split(sql)) for title, _, sql in parts}


def _case(paragraph: str) -> Case:
    title = re.match(r"-- Case: (.+)\n", paragraph)
    assert title, paragraph
    # A line that begins with spaces goes on from the one above.
    text = re.sub(r"\n--  +", " ", paragraph[title.end() :])
    head, *undos = re.split(r"^-- Undo:", text, flags=re.M)
    named = []
    while head.startswith(("-- changed", "-- missing", "-- extra")):
        line, _, head = head.partition("\n")
        match = _NAMED.fullmatch(line.removeprefix("-- "))
        assert match, line
        rest = tuple(sorted((match["rest"] or "").split(", "))) if match["rest"] else ()
        named.append((match["what"], match["kind"], match["name"], rest))
    assert named, title[1]
    assert undos, title[1]
    return Case(title[1], _broken(head), tuple(named), tuple(x for u in undos for x in _undo(u)))


def _broken(text: str) -> tuple[str, ...]:
    """The statements, those of an edited file among them."""
    parts = re.split(r"((?:^-- Edit: .+\n)+)", text, flags=re.M)
    found: list[str] = []
    for at, part in enumerate(parts):
        if at % 2:
            found += _edited(re.findall(r"-- Edit: (.+)", part))
        else:
            found += [statement.sql for statement in split(part)]
    return tuple(found)


def _edited(edits: list[str]) -> list[str]:
    file, _, first = edits[0].partition(": ")
    path = SHOP / file
    (create,) = statements.read(path, SHOP, bare=True).statements
    sql = create.sql
    for edit in [*filter(None, [first]), *edits[1:]]:
        old, _, new = edit.partition(" => ")
        assert old in sql, edit
        sql = sql.replace(old, new, 1)
    kind = next(k for k, folder in OBJECT_FOLDERS.items() if folder == str(Path(file).parent))
    return [f"DROP {kind.upper()} {path.stem}", sql]


def _undo(text: str) -> list[str]:
    word, _, sql = text.partition("\n")
    if word.strip() in (APPLY, REMEDY):
        return [word.strip()]
    return [statement.sql for statement in split(sql)]
