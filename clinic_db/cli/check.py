"""drift: does the server hold what the files say?"""

from __future__ import annotations

import click

from clinic_db.cli.options import configured
from clinic_db.config import Config


@click.command()
@configured
@click.option(
    "--against",
    metavar="URL",
    envvar="CLINIC_DB_AGAINST_URL",
    help="Build the files in this empty database on another server, not in a sandbox.",
)
@click.option(
    "--ignore",
    "ignored",
    metavar="KIND[:NAME]",
    multiple=True,
    help="Leave out a kind, or the names that match, such as 'table:tmp_*'; may be repeated.",
)
def drift(config: Config, against: str | None, ignored: tuple[str, ...]) -> int:
    """Show how the live database differs from what the files say. Writes nothing there.

    The files are applied in a throwaway server, and every definition is compared: tables,
    columns, indexes, constraints, partitions, views, routines, triggers, events, and what roles
    may do. Exits 1 when something differs, or could not be seen.

    \b
    Examples:
      clinic-db drift
      clinic-db drift --format json
      clinic-db drift --ignore event --ignore 'table:tmp_*'
      clinic-db drift --against mysql://root@127.0.0.1:3307/scratch
    """
    from clinic_db import drift as checking
    from clinic_db import drift_report, target

    other = target.parse(against, "--against") if against else None
    found = checking.find(config, against=other, ignored=ignored)
    as_json = config.output == "json"
    click.echo(drift_report.as_json(found) if as_json else drift_report.text(found))
    return int(not found.is_clean)
