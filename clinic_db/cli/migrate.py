"""apply, plan, status, rollback, new, create."""

from __future__ import annotations

import click

from clinic_db import report, runner, scaffold
from clinic_db.cli.options import configured
from clinic_db.config import Config
from clinic_db.model import Result
from clinic_db.runner import Listener


@click.command()
@configured
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
def apply(config: Config, dry_run: bool) -> int:
    """Apply what is pending: migrations in order, then the objects that changed.

    Run twice, the second run does nothing. A run that failed goes on where it stopped.

    \b
    Examples:
      clinic-db apply
      clinic-db apply --dry-run
      clinic-db apply --database mysql://root@127.0.0.1/clinic --format json
    """
    if dry_run:
        return _show_plan(runner.plan_apply(config), config)
    return _show(runner.apply(config, _listener(config)), config)


@click.command()
@configured
@click.option("--check", is_flag=True, help="Exit 1 when anything is pending.")
def plan(config: Config, check: bool) -> int:
    """Show the steps that apply would take. Writes nothing and takes no lock.

    \b
    Examples:
      clinic-db plan
      clinic-db plan --check --format json
    """
    result = runner.plan_apply(config)
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
      clinic-db status --check     # exit 1 when anything is pending
    """
    found = runner.status(config)
    as_json = config.output == "json"
    click.echo(report.status_json(found) if as_json else report.status_text(found))
    return int(check and report.is_pending(found))


@click.command()
@configured
@click.option("--steps", type=click.IntRange(1), metavar="N", help="How many.  [default: 1]")
@click.option("--to", metavar="ID", help="Keep ID as the last one, or 'nothing' to undo all.")
@click.option("--allow-unsafe", is_flag=True, help="Also where rows would be lost.")
def rollback(config: Config, steps: int | None, to: str | None, allow_unsafe: bool) -> int:
    """Undo migrations, newest first; the last one unless told otherwise.

    Objects that name what goes are dropped first; apply brings them back.

    \b
    Examples:
      clinic-db rollback
      clinic-db rollback --steps 3
      clinic-db rollback --to 0010_create_insurance
      clinic-db rollback --to nothing --allow-unsafe
    """
    if steps and to:
        raise click.UsageError("--steps and --to exclude each other")
    done = runner.rollback(
        config, _listener(config), count=steps or 1, to=to, allow_unsafe=allow_unsafe
    )
    return _show(done, config)


@click.command()
@configured
@click.argument("name")
def new(config: Config, name: str) -> None:
    """Write migrations/NNNN_NAME.sql and its rollback, after the last one.

    \b
    Example:
      clinic-db new add_patient_nickname
    """
    for path in scaffold.new_migration(config.project, name):
        click.echo(f"wrote {config.project.show(path)}")


@click.command()
@configured
def create(config: Config) -> None:
    """Create the database that the URL names, in utf8mb4; nothing if it is there.

    \b
    Example:
      clinic-db create --database mysql://root@127.0.0.1/clinic
    """
    made = runner.create_database(config)
    click.echo(f"{config.database.address}: {'created' if made else 'is there already'}")


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
