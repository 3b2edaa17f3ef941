"""The command line: the only place that exits. Commands are imported when they are called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any, NoReturn

import click

from clinic_db.cli.output import silence
from clinic_db.errors import ClinicDbError, UsageError

# Command → where it lives and what --help says of it, so that help imports none of them.
COMMANDS = {
    "adopt": ("adopt:adopt", "Take over a database with the forerunner's ten tables."),
    "apply": ("migrate:apply", "Apply pending migrations, then functions, views, procedures, …"),
    "baseline": ("history:baseline", "Record migrations as applied that the database has already."),
    "break-lock": ("history:break_lock", "Say who holds the lock; there is no stale one to break."),
    "check": ("check:check", "All that a CI asks: lint, verify, apply, rollback, no drift."),
    "create": ("migrate:create", "Create the database that the URL names."),
    "demo": ("data:demo", "A sandbox, the schema, sample data and one day in the clinic."),
    "docs": ("docs:docs", "Write the pages generated from the database: cascades, ERD, objects."),
    "drift": ("check:drift", "Show how the live database differs from the files."),
    "dump": ("dump:dump", "The whole database as one SQL file for the plain mysql client."),
    "explain": ("explain:explain", "Check that queries get the plans written beside them."),
    "lint": ("lint:lint", "Lint the SQL: style, and the safety of migrations."),
    "list": ("migrate:status", "The same as status."),
    "mark": ("history:mark", "Record one migration as applied; run nothing."),
    "new": ("migrate:new", "Write an empty migration with its rollback."),
    "plan": ("migrate:plan", "Show what apply would do; changes nothing."),
    "reapply": ("migrate:reapply", "Undo the last migrations and apply them again."),
    "resolve": ("migrate:resolve", "Say what became of a statement that was cut short."),
    "rollback": ("migrate:rollback", "Undo migrations, newest first."),
    "sandbox": ("sandbox:sandbox", "A throwaway real MySQL server: start, stop, shell, run."),
    "seed": ("seed:seed", "Load rows: reference, a small sample, or a generated clinic."),
    "status": ("migrate:status", "Show what is applied and what is pending; changes nothing."),
    "stress": (
        "stress:stress",
        "A mixed load on a seeded clinic: latencies, and do its rules hold?",
    ),
    "unmark": ("history:unmark", "Forget that a migration was applied; undo nothing."),
    "user": ("users:user", "The logins of people: add, passwd, list, disable, enable, login."),
    "verify": ("history:verify", "Compare files, history and objects; changes nothing."),
}


# 128 and the number of SIGPIPE: nobody reads the output any more.
READER_GONE = 141


class LazyGroup(click.Group):
    """A group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(f"clinic_db.cli.{module}"), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command for one that is not known."""
        if args and args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; `clinic-db status | head` ends as the shell would say it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # click would exit with 1, which means findings here.
            silence(sys.stdout)
            ctx.exit(READER_GONE)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clinic-db", prog_name="clinic-db")
def root() -> None:
    """SQL-first schema and migrations for MySQL, around a clinic database.

    \b
    A throwaway server, the schema, sample data and a day in the clinic:
      clinic-db demo
    Your own database:
      export CLINIC_DB_URL=mysql://USER@HOST/DATABASE MYSQL_PWD=…
      clinic-db status
      clinic-db apply

    \b
    Exit codes: 0 done · 1 findings · 2 usage · 3 cannot connect · 4 locked
    5 a statement failed · 6 needs a decision · 7 refused as unsafe
    8 the project's files are wrong · 9 no sandbox · 130 interrupted
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with the code of what happened."""
    args = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code: Any = root.main(args, prog_name="clinic-db", standalone_mode=False)
    except ClinicDbError as error:
        sys.exit(_fail(error, args))
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        sys.exit(130)
    except click.ClickException as error:
        if _wants_json(args):
            sys.exit(_fail(UsageError(error.format_message()), args))
        error.show()
        sys.exit(error.exit_code)
    except OSError as error:
        # A folder that may not be written, a full disk: the file and the reason are enough.
        where = str(error.filename or "system")
        sys.exit(_fail(UsageError(error.strerror or str(error), where=where), args))
    sys.exit(code if isinstance(code, int) else 0)


def _fail(error: ClinicDbError, args: Sequence[str]) -> int:
    """Print the error in the format that was asked for; return its exit code."""
    if _wants_json(args):
        from clinic_db.report import error_json

        click.echo(error_json(error), err=True)
    else:
        click.echo(f"error: {error}", err=True)
    return error.exit_code


def _wants_json(args: Sequence[str]) -> bool:
    """Asked of the words, because an error may come before they are understood."""
    return "--format=json" in args or ("--format", "json") in pairwise(args)
