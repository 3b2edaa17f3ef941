"""How an object is replaced where MySQL has no CREATE OR REPLACE: triggers and routines. Pure."""

from __future__ import annotations

from pathlib import Path

from clinic_db.model import Live, SqlObject, Statement, Step
from clinic_db.objects import renamed, retabled

KINDS = ("function", "procedure", "trigger")
LONGEST_NAME = 64
# Ends the names under which a new text is tried before the old object goes.
TRIAL = "__clinic_db_trial"


def replacement(item: SqlObject, create: Statement, stands_on: str) -> list[Statement]:
    """DROP and CREATE, back to back, after the new text was seen to be accepted.

    A text that does not compile would leave nothing at all, so it is tried under another name
    first. A trigger is tried on an empty copy of its table, since two triggers would both fire
    should the run end in between; and it is replaced under a write lock, since rows that came in
    between DROP and CREATE would miss it.

    Args:
        stands_on: the table of the trigger as it is now, which may be another one.
    """
    trial = trial_name(item.name)
    swap = [drop_sql(item.kind, item.name), create.sql]
    if item.kind == "trigger":
        table, copy = quoted(item.table), quoted(trial_name(item.table))
        # With lower_case_table_names the server tells the name in lower case.
        here = stands_on.lower() == item.table.lower()
        tables = sorted({item.table} if here else {item.table, stands_on})
        locks = ", ".join(f"{quoted(name)} WRITE" for name in tables)
        sqls = [
            f"CREATE TABLE {copy} LIKE {table}",
            retabled(renamed(create.sql, quoted(trial)), copy),
            drop_sql("table", trial_name(item.table)),
            f"LOCK TABLES {locks}",
            *swap,
            "UNLOCK TABLES",
        ]
    else:
        sqls = [renamed(create.sql, quoted(trial)), drop_sql(item.kind, trial), *swap]
    return [Statement(sql, create.line) for sql in sqls]


def swap_at(step: Step) -> int:
    """Where in a step's statements DROP and CREATE stand side by side; 0 where they do not.

    Returns:
        The ordinal of the DROP.
    """
    if step.action != "replace" or step.kind not in KINDS:
        return 0
    wanted = drop_sql(step.kind, step.name)
    return next((n for n, s in enumerate(step.statements, 1) if s.sql == wanted), 0)


def drops_a_copy(statement: Statement) -> bool:
    """True for the statement that removes the table on which a trigger was tried."""
    return statement.sql.startswith("DROP TABLE ")


def leftovers(live: Live) -> list[Step]:
    """Steps that remove what a run left that was cut short while it tried a text."""
    return [
        Step(
            action="drop",
            kind=kind,
            name=name,
            path=Path(),
            statements=(Statement(drop_sql(kind, name), 1),),
            why="left behind by a run that was cut short",
        )
        for kind, name in sorted(live.objects)
        if name.endswith(TRIAL)
    ]


def trial_name(name: str) -> str:
    """The name under which `name` is tried; never too long."""
    return name[: LONGEST_NAME - len(TRIAL)] + TRIAL


def drop_sql(kind: str, name: str) -> str:
    """The statement that drops an object, or does nothing where it is gone."""
    return f"DROP {kind.upper()} IF EXISTS {quoted(name)}"


def quoted(name: str) -> str:
    """`name` as a MySQL identifier."""
    return "`" + name.replace("`", "``") + "`"
