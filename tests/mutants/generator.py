"""The project's files and a database built from them → every mutant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from clinic_db import objects, snapshot
from clinic_db.database import Connection, identifier
from clinic_db.differences import Attributes
from clinic_db.model import SqlObject
from clinic_db.project import Project
from clinic_db.snapshot import Snapshot
from mutants import body
from mutants.model import Mutant

_WIDTH = 100


def generate(project: Project, connection: Connection) -> list[Mutant]:
    """Every mutant: constraints of the connected database, then triggers, then routines.

    Ids are unique; of equal rules in one object the second is called '… (2)'.
    """
    found = objects.read(project)
    taken: dict[str, int] = {}
    mutants = []
    for mutant in [*constraints(snapshot.read(connection)), *_of_objects(found)]:
        taken[mutant.id] = count = taken.get(mutant.id, 0) + 1
        mutants.append(mutant if count == 1 else replace(mutant, id=f"{mutant.id} ({count})"))
    return mutants


def constraints(found: Snapshot) -> Iterator[Mutant]:
    """One mutant per CHECK, UNIQUE key, natural key and FOREIGN KEY.

    A unique key that a foreign key points at is left out: the server does not let it go. So is an
    AUTO_INCREMENT key: it identifies rows and rules nothing.
    """
    pointed_at = {
        (values["parent"], values["parent_parts"])
        for (kind, _), values in found.objects.items()
        if kind == "foreign key"
    }
    for (kind, name), values in sorted(found.objects.items()):
        table, _, constraint = name.partition(".")
        alter = f"ALTER TABLE {identifier(table)}"
        quoted = identifier(constraint)
        if kind == "check":
            yield Mutant(f"drop {name}", "check", table, 0, f"{alter} DROP CHECK {quoted}")
        elif kind == "foreign key":
            sql = f"{alter} DROP FOREIGN KEY {quoted}"
            yield Mutant(f"drop {name}", "foreign key", table, 0, sql)
        elif kind == "index" and values["non_unique"] == "0":
            if (table, values["parts"]) in pointed_at or _counts_itself(found, table, values):
                continue
            drop = "PRIMARY KEY" if constraint == "PRIMARY" else f"INDEX {quoted}"
            # The index stays, so that plans, locks and the child's side of a foreign key do.
            sql = f"{alter} DROP {drop}, ADD INDEX ix_mutant ({values['parts']})"
            yield Mutant(f"drop {name}", "unique", table, 0, sql)


def _counts_itself(found: Snapshot, table: str, index: Attributes) -> bool:
    column = found.objects.get(("column", f"{table}.{index['parts']}"), {})
    return column.get("extra") == "auto_increment"


def _of_objects(found: Iterable[SqlObject]) -> Iterator[Mutant]:
    code = [item for item in found if item.kind in ("trigger", "procedure", "function")]
    for item in code:
        if item.kind == "trigger":
            yield Mutant(f"drop trigger {item.name}", "trigger", item.name, 1, "")
    for item in code:
        yield from guards(item)


def guards(item: SqlObject) -> Iterator[Mutant]:
    """Every way in which one routine or trigger can be broken."""
    sql = item.statement.sql
    for edit in body.edits(sql):
        what = edit.what if len(edit.what) <= _WIDTH else edit.what[: _WIDTH - 1] + "…"
        line = item.statement.line + sql.count("\n", 0, edit.start)
        name = f"{item.name}: {edit.kind}: {what}"
        yield Mutant(name, edit.kind, item.name, line, edit.applied(sql))
