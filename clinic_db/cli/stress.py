"""stress: what the database bears, and whether its rules hold meanwhile."""

from __future__ import annotations

import click

from clinic_db.cli.options import configured
from clinic_db.config import Config


@click.command()
@click.option(
    "--seconds",
    type=click.IntRange(1, 3600),
    default=10,
    show_default=True,
    help="How long.",
)
@click.option(
    "--clients",
    type=click.IntRange(1, 256),
    default=4,
    show_default=True,
    help="How many at once, each on a session of its own.",
)
@click.option(
    "--operations",
    type=click.IntRange(1, 100_000_000),
    help="How many in all at most; the time bounds them still.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=1,
    show_default=True,
    help="Another number, other operations in another order.",
)
@click.option("--yes-really", is_flag=True, help="Also on another machine, named by --database.")
@click.option("--quiet", is_flag=True, help="No progress line.")
@configured
@click.pass_context
def stress(
    context: click.Context,
    config: Config,
    seconds: int,
    clients: int,
    operations: int | None,
    seed: int,
    yes_really: bool,
    quiet: bool,
) -> int:
    """Put a mixed load on a seeded clinic, then check its rules. It WRITES rows, by the thousand.

    Clients look things up, book, treat, bill, take money and give it back, all at once and through
    the procedures. A refusal because somebody else was faster is counted and is no error; whatever
    else the server answers is, and nothing is tried again. Exit 1 on an error or a broken rule.
    --lock-wait-timeout is also how long a statement waits for a row. See docs/stress.md.

    \b
    Examples:
      clinic-db stress
      clinic-db stress --seconds 60 --clients 16
      clinic-db stress --operations 5000 --seed 7 --format json
      clinic-db stress --database mysql://app@test.example/clinic --yes-really
    """
    from clinic_db.clinic.seeding.progress import is_wanted
    from clinic_db.clinic.stress import guard, progress, run, show

    named = context.params.get("database") is not None
    guard.refuse_elsewhere(config.database, is_named=named, is_meant=yes_really)
    wish = run.Wish(seconds, clients, operations, seed)
    as_json = config.output == "json"
    with progress.audience(is_wanted(quiet or as_json), wish) as audience:
        outcome = run.stress(config, wish, audience)
    click.echo(show.document(outcome) if as_json else show.text(outcome))
    return outcome.exit_code
