"""seed: rows from files, or a generated clinic of any size."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from clinic_db.cli.options import configured
from clinic_db.config import Config

FILES = ("reference", "demo")
GENERATED = ("small", "medium", "large")
MAKES = ("profile", "patients", "appointments", "years", "seed", "locale", "today", "workers",
         "append")  # fmt: skip


@click.command()
@configured
@click.option(
    "--size",
    type=click.Choice([*FILES, *GENERATED]),
    help="reference: what every clinic needs; demo: that and a small sample (the default); "
    "small, medium, large: a generated clinic with 10 thousand, 100 thousand, a million visits.",
)
@click.option("--patients", type=click.IntRange(10, 100_000_000), help="How many.")
@click.option("--appointments", type=click.IntRange(1, 1_000_000_000), help="How many.")
@click.option("--years", type=click.IntRange(1, 30), help="How long a history.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Another number, another clinic.")
@click.option("--locale", help="Of the names, such as id_ID or en_US.")
@click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A clinic of one's own, in TOML; see docs/seeding.md.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Up to its noon everything happened.  [default: today; in the morning, yesterday]",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Processes that make rows; the rows are the same with any number.  [default: one a core]",
)
@click.option("--append", is_flag=True, help="Also into a clinic that holds rows already.")
@click.option("--clear", is_flag=True, help="Remove generated rows, and only those.")
@click.option("--force", is_flag=True, help="With --clear: also where people have written rows.")
@click.option("--create", is_flag=True, help="First make the database and apply the schema.")
@click.option("--quiet", is_flag=True, help="No progress bars, no notes.")
def seed(
    config: Config,
    size: str | None,
    clear: bool,
    force: bool,
    create: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Load rows: reference rows, the small sample, or a generated clinic.

    The first two come from seeds/ and change nothing when they are loaded again. A generated
    clinic needs one without rows; --clear removes it again.

    \b
    Examples:
      clinic-db seed                    # the small sample clinic
      clinic-db seed --size reference   # only the price list and the settings
      clinic-db seed --create --size medium
      clinic-db seed --patients 500 --appointments 4000 --years 2 --today 2026-01-31
      clinic-db seed --clear
    """  # fmt: skip
    given = [f"--{name}" for name in MAKES if _is_given(options[name])]
    generates = size in GENERATED or (size is None and bool(given))
    _refuse_misuse(size, clear, force, generates, given)
    if create:
        _create(config)
    if clear:
        _clear(config, force, quiet)
    elif generates:
        _generate(config, size, quiet, options)
    else:
        _load(config, size or "demo")


def _is_given(value: object) -> bool:
    """0 is a value, of --seed."""
    return value is not None and value is not False


def _refuse_misuse(
    size: str | None, clear: bool, force: bool, generates: bool, given: list[str]
) -> None:
    if force and not clear:
        raise click.UsageError("--force goes with --clear")
    if clear and (size or given):
        raise click.UsageError("--clear goes with no size and no option of a generated clinic")
    if given and not generates:
        raise click.UsageError(f"{', '.join(given)}: only a generated clinic has that")


def _create(config: Config) -> None:
    """Make the database and apply the schema, where that is left to do."""
    from clinic_db import report, runner

    runner.create_database(config)
    result = runner.apply(config, runner.Listener(note=_note))
    if result.steps:
        click.echo(report.result_text(result), err=True)


def _generate(config: Config, size: str | None, quiet: bool, options: dict[str, Any]) -> None:
    from clinic_db.clinic.seeding import profile, profile_file, progress, run

    base = profile.SIZES[size] if size else None
    if options["profile"]:
        base = profile_file.read(options["profile"], base or profile.Profile())
    today: datetime | None = options["today"]
    wish = run.Wish(
        profile.of_options(base, options),
        options["workers"] or os.cpu_count() or 1,
        today.date() if today else None,
        options["append"],
    )
    wanted = progress.is_wanted(quiet or config.output == "json")
    with progress.audience(wanted, _silence if quiet else _note) as audience:
        outcome = run.seed(config, wish, audience)
    as_json = config.output == "json"
    click.echo(json.dumps(progress.document(outcome)) if as_json else progress.summary(outcome))


def _clear(config: Config, force: bool, quiet: bool) -> None:
    from dataclasses import asdict

    from clinic_db.clinic.seeding import clear

    cleared = clear.clear(config, force, _silence if quiet else _note)
    text = f"{cleared.address}: {cleared.rows:,} generated rows removed"
    if not cleared.rows:
        text = f"{cleared.address}: no generated rows are here"
    if cleared.others:
        text += "; what people wrote stays, except what hung on them"
    click.echo(json.dumps(asdict(cleared)) if config.output == "json" else text)


def _load(config: Config, size: str) -> None:
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


def _note(text: str) -> None:
    click.echo(f"note: {text}", err=True)


def _silence(_: str) -> None:
    """--quiet."""
