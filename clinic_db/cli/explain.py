"""explain: do the queries get the plans that they promise?"""

from __future__ import annotations

from pathlib import Path

import click

from clinic_db.cli.options import configured_for_findings
from clinic_db.config import Config


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]…", type=click.Path(path_type=Path))
@click.option("--query", "names", multiple=True, metavar="NAME", help="Only this one; repeatable.")
@click.option("--analyze", is_flag=True, help="Run each query too: rows, reads and time.")
@click.option("--trees/--no-trees", default=True, help="Show each plan.  [default: --trees]")
@configured_for_findings
def explain(
    config: Config, files: tuple[Path, ...], names: tuple[str, ...], analyze: bool, trees: bool
) -> int:
    """Check that queries get the plans written beside them; exit 1 on a broken promise.

    FILE is sql/query_optimization.sql by default. Nothing is written; without --analyze nothing
    is run either. A promise is about a database that is filled: of a handful of rows the server
    rightly reads all, and breaks it (seed --size small fills a clinic).

    \b
    In the file, right above each SELECT:
      -- Query: patient_by_phone
      -- expect: p ref ix_patients_phone, rows <= 10
      -- expect: no filesort, no temporary, no full scan
      -- expect: reads <= 10                    (checked with --analyze)

    \b
    Examples:
      clinic-db explain
      clinic-db explain --analyze --query doctors_day
      clinic-db explain my_queries.sql --no-trees --format json
      clinic-db explain --analyze --format github
    """
    from clinic_db.explain import command

    found = command.explained(config, files, names, analyze=analyze)
    click.echo(command.shown(found, config, trees=trees))
    return int(any(item.broken for item in found))
