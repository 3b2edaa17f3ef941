"""`clinic-db user …`: the logins of people."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import click

from clinic_db.cli.options import configured
from clinic_db.config import Config
from clinic_db.errors import UsageError

# More than any password may have, so that a longer line is seen to be too long.
_LINE_BYTES = 4096


def _encodable(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Refuse a name that the terminal gave as bytes which are no text."""
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise click.BadParameter("the name is not UTF-8", ctx, param)
    return value


_name = click.argument("name", callback=_encodable)
_password_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read NAME's password: standard input's first line."
)


@click.group()
def user() -> None:
    """The logins of people: rows in the table users, not accounts of the server.

    \b
    login needs an account with the role clinic_login, the others one with clinic_admin.
    """


@user.command()
@configured
@_name
@click.option(
    "--role",
    type=click.Choice(["Admin", "Doctor", "Receptionist"], case_sensitive=False),
    metavar="Admin|Doctor|Receptionist",
    required=True,
    help="What the person may do.",
)
@click.option("--doctor", "doctor_id", type=int, metavar="ID", help="Which doctor a Doctor is.")
@_password_stdin
def add(config: Config, name: str, role: str, doctor_id: int | None, password_stdin: bool) -> None:
    """Add a login. The password is asked for twice, or read from standard input.

    \b
    Examples:
      clinic-db user add rina --role Receptionist
      clinic-db user add dr.ayu --role Doctor --doctor 1
      pass show clinic/rina | clinic-db user add rina --role Receptionist --password-stdin
    """
    from clinic_db.clinic import users

    done = users.add(config, name, role, doctor_id, _asker(name, password_stdin, twice=True))
    click.echo(done.shown(config.output))


@user.command()
@configured
@_name
@_password_stdin
def passwd(config: Config, name: str, password_stdin: bool) -> None:
    """Set somebody's password. A lockout ends by it; a disabled login stays disabled.

    \b
    Examples:
      clinic-db user passwd rina
      pass show clinic/rina | clinic-db user passwd rina --password-stdin
    """
    from clinic_db.clinic import users

    done = users.change_password(config, name, _asker(name, password_stdin, twice=True))
    click.echo(done.shown(config.output))


@user.command("list", short_help="List the logins and their state.")
@configured
def list_(config: Config) -> None:
    """List the logins: role, doctor, whether open, failures, last login.

    \b
    Examples:
      clinic-db user list
      clinic-db user list --format json
    """
    from clinic_db.clinic import users

    click.echo(users.listed(config).shown(config.output))


@user.command()
@configured
@_name
def disable(config: Config, name: str) -> None:
    """Close a login. The row stays, because appointments and payments refer to it.

    \b
    Example:
      clinic-db user disable rina
    """
    from clinic_db.clinic import users

    click.echo(users.disable(config, name).shown(config.output))


@user.command(short_help="Open a login that was disabled or locked.")
@configured
@_name
def enable(config: Config, name: str) -> None:
    """Open a login that was disabled, or that five failures have locked.

    \b
    Example:
      clinic-db user enable rina
    """
    from clinic_db.clinic import users

    click.echo(users.enable(config, name).shown(config.output))


@user.command(short_help="Verify a password and print the role.")
@configured
@_name
@_password_stdin
def login(config: Config, name: str, password_stdin: bool) -> None:
    """Verify a password as a web backend does, and print the role; exit 1 if it is refused.

    The fifth failure in a row locks the login for 15 minutes.

    \b
    Examples:
      clinic-db user login rina
      clinic-db user login rina --password-stdin --format json < password.txt
    """
    from clinic_db.clinic import users

    done = users.login(config, name, _asker(name, password_stdin, twice=False))
    click.echo(done.shown(config.output))


def _asker(name: str, from_stdin: bool, *, twice: bool) -> Callable[[], str]:
    """What gives the password when it is needed: the first line of standard input, or a person."""
    if from_stdin:
        return _first_line
    if not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask for the password on",
            hint="give it as the first line of standard input, with --password-stdin",
        )
    return partial(
        click.prompt, f"Password of {name}", hide_input=True, confirmation_prompt=twice, err=True
    )


def _first_line() -> str:
    line = sys.stdin.buffer.readline(_LINE_BYTES)
    try:
        return line.rstrip(b"\r\n").decode()
    except UnicodeDecodeError as error:
        raise UsageError("the password is not UTF-8", where="--password-stdin") from error
