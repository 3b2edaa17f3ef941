"""docs: the pages that are generated from the database."""

from __future__ import annotations

from pathlib import Path

import click

from clinic_db.cli.options import configured
from clinic_db.config import Config


@click.command()
@configured
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to.  [default: the project's docs/]",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a page is out of date.")
def docs(config: Config, out: Path | None, check: bool) -> int:
    """Write cascades.md, erd.md, erd.svg and objects.md from what the database holds.

    Where no database is named (--database, CLINIC_DB_URL, …), a throwaway server is read to which
    the project is applied.

    \b
    Examples:
      clinic-db docs
      clinic-db docs --check                 # exit 1, and which pages are out of date
      clinic-db docs --database mysql://root@127.0.0.1/shop --out /tmp/shop
    """
    from clinic_db.docs import pages, tell

    outcome = pages.run(config, out, only_check=check)
    click.echo(tell.outcome(outcome, config.output, checked=check))
    return int(check and bool(outcome.stale))
