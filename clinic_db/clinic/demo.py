"""The whole thing at once: server, schema, sample data, a day in the clinic, the outcome."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from clinic_db import database, queries, runner, sandbox, seeds, target
from clinic_db.clinic import day
from clinic_db.clinic.day import rupiah
from clinic_db.config import Config
from clinic_db.database import Connection
from clinic_db.report import result_text, table

Tell = Callable[[str], None]
HEADINGS = {
    "schedule": ("when", "patient", "doctor", "status"),
    "bills": ("bill", "patient", "total", "paid", "owed", "status", "method"),
    "revenue": ("day", "payments", "received", "refunded", "revenue"),
}
MONEY = {"total_amount", "amount_paid", "balance", "received", "refunded", "revenue", "owed",
         "revenue_today"}  # fmt: skip


def run(config: Config, name: str, tell: Tell) -> None:
    """Start (or find) the sandbox `name` and play the day in it; the sandbox goes on running.

    Raises:
        SandboxError: no server to be had.
        ClinicDbError: what a step of the runner says.
    """
    tell("1. A throwaway MySQL server")
    box = sandbox.start(name)
    tell(f"   MySQL {box.version} ({box.kind}) on {box.host}:{box.port}")
    config = replace(config, target=target.parse(box.url, "the sandbox"))
    tell("\n2. The schema, from plain SQL files")
    tell(f"   {result_text(runner.apply(config, runner.Listener(note=tell)))}")
    with database.connect(config.database) as connection:
        tell("\n3. Sample data")
        for folder in ("reference", "demo"):
            rows = seeds.load(config.project, folder, connection)
            tell(f"   seeds/{folder}: {rows} rows changed")
        tell("\n4. A day in the clinic, through the procedures")
        tell(_indented(table(("call", "patient", "what happened"), _events(connection))))
        tell("\n5. What the clinic sees now")
        for line in clinic_tables(connection):
            tell(line)
    tell(_how_to_go_on(name))


def clinic_tables(connection: Connection) -> list[str]:
    """Overview, schedule, bills and revenue as text tables."""
    overview = connection.one(queries.get("demo/overview")) or {}
    rows = [(label.replace("_", " "), _shown(label, value)) for label, value in overview.items()]
    lines = ["", _indented(table(("the clinic", ""), rows))]
    for name, limit in (("schedule", 12), ("bills", 6), ("revenue", 5)):
        found = connection.rows(queries.get(f"demo/{name}"), (limit,))
        shown = [[_shown(key, value) for key, value in row.items()] for row in found]
        lines += ["", f"   {name}", _indented(table(HEADINGS[name], shown))]
    return lines


def _events(connection: Connection) -> list[tuple[str, str, str]]:
    return [(event.what, event.who, event.outcome) for event in day.play(connection)]


def _shown(name: str, value: Any) -> Any:
    if name in MONEY and isinstance(value, Decimal | int):
        return rupiah(value)
    return int(value) if isinstance(value, Decimal) else value


def _indented(text: str) -> str:
    return "\n".join(f"   {line}" for line in text.splitlines())


def _how_to_go_on(name: str) -> str:
    program = _program()
    option = "" if name == "default" else f" --name {name}"
    lines: Sequence[str] = (
        "",
        "The server goes on running. To look around, use it from a program, and stop it:",
        f"   {program} sandbox shell{option}",
        f'   export CLINIC_DB_URL="$({program} sandbox url{option})"; {program} status',
        f"   {program} sandbox stop{option}",
    )
    return "\n".join(lines)


def _program() -> str:
    """How this program was called, so that the commands shown can be pasted."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return "python -m clinic_db"
    here = Path.cwd()
    if called.is_absolute() and called.is_relative_to(here):
        called = called.relative_to(here)
    return "clinic-db" if called.parent == Path() or called.is_absolute() else str(called)
