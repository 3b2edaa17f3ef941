"""demo: the whole thing at once."""

from __future__ import annotations

import click


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
