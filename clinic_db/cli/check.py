"""drift, check: does the server hold what the files say, and is all well with the files?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from clinic_db.cli.options import PROJECT_OPTION, configured, names
from clinic_db.config import Config
from clinic_db.lint.output import FORMATS


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


@click.command()
@PROJECT_OPTION
@click.option("--database", metavar="URL", help="Verify this database too; only reads.")
@click.option(
    "--against",
    metavar="URL",
    envvar="CLINIC_DB_AGAINST_URL",
    help="Use this throwaway server, not a sandbox: databases are made and dropped there.",
)
@click.option("--ignore", multiple=True, callback=names, metavar="RULE,…",
              help="Rules that lint leaves out; 'style' stands for all of sqlfluff.")  # fmt: skip
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="For people, or for the machine that reads it.",
)
def check(
    project_dir: Path | None,
    database: str | None,
    against: str | None,
    ignore: tuple[str, ...],
    form: str,
) -> int:
    """All that a CI asks of a project, on one throwaway server.

    lint; verify, where --database names one; apply to an empty database; every migration back and
    there again; and no drift afterwards. Exit 0: all is well; 1: findings; 2: usage; 9: no server.

    \b
    Examples:
      clinic-db check
      clinic-db check --format sarif > check.sarif
      clinic-db check --database mysql://reader@db.example/clinic --ignore style
    """
    from clinic_db import config, target
    from clinic_db.checking import run
    from clinic_db.lint import output
    from clinic_db.lint.rules import chosen

    settled = config.load(project_dir=project_dir, database=database)
    report = run.check(
        settled,
        live=settled.database if database is not None else None,
        against=target.parse(against, "--against") if against else None,
        rules=chosen((), ignore),
        tell=_tell,
    )
    click.echo(output.render(report, form))
    return int(bool(report.findings))


def _tell(text: str) -> None:
    """How far it is, for somebody who waits at a terminal."""
    if sys.stderr.isatty():
        click.echo(f"check: {text}", err=True)
