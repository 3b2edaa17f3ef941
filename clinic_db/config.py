"""What this run is to do, settled once: flag > environment > file > default."""

from __future__ import annotations

import configparser
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from clinic_db import project, target
from clinic_db.errors import UsageError
from clinic_db.project import Project
from clinic_db.target import Target

FILE_KEYS = ("database", "lint_paths", "lock_timeout", "lock_wait_timeout", "ssl_mode", "ssl_ca",
             "ssl_cert", "ssl_key")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a command needs to know before it connects.

    Attributes:
        lock_timeout: seconds to wait for another run of this tool.
        lock_wait_timeout: seconds a statement may wait for a metadata lock.
        output: 'text', 'json', or another format that the command knows.
        lint_paths: folders of the project to lint besides those that every project has.
    """

    project: Project
    target: Target | None
    lock_timeout: int = 60
    lock_wait_timeout: int = 10
    output: str = "text"
    lint_paths: tuple[str, ...] = ()

    @property
    def database(self) -> Target:
        """The database to work on.

        Raises:
            UsageError: nothing names one.
        """
        if self.target is None:
            raise UsageError(
                "no database is named",
                hint="give --database mysql://USER@HOST/NAME or set CLINIC_DB_URL; for a throwaway "
                "server: clinic-db sandbox start",
            )
        return self.target


def load(
    *,
    database: str | None = None,
    project_dir: Path | None = None,
    password_file: Path | None = None,
    password: str | None = None,
    lock_timeout: int | None = None,
    lock_wait_timeout: int | None = None,
    output: str = "text",
    environ: Mapping[str, str] | None = None,
) -> Config:
    """Settle the configuration of one run.

    Args:
        database, project_dir, password_file, …: the flags, None where not given.
        environ: the environment, `os.environ` by default.

    Raises:
        UsageError: an unknown key, a bad value, an unreadable file.
        ProjectError: no such project.
    """
    found = project.find(project_dir)
    settings = _file_settings(found)
    env = {**_dotenv(Path.cwd() / ".env"), **(os.environ if environ is None else environ)}
    aim = _target(database, env, settings)
    if aim is not None:
        if password is None:
            password = aim.password or _password(env, password_file)
        aim = replace(aim, password=password)
    return Config(
        project=found,
        target=aim,
        lock_timeout=_seconds("lock_timeout", lock_timeout, settings, 60),
        lock_wait_timeout=_seconds("lock_wait_timeout", lock_wait_timeout, settings, 10),
        output=output,
        lint_paths=_lint_paths(settings),
    )


def _target(flag: str | None, env: Mapping[str, str], settings: Mapping[str, Any]) -> Target | None:
    where, url = _first_url(flag, env, settings)
    home = Path(env["HOME"]) if env.get("HOME") else None
    aim = target.parse(url, where) if url else _from_my_cnf(home)
    if aim is None:
        return None
    # What a URL says of TLS wins over the file.
    tls = {k: str(v) for k, v in settings.items() if k.startswith("ssl_") and not getattr(aim, k)}
    return target.with_options(aim, tls, where)


def _first_url(
    flag: str | None, env: Mapping[str, str], settings: Mapping[str, Any]
) -> tuple[str, str]:
    candidates = (
        ("--database", flag),
        ("CLINIC_DB_URL", env.get("CLINIC_DB_URL")),
        ("DATABASE_URL", env.get("DATABASE_URL")),
        ("the project's configuration", settings.get("database")),
    )
    for where, url in candidates:
        if url is not None and url != "":
            return where, str(url)
    if flag == "":
        raise UsageError("the URL is empty", where="--database", hint=f"write {target.EXAMPLE}")
    return "", ""


def _file_settings(found: Project) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for path, table in (
        (found.root / "pyproject.toml", True),
        (found.root / "clinic-db.toml", False),
    ):
        if not path.is_file():
            continue
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"not valid TOML: {error}", where=str(path)) from error
        own = document.get("tool", {}).get("clinic-db", {}) if table else document
        for key in own:
            if key not in FILE_KEYS:
                raise UsageError(
                    f"unknown key {key!r}",
                    where=str(path),
                    hint=f"known keys: {', '.join(FILE_KEYS)}",
                )
        settings.update(own)
    return settings


def _seconds(name: str, flag: int | None, settings: Mapping[str, Any], default: int) -> int:
    value = flag if flag is not None else settings.get(name, default)
    # bool is an int to Python; `lock_timeout = true` is a mistake all the same.
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise UsageError(
            "it is a whole number of seconds, 0 or more",
            where=f"--{name.replace('_', '-')}" if flag is not None else f"{name} in the file",
        )
    return value


def _lint_paths(settings: Mapping[str, Any]) -> tuple[str, ...]:
    value = settings.get("lint_paths", [])
    if not isinstance(value, list) or not all(isinstance(path, str) for path in value):
        raise UsageError('it is a list of folders, ["queries", …]', where="lint_paths in the file")
    return tuple(value)


def _password(env: Mapping[str, str], password_file: Path | None) -> str:
    if password_file is None:
        return env.get("MYSQL_PWD", "")
    try:
        return password_file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise UsageError(
            f"cannot read it: {reason}", where=f"--password-file {password_file}"
        ) from error


def _dotenv(path: Path) -> dict[str, str]:
    """`KEY=value` lines of a .env file; quotes around a value are taken off."""
    if not path.is_file():
        return {}
    values = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        key, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not key.startswith("#"):
            value = value.strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
                value = value[1:-1]
            values[key.strip()] = value
    return values


def _from_my_cnf(home: Path | None) -> Target | None:
    """The [client] group of ~/.my.cnf, if it names a database."""
    if home is None or not (home / ".my.cnf").is_file():
        return None
    path = home / ".my.cnf"
    parser = configparser.RawConfigParser(allow_no_value=True, strict=False)
    try:
        text = path.read_text(encoding="utf-8")
        # !include lines are the mysql client's, not configparser's.
        parser.read_string("\n".join(x for x in text.splitlines() if not x.startswith("!")))
    except (OSError, UnicodeDecodeError, configparser.Error) as error:
        # The error's own text can quote a line, and a line can hold a password.
        raise UsageError("cannot be read as an option file", where=str(path)) from error
    if not parser.has_section("client"):
        return None
    group = {k.replace("-", "_"): (v or "").strip("'\"") for k, v in parser.items("client")}
    if not group.get("database"):
        return None
    if not group.get("port", "3306").isdigit():
        raise UsageError("port is not a number", where=str(path))
    aim = Target(
        host=group.get("host", "127.0.0.1"),
        port=int(group.get("port", "3306")),
        user=group.get("user", "root"),
        password=group.get("password", ""),
        database=group["database"],
        unix_socket=group.get("socket", ""),
    )
    return target.with_options(
        aim, {k: v for k, v in group.items() if k in target.OPTIONS}, str(path)
    )
