"""apply, plan, status, rollback, reapply, new, create, resolve."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from clinic_db import hazards, project, report, runner, scaffold, script, standing, target
from clinic_db.cli.options import PROJECT_OPTION, configured
from clinic_db.cli.output import tell
from clinic_db.config import Config
from clinic_db.model import Result
from clinic_db.runner import Listener

# What `apply --allow-unsafe` takes: the rules that are set aside.
NOT_EMPTY = "not-empty"

_out_of_order = click.option(
    "--out-of-order",
    is_flag=True,
    help="A new migration may come before one that is applied already.",
)
_CAREFUL = (
    _out_of_order,
    click.option(
        "--allow-unsafe",
        multiple=True,
        type=click.Choice([NOT_EMPTY, *hazards.RULES]),
        help="not-empty: also into a database whose tables no migration made; destructive: also "
        "what takes rows or values away; blocking: also what makes writers wait. May be repeated.",
    ),
    click.option(
        "--against",
        metavar="URL",
        envvar="CLINIC_DB_AGAINST_URL",
        help="Ask this throwaway server how it would change tables, not a sandbox.",
    ),
    click.option("--no-sandbox", is_flag=True, help="Ask no server how it would change tables."),
)


def _careful(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options on what apply refuses; it gets them as `care`."""

    @functools.wraps(command)
    def call(
        config: Config,
        out_of_order: bool,
        allow_unsafe: tuple[str, ...],
        against: str | None,
        no_sandbox: bool,
        **rest: Any,
    ) -> Any:
        other = target.parse(against, "--against") if against else None
        care = {
            "onto_strangers": NOT_EMPTY in allow_unsafe,
            "out_of_order": out_of_order,
            "allowed": [rule for rule in hazards.RULES if rule in allow_unsafe],
            "asking": hazards.Asking(other, no_sandbox),
        }
        return command(config, care=care, **rest)

    for option in reversed(_CAREFUL):
        call = option(call)
    return call


_sql = click.option("--sql", is_flag=True, help="Print the SQL itself, for the mysql client.")


@click.command()
@configured
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@_sql
@_careful
def apply(config: Config, dry_run: bool, sql: bool, care: dict[str, Any]) -> int:
    """Apply what is pending: migrations in order, then the objects that changed.

    Run twice, the second run does nothing. A run that failed goes on where it stopped. On a table
    that holds rows, a statement that takes rows or values away, or makes writers wait, is refused
    with exit 7 before anything is changed. How the server goes about it, a throwaway one is asked.

    \b
    Examples:
      clinic-db apply
      clinic-db apply --dry-run
      clinic-db apply --allow-unsafe destructive --allow-unsafe blocking
      clinic-db apply --database mysql://root@127.0.0.1/clinic --format json
    """
    _refuse_sql(sql, dry_run=dry_run)
    act = runner.plan_apply if dry_run else runner.apply
    result = act(config, listener(config), **care)
    return _show_plan(result, config, sql) if dry_run else _show(result, config)


@click.command()
@configured
@_sql
@click.option("--check", is_flag=True, help="Exit 1 when anything is pending.")
@_careful
def plan(config: Config, sql: bool, check: bool, care: dict[str, Any]) -> int:
    """Show the steps that apply would take. Writes nothing and takes no lock.

    Of each statement that changes a table which is there it says which algorithm it gets, whether
    others can write meanwhile, and how large the table is: a throwaway server is asked.

    --sql prints what would be sent, byte for byte, with the DELIMITER lines that the mysql client
    needs. The record of it is not part of that text: clinic-db baseline or mark write it.

    \b
    Examples:
      clinic-db plan
      clinic-db plan --sql > plan.sql
      clinic-db plan --check --format json
    """
    result = runner.plan_apply(config, listener(config), **care)
    _show_plan(result, config, sql)
    return int(check and bool(result.steps))


@click.command()
@configured
@click.option("--check", is_flag=True, help="Exit 1 when anything is pending.")
@_out_of_order
def status(config: Config, check: bool, out_of_order: bool) -> int:
    """Show every migration's state and the objects that differ. Writes nothing.

    list is the same command under the name that yoyo gives it.

    \b
    Examples:
      clinic-db status
      clinic-db list --format json
      clinic-db status --check     # exit 1 when anything is pending, 6 when apply would refuse
    """
    found = standing.status(config, out_of_order=out_of_order)
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
@_sql
@click.option("--allow-unsafe", is_flag=True, help="Also where rows would be lost.")
def rollback(
    config: Config, steps: int | None, to: str | None, dry_run: bool, sql: bool, allow_unsafe: bool
) -> int:
    """Undo migrations, newest first; the last one unless told otherwise.

    Objects that name what goes are dropped first; apply brings them back.

    \b
    Examples:
      clinic-db rollback
      clinic-db rollback --steps 3 --dry-run --sql
      clinic-db rollback --to 0010_create_insurance
      clinic-db rollback --to nothing --allow-unsafe
    """
    if steps and to:
        raise click.UsageError("--steps and --to exclude each other")
    _refuse_sql(sql, dry_run=dry_run)
    count = steps or 1
    told = listener(config)
    if dry_run:
        return _show_plan(runner.plan_rollback(config, told, count=count, to=to), config, sql)
    return _show(
        runner.rollback(config, told, count=count, to=to, allow_unsafe=allow_unsafe), config
    )


@click.command()
@configured
@click.option("--steps", type=click.IntRange(1), default=1, show_default=True, metavar="N",
              help="How many.")  # fmt: skip
@click.option("--allow-unsafe", is_flag=True, help="Also where rows would be lost.")
def reapply(config: Config, steps: int, allow_unsafe: bool) -> int:
    """Undo the last migrations and apply them again: rollback and apply in one run.

    For a migration that is being written. Its rows do not come back, so where there are some it
    asks for --allow-unsafe, as rollback does.

    \b
    Examples:
      clinic-db reapply
      clinic-db reapply --steps 2 --allow-unsafe
    """
    told = listener(config)
    return _show(runner.reapply(config, told, count=steps, allow_unsafe=allow_unsafe), config)


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
    going_on = runner.resolve(config, listener(config), migration, statement, done)
    document = {"id": migration, "statement": statement, "done": done, "next": going_on}
    text = f"recorded; clinic-db {going_on} goes on from there"
    click.echo(json.dumps(document) if config.output == "json" else text)


def listener(config: Config) -> Listener:
    """Progress goes to standard error in JSON mode: standard output is one document."""
    as_json = config.output == "json"
    return Listener(
        done=lambda step: tell(report.step_done(step), err=as_json),
        note=lambda text: tell(f"note: {text}", err=True),
    )


def _show(result: Result, config: Config) -> int:
    as_json = config.output == "json"
    tell(report.result_json(result) if as_json else report.result_text(result))
    return 0


def _show_plan(result: Result, config: Config, sql: bool) -> int:
    if config.output == "json":
        click.echo(report.result_json(result))
    elif sql:
        click.echo(script.text(result, config.lock_wait_timeout), nl=False)
    else:
        click.echo(report.plan_text(result))
    return 0


def _refuse_sql(sql: bool, *, dry_run: bool) -> None:
    if sql and not dry_run:
        raise click.UsageError("--sql goes with --dry-run: it prints and runs nothing")
