"""verify, baseline, mark, unmark, break-lock: the history itself."""

from __future__ import annotations

import json

import click

from clinic_db import marks, report, standing
from clinic_db.cli.migrate import listener
from clinic_db.cli.options import configured
from clinic_db.config import Config

# What --allow-unsafe takes: the rule that is set aside.
MISSING = "missing"

_allow = click.option(
    "--allow-unsafe",
    multiple=True,
    type=click.Choice([MISSING]),
    help="missing: also where tables that the migrations make are not there.",
)


@click.command()
@configured
@click.option("--out-of-order", is_flag=True, help="A late migration is no finding.")
def verify(config: Config, out_of_order: bool) -> int:
    """Is everything still as it was applied? Writes nothing and takes no lock.

    Exit 1 when an applied file was edited or is gone, when a new one comes before an applied one,
    when a migration is half-way, or when an object was changed on the server. What is merely
    pending is no finding: status and plan show it.

    \b
    Examples:
      clinic-db verify
      clinic-db verify --format json
    """
    found = standing.verify(config, out_of_order=out_of_order)
    as_json = config.output == "json"
    click.echo(report.verified_json(found) if as_json else report.verified_text(found))
    return int(bool(found.findings))


@click.command()
@configured
@_allow
@click.argument("migration", metavar="ID")
def baseline(config: Config, allow_unsafe: tuple[str, ...], migration: str) -> None:
    """Record all migrations up to and including ID as applied; run none of their statements.

    For a database that has them already: made by hand, by another tool, or from plan --sql. What
    it holds is not compared, except that the tables must be there.

    \b
    Examples:
      clinic-db baseline 0013_create_clinic_settings
      clinic-db status
    """
    unseen = MISSING in allow_unsafe
    _show_recorded(config, marks.baseline(config, listener(config), migration, unseen=unseen))


@click.command()
@configured
@_allow
@click.argument("migration", metavar="ID")
def mark(config: Config, allow_unsafe: tuple[str, ...], migration: str) -> None:
    """Record one migration as applied; run none of its statements. All before it must be applied.

    A half-applied one that was finished by hand is recorded as finished.

    \b
    Example:
      clinic-db mark 0016_add_patient_nickname
    """
    unseen = MISSING in allow_unsafe
    _show_recorded(config, marks.mark(config, listener(config), migration, unseen=unseen))


@click.command()
@configured
@click.argument("migration", metavar="ID")
def unmark(config: Config, migration: str) -> None:
    """Forget that a migration was applied; undo none of its statements. Newest first.

    The next apply will run it, from its first statement.

    \b
    Example:
      clinic-db unmark 0016_add_patient_nickname
    """
    marks.unmark(config, listener(config), migration)
    document = {"database": config.database.address, "forgotten": [migration]}
    text = f"forgotten    {migration}"
    click.echo(json.dumps(document) if config.output == "json" else text)


@click.command(name="break-lock")
@configured
def break_lock(config: Config) -> None:
    """Say who holds the lock. There is none to break: it ends with its session.

    \b
    Example:
      clinic-db break-lock
    """
    address, holder = standing.lock_holder(config)
    document = {"database": address, "holder": holder or None}
    text = report.lock_text(address, holder)
    click.echo(json.dumps(document) if config.output == "json" else text)


def _show_recorded(config: Config, names: tuple[str, ...]) -> None:
    address = config.database.address
    if config.output == "json":
        click.echo(json.dumps({"database": address, "recorded": names}))
        return
    for name in names:
        click.echo(f"recorded     {name}")
    told = f"{len(names)} migration(s) recorded as applied" if names else "recorded already"
    click.echo(f"{address}: {told}, nothing was run")
