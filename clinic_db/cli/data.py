"""demo, seed: rows, not schema."""

from __future__ import annotations

import json

import click

from clinic_db.cli.options import configured
from clinic_db.config import Config


@click.command()
@click.option("--name", default="demo", show_default=True, help="The sandbox to use.")
def demo(name: str) -> None:
    """A throwaway server, the schema, sample data and one real day in the clinic.

    The server goes on running; the last lines say how to connect and how to stop it.

    \b
    Example:
      clinic-db demo
    """
    from clinic_db import config, project
    from clinic_db.clinic import demo as story

    clinic = project.Project(project.bundled_root(), bundled=True)
    story.run(config.Config(project=clinic, target=None), name, click.echo)


@click.command()
@configured
@click.option(
    "--size",
    type=click.Choice(["reference", "demo"]),
    default="demo",
    show_default=True,
    help="reference: what every clinic needs; demo: that and a small sample clinic.",
)
def seed(config: Config, size: str) -> None:
    """Load rows from seeds/. Idempotent: loading twice changes nothing.

    \b
    Examples:
      clinic-db seed                    # the small sample clinic
      clinic-db seed --size reference   # only the price list and the settings
    """
    from clinic_db import database, seeds
    from clinic_db.project import has_seeds

    # A project of one's own may have the one without the other.
    folders = [name for name in ("reference", size) if has_seeds(config.project, name)]
    folders = list(dict.fromkeys(folders)) or [size]
    with database.connect(config.database) as connection:
        counts = [seeds.load(config.project, name, connection) for name in folders]
    result = {"database": config.database.address, "folders": folders, "rows": sum(counts)}
    text = f"{config.database.address}: {sum(counts)} rows changed"
    click.echo(json.dumps(result) if config.output == "json" else text)
