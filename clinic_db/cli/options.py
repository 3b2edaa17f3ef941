"""The options that every command shares, and the configuration made from them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from clinic_db import config, findings

PROJECT_OPTION = click.option(
    "--project",
    "project_dir",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The project's folder; by default this one or one above it, else the bundled clinic.",
)
OPTIONS = (
    click.option(
        "--database",
        metavar="URL",
        help="mysql://USER@HOST:PORT/DATABASE?ssl_mode=…  [env: CLINIC_DB_URL, DATABASE_URL]",
    ),
    PROJECT_OPTION,
    click.option(
        "--password-file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Read the password from a file (else: the URL, or MYSQL_PWD).",
    ),
    click.option("--prompt", is_flag=True, help="Ask for the password."),
    click.option(
        "--lock-timeout",
        type=int,
        metavar="SECONDS",
        help="How long to wait for another run to end.  [default: 60]",
    ),
    click.option(
        "--lock-wait-timeout",
        type=int,
        metavar="SECONDS",
        help="How long a statement may wait for a lock on a table.  [default: 10]",
    ),
)


def names(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """`--rules a,b --rules c` → a, b, c."""
    return tuple(name.strip() for words in given for name in words.split(",") if name.strip())


def configured(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the shared options and call it with the `Config` made from them."""
    form = click.Choice(["text", "json"])
    return _configured(command, form, "Tables for people, or one JSON document.")


def configured_for_findings(command: Callable[..., Any]) -> Callable[..., Any]:
    """As `configured`, for one that also tells its findings in the formats of `lint`."""
    form = click.Choice(["text", "json", *findings.FORMATS])
    return _configured(command, form, "For people, or for the machine that reads it.")


def _configured(
    command: Callable[..., Any], form: click.Choice[str], form_help: str
) -> Callable[..., Any]:
    @functools.wraps(command)
    def call(
        database: str | None,
        project_dir: Path | None,
        password_file: Path | None,
        prompt: bool,
        lock_timeout: int | None,
        lock_wait_timeout: int | None,
        output: str,
        **rest: Any,
    ) -> Any:
        settled = config.load(
            database=database,
            project_dir=project_dir,
            password_file=password_file,
            password=click.prompt("Password", hide_input=True, err=True) if prompt else None,
            lock_timeout=lock_timeout,
            lock_wait_timeout=lock_wait_timeout,
            output=output,
        )
        return command(settled, **rest)

    format_option = click.option(
        "--format", "output", type=form, default="text", show_default=True, help=form_help
    )
    for option in reversed((*OPTIONS, format_option)):
        call = option(call)
    return call
