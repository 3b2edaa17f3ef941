"""adopt: take over a database of the forerunner."""

from __future__ import annotations

import click

from clinic_db import report
from clinic_db.cli.options import configured
from clinic_db.config import Config
from clinic_db.runner import Listener


@click.command()
@configured
@click.option("--check", is_flag=True, help="Only report; exit 1 when a row breaks a rule.")
@click.option("--fix", is_flag=True, help="Repair by the written rules; originals are kept.")
@click.option("--keep-old", is_flag=True, help="Keep the old tables as forerunner_….")
@click.option("--utc-offset", default="+07:00", show_default=True, help="The clinic's wall clock.")
@click.option(
    "--duration",
    type=click.IntRange(15, 480),
    default=30,
    show_default=True,
    help="Minutes of an appointment that does not say; a multiple of 15.",
)
def adopt(
    config: Config, check: bool, fix: bool, keep_old: bool, utc_offset: str, duration: int
) -> int:
    """Take over a database with the forerunner's ten tables, keeping every row and key.

    Rows that break a rule are reported and nothing is changed, until --fix or a hand repairs
    them; docs/adopt.md says what --fix does. Stop the application first. A run that stopped
    goes on when it is started again.

    \b
    Examples:
      clinic-db adopt --check
      clinic-db adopt --fix --keep-old
    """
    from clinic_db.clinic.adopt import report as reports
    from clinic_db.clinic.adopt import run
    from clinic_db.clinic.adopt.model import Options

    if duration % 15:
        raise click.UsageError("--duration is a multiple of 15 minutes")
    options = Options(fix, keep_old, utc_offset, duration)
    outcome = run.check(config, options) if check else run.adopt(config, options, _listener(config))
    as_json = config.output == "json"
    click.echo(reports.as_json(outcome) if as_json else reports.text(outcome))
    return int(outcome.state in ("findings", "unfinished"))


def _listener(config: Config) -> Listener:
    """Progress goes to standard error in JSON mode: standard output is one document."""
    as_json = config.output == "json"
    return Listener(
        done=lambda step: click.echo(report.step_done(step), err=as_json),
        note=lambda text: click.echo(f"note: {text}", err=True),
    )
