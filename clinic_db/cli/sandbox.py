"""`clinic-db sandbox …`: a throwaway real MySQL server."""

from __future__ import annotations

import re

import click

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _duration(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    """Turn 90s, 15m, 2h or 1d into seconds; a bare number means seconds already."""
    if value is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", value)
    if match is None or float(match[1]) == 0:
        raise click.BadParameter(f"{value!r} is no duration: 90s, 15m, 2h, 1d", ctx, param)
    return float(match[1]) * _UNITS[match[2] or "s"]


_name = click.option(
    "--name", default="default", show_default=True, help="Which sandbox; several live side by side."
)
_kind = click.option(
    "--kind",
    type=click.Choice(["container", "local", "download"]),
    help="Only this way to a server. By default the first that can be had.",
)
_durable = click.option("--durable", is_flag=True, help="Flush to disk as production does.")
_format = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group()
def sandbox() -> None:
    """A throwaway real MySQL server: a container, the mysqld on PATH, or a private download."""


@sandbox.command(short_help="Start a sandbox, or find the one that runs.")
@_name
@click.option("--ttl", callback=_duration, help="End by itself after this time: 90s, 15m, 2h, 1d.")
@_kind
@_durable
@_format
def start(name: str, ttl: float | None, kind: str | None, durable: bool, form: str) -> None:
    """Start a sandbox, or find the one that runs under this name already.

    \b
    Examples:
      clinic-db sandbox start
      clinic-db sandbox start --name review --ttl 2h
      export CLINIC_DB_URL="$(clinic-db sandbox url)"
    """
    from clinic_db.sandbox import lifecycle, show

    click.echo(show.started(lifecycle.start(name, ttl=ttl, prefer=kind, durable=durable), form))


@sandbox.command()
@_name
@click.option("--all", "everyone", is_flag=True, help="Stop every sandbox of yours.")
def stop(name: str, everyone: bool) -> None:
    """Stop a sandbox and delete its data. Servers that were not started here are left alone.

    \b
    Examples:
      clinic-db sandbox stop
      clinic-db sandbox stop --all
    """
    from clinic_db.sandbox import lifecycle, show

    for each in [found.name for found in lifecycle.running()] if everyone else [name]:
        click.echo(show.stopped(each, lifecycle.stop(each)))


@sandbox.command()
@_format
def status(form: str) -> None:
    """List the sandboxes that run.

    \b
    Example:
      clinic-db sandbox status --format json
    """
    from clinic_db.sandbox import lifecycle, show

    click.echo(show.table(lifecycle.running(), form))


@sandbox.command(short_help="Print a sandbox's address, password included.")
@_name
def url(name: str) -> None:
    """Print the sandbox's address with its password, for an environment variable.

    \b
    Example:
      export CLINIC_DB_URL="$(clinic-db sandbox url)"
    """
    from clinic_db.sandbox import lifecycle

    click.echo(lifecycle.need(name).url)


@sandbox.command(
    short_help="Open MySQL's own client on a sandbox.",
    context_settings={"ignore_unknown_options": True},
)
@_name
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def shell(name: str, arguments: tuple[str, ...]) -> None:
    """Open MySQL's own command line client on a sandbox; further arguments go to the client.

    \b
    Examples:
      clinic-db sandbox shell
      clinic-db sandbox shell -- --table --execute "SHOW TABLES"
    """
    from clinic_db.sandbox import lifecycle, session

    session.become_client(lifecycle.need(name), arguments)


@sandbox.command(
    short_help="Run a command with a sandbox of its own.",
    context_settings={"ignore_unknown_options": True},
)
@_kind
@_durable
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
@click.pass_context
def run(ctx: click.Context, kind: str | None, durable: bool, command: tuple[str, ...]) -> None:
    """Run COMMAND with a sandbox of its own, gone when the command ends, whatever ends it.

    \b
    COMMAND finds the address in CLINIC_DB_URL, DATABASE_URL, MYSQL_HOST, MYSQL_TCP_PORT
    and MYSQL_PWD; its exit code is the exit code.
    \b
    Examples:
      clinic-db sandbox run -- pytest
      clinic-db sandbox run --kind download -- sh -c 'mysql -uroot clinic < dump.sql'
    """
    from clinic_db.sandbox import session

    ctx.exit(session.run(command, prefer=kind, durable=durable))
