"""docs/objects.md: every function, view, procedure, trigger and role, with one sentence each."""

from __future__ import annotations

import re
from collections.abc import Mapping

from clinic_db.docs.markdown import GENERATED, code, code_list, plain, table
from clinic_db.docs.schema import Entry, Schema

# (kind, name) → (where its file is, from the page, '' for no link; the header's first sentence)
Files = Mapping[tuple[str, str], tuple[str, str]]

_HEADINGS = {
    "function": "Functions",
    "view": "Views",
    "procedure": "Procedures",
    "trigger": "Triggers",
    "role": "Roles",
}
_INTRO = """\
What the database holds besides its tables. The sentence is the object's `COMMENT`; views,
triggers and roles can have none, so theirs is the first of their file's header. A parameter is
`IN` where nothing else is said; an `OUT` one leaves its value in a variable of the caller's."""


def first_sentence(text: str) -> str:
    """The first sentence of a file's header comment, its title line left out.

    Args:
        text: the file's content.
    """
    lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    if lines and re.match(r"(?:\w+): \S+$", lines[0]):
        lines = lines[1:]
    words = " ".join(" ".join(lines).split())
    found = re.match(r".+?[.!?](?=\s[^a-z]|$)", words)
    return found[0] if found else words


def page(schema: Schema, files: Files) -> str:
    """docs/objects.md.

    Args:
        files: of the project; roles are taken from it alone, since the server keeps them for all
            of its databases.
    """
    entries = [*schema.entries]
    entries += [Entry("role", name) for kind, name in sorted(files) if kind == "role"]
    parts = ["# Objects", GENERATED, _INTRO]
    for kind, heading in _HEADINGS.items():
        found = [entry for entry in entries if entry.kind == kind]
        if found:
            parts += [f"## {heading}", _table(found, files)]
    if len(parts) == 3:
        parts.append("There are none.")
    return "\n\n".join(parts) + "\n"


def _table(entries: list[Entry], files: Files) -> str:
    rows = []
    for entry in entries:
        link, sentence = files.get((entry.kind, entry.name), ("", ""))
        name = f"[{code(entry.name)}]({link})" if link else code(entry.name)
        rows.append((name, *_how(entry).values(), plain(entry.comment or sentence)))
    return table(("Name", *_how(entries[0]), "What it is for"), rows)


def _how(entry: Entry) -> dict[str, str]:
    """Heading → cell of what is told of this kind only."""
    if entry.kind == "trigger":
        return {"When": f"{entry.event} ON {code(entry.table)}"}
    takes = {"Takes": code_list(entry.takes)}
    if entry.kind == "procedure":
        return takes
    return takes | {"Gives": code(entry.gives)} if entry.kind == "function" else {}
