"""lint: the style and the safety of the SQL."""

from __future__ import annotations

from pathlib import Path

import click

from clinic_db.cli.options import PROJECT_OPTION, names
from clinic_db.lint.output import FORMATS


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]…")
@PROJECT_OPTION
@click.option("--fix", is_flag=True, help="Correct the style of what can be corrected first.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="For people, or for the machine that reads it.",
)
@click.option("--rules", multiple=True, callback=names, metavar="RULE,…", help="Only these.")
@click.option("--ignore", multiple=True, callback=names, metavar="RULE,…", help="Not these.")
@click.option("--no-sandbox", is_flag=True, help="Leave out what needs a server to answer.")
@click.option("--no-cache", is_flag=True, help="Forget what was found out before.")
@click.option(
    "--processes",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="How many lint the style at once; 0, the default, is one per processor.",
)
@click.option("--database", metavar="URL", help="Tell how large the tables are there; only reads.")
def lint(
    paths: tuple[Path, ...],
    project_dir: Path | None,
    fix: bool,
    form: str,
    rules: tuple[str, ...],
    ignore: tuple[str, ...],
    no_sandbox: bool,
    no_cache: bool,
    processes: int,
    database: str | None,
) -> int:
    """Lint the project's SQL: style by sqlfluff, safety by rules that ask a real MySQL server.

    Without PATH, every SQL file of the project. Exit 0: clean; 1: findings; 2: usage.

    \b
    Examples:
      clinic-db lint
      clinic-db lint migrations/0016_add_allergies.sql --format github
      clinic-db lint --rules destructive,blocking
      clinic-db lint --fix
    """
    from clinic_db import config
    from clinic_db.lint import output, run, sizes
    from clinic_db.lint.cache import Cache
    from clinic_db.lint.rules import chosen

    settled = config.load(project_dir=project_dir, database=database)
    known = sizes.read(settled.database) if database is not None else {}
    left, asks = tuple(chosen(rules, ignore)), not no_sandbox
    wanted = run.Wanted(paths, settled.lint_paths, left, asks, processes, sizes=known)
    do = run.fix if fix else run.lint
    report = do(settled.project, wanted, Cache(is_used=not no_cache))
    click.echo(output.render(report, form))
    return int(bool(report.findings))
