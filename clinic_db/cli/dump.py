"""dump: the whole database as one file."""

from __future__ import annotations

from pathlib import Path

import click

from clinic_db.cli.options import PROJECT_OPTION


@click.command()
@PROJECT_OPTION
@click.option("--name", default="clinic", show_default=True, help="What the database is called.")
@click.option("--no-rows", is_flag=True, help="Leave the rows of seeds/ out.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it here instead of to standard output.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when FILE is out of date.")
def dump(project_dir: Path | None, name: str, no_rows: bool, out: Path | None, check: bool) -> int:
    """The whole database as one SQL file for the plain mysql client, made from the files.

    \b
    Examples:
      clinic-db dump --out sql/clinic_database.sql
      clinic-db dump | mysql -u root -p
      clinic-db dump --check --out sql/clinic_database.sql
    """
    from clinic_db import dump as whole
    from clinic_db import project

    if check and out is None:
        raise click.UsageError("--check needs --out FILE, the file to look at")
    text = whole.of_project(project.find(project_dir), name, with_rows=not no_rows)
    if out is None:
        click.echo(text, nl=False)
        return 0
    stale = whole.is_stale(out, text)
    if stale and check:
        click.echo(f"{out}: not what the files say\nnext: the same command without --check")
        return 1
    if stale:
        out.write_text(text, encoding="utf-8")
    click.echo(f"wrote {out}" if stale else f"{out}: up to date")
    return 0
