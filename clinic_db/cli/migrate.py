"""apply, plan, status, rollback, new, create."""

from __future__ import annotations

import json
from pathlib import Path

import click

from clinic_db import project, report, runner, scaffold
from clinic_db.cli.options import PROJECT_OPTION, configured
from clinic_db.config import Config
from clinic_db.model import Result
from clinic_db.runner import Listener

# What `apply --allow-unsafe` takes: the rule that is set aside.
NOT_EMPTY = "not-empty"

_allow = click.option(
    "--allow-unsafe",
    multiple=True,
    type=click.Choice([NOT_EMPTY]),
    help="not-empty: also into a database whose tables no migration made.",
)


@click.command()
@configured
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@_allow
def apply(config: Config, dry_run: bool, allow_unsafe: tuple[str, ...]) -> int:
    """Apply what is pending: migrations in order, then the objects that changed.

    Run twice, the second run does nothing. A run that failed goes on where it stopped.

    \b
    Examples:
      clinic-db apply
      clinic-db apply --dry-run
      clinic-db apply --database mysql://root@127.0.0.1/clinic --format json
    """
    strangers = NOT_EMPTY in allow_unsafe
    if dry_run:
        return _show_plan(
            runner.plan_apply(config, _listener(config), onto_strangers=strangers), config
        )
    return _show(runner.apply(config, _listener(config), onto_strangers=strangers), config)


@click.command()
@configured
@click.option("--check", is_flag=True, help="Exit 1 when anything is pending.")
@_allow
def plan(config: Config, check: bool, allow_unsafe: tuple[str, ...]) -> int:
    """Show the steps that apply would take. Writes nothing and takes no lock.

    \b
    Examples:
      clinic-db plan
      clinic-db plan --check --format json
    """
    strangers = NOT_EMPTY in allow_unsafe
    result = runner.plan_apply(config, _listener(config), onto_strangers=strangers)
    _show_plan(result, config)
    return int(check and bool(result.steps))


@click.command()
@configured
@click.option("--check", is_flag=True, help="Exit 1 when anything is pending.")
def status(config: Config, check: bool) -> int:
    """Show every migration's state and the objects that differ. Writes nothing.

    \b
    Examples:
      clinic-db status
      clinic-db status --check     # exit 1 when anything is pending, 6 when apply would refuse
    """
    found = runner.status(config)
    as_json = config.output == "json"
    click.echo(report.status_json(found) if as_json else report.status_text(found))
    if check and found.problem:
        return found.problem.exit_code
    return int(check and report.is_pending(found))


@click.command()
@configured
@click.option("--steps", type=click.IntRange(1), metavar="N", help="How many.  [default: 1]")
@click.option("--to", metavar="ID", help="Keep ID as the last one, or 'nothing' to undo all.")
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@click.option("--allow-unsafe", is_flag=True, help="Also where rows would be lost.")
def rollback(
    config: Config, steps: int | None, to: str | None, dry_run: bool, allow_unsafe: bool
) -> int:
    """Undo migrations, newest first; the last one unless told otherwise.

    Objects that name what goes are dropped first; apply brings them back.

    \b
    Examples:
      clinic-db rollback
      clinic-db rollback --steps 3 --dry-run
      clinic-db rollback --to 0010_create_insurance
      clinic-db rollback --to nothing --allow-unsafe
    """
    if steps and to:
        raise click.UsageError("--steps and --to exclude each other")
    count = steps or 1
    if dry_run:
        return _show_plan(runner.plan_rollback(config, count=count, to=to), config)
    told = _listener(config)
    return _show(
        runner.rollback(config, told, count=count, to=to, allow_unsafe=allow_unsafe), config
    )


@click.command()
@PROJECT_OPTION
@click.argument("name")
def new(project_dir: Path | None, name: str) -> None:
    """Write migrations/NNNN_NAME.sql and its rollback, after the last one.

    \b
    Example:
      clinic-db new add_patient_nickname
    """
    found = project.find(project_dir)
    for path in scaffold.new_migration(found, name):
        click.echo(f"wrote {found.show(path)}")


@click.command()
@configured
def create(config: Config) -> None:
    """Create the database that the URL names, in utf8mb4; nothing if it is there.

    \b
    Example:
      clinic-db create --database mysql://root@127.0.0.1/clinic
    """
    made = runner.create_database(config)
    document = {"database": config.database.address, "created": made}
    text = f"{config.database.address}: {'created' if made else 'is there already'}"
    click.echo(json.dumps(document) if config.output == "json" else text)


@click.command()
@configured
@click.argument("migration", metavar="ID")
@click.option("--statement", type=click.IntRange(1), required=True, metavar="N", help="Which one.")
@click.option("--done/--not-done", default=None, required=True, help="What you found out.")
def resolve(config: Config, migration: str, statement: int, done: bool) -> None:
    """Say what became of a statement that was cut short and that nothing can tell by itself.

    apply and rollback ask for it where it is needed, and name both commands.

    \b
    Examples:
      clinic-db resolve 0021_fill_ledger --statement 2 --done
      clinic-db resolve 0021_fill_ledger --statement 2 --not-done
    """
    going_on = runner.resolve(config, _listener(config), migration, statement, done)
    document = {"id": migration, "statement": statement, "done": done, "next": going_on}
    text = f"recorded; clinic-db {going_on} goes on from there"
    click.echo(json.dumps(document) if config.output == "json" else text)


def _listener(config: Config) -> Listener:
    """Progress goes to standard error in JSON mode: standard output is one document."""
    as_json = config.output == "json"
    return Listener(
        done=lambda step: click.echo(report.step_done(step), err=as_json),
        note=lambda text: click.echo(f"note: {text}", err=True),
    )


def _show(result: Result, config: Config) -> int:
    as_json = config.output == "json"
    click.echo(report.result_json(result) if as_json else report.result_text(result))
    return 0


def _show_plan(result: Result, config: Config) -> int:
    as_json = config.output == "json"
    click.echo(report.result_json(result) if as_json else report.plan_text(result))
    return 0
