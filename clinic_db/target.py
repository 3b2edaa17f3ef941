"""Where the database is: a database URL, taken apart and checked. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from clinic_db.errors import UsageError

SSL_MODES = ("disabled", "preferred", "required", "verify_ca", "verify_identity")
SCHEMES = ("mysql", "mysql+pymysql")
OPTIONS = ("ssl_mode", "ssl_ca", "ssl_cert", "ssl_key", "unix_socket", "connect_timeout")
EXAMPLE = "mysql://USER@HOST:3306/DATABASE"


@dataclass(frozen=True, slots=True)
class Target:
    """One database on one server.

    Attributes:
        password: never shown by repr or str.
        ssl_mode: one of `SSL_MODES`, '' for the default that `tls` works out.
        connect_timeout: seconds.
    """

    host: str
    port: int
    user: str
    database: str
    password: str = field(default="", repr=False)
    unix_socket: str = ""
    ssl_mode: str = ""
    ssl_ca: str = ""
    ssl_cert: str = ""
    ssl_key: str = ""
    connect_timeout: int = 10

    @property
    def address(self) -> str:
        """Server and database as shown to people: no password."""
        place = self.unix_socket or f"{self.host}:{self.port}"
        return f"{self.user}@{place}/{self.database}"

    @property
    def is_loopback(self) -> bool:
        """True where the bytes never leave this machine."""
        if self.unix_socket or self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def tls(self) -> str:
        """The mode in force: as given, else verify_identity with a CA, else by the distance."""
        if self.ssl_mode:
            return self.ssl_mode
        if self.ssl_ca:
            return "verify_identity"
        return "preferred" if self.is_loopback else "required"

    def url(self) -> str:
        """The URL with the password in it: for the environment of a child, never for a log."""
        login = quote(self.user, safe="")
        if self.password:
            login += ":" + quote(self.password, safe="")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"mysql://{login}@{host}:{self.port}/{quote(self.database, safe='')}"


def parse(url: str, where: str) -> Target:
    """Take a database URL apart.

    Args:
        url: `mysql://user:password@host:port/database?ssl_mode=…`, percent-encoded.
        where: the option, variable or file the URL came from, for messages.

    Raises:
        UsageError: what is wrong, never repeating the URL, which may hold a password.
    """
    if "#" in url:
        raise UsageError(
            "the URL has a '#' in it",
            where=where,
            hint="write a '#' in a password as %23, a '/' as %2F, an '@' as %40",
        )
    example = f"write it as {EXAMPLE}"
    try:
        parts = urlsplit(url)
        port = parts.port or 3306
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as error:
        # The text of these errors can quote a piece of the URL, so it is not shown.
        raise UsageError("not a valid database URL", where=where, hint=example) from error
    if parts.scheme not in SCHEMES:
        raise UsageError("a database URL begins with mysql://", where=where, hint=example)
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database:
        raise UsageError("the URL names no database", where=where, hint=example)
    _refuse_unknown(options, where)
    target = Target(
        host=parts.hostname or "127.0.0.1",
        port=port,
        user=unquote(parts.username or "root"),
        password=unquote(parts.password or ""),
        database=database,
    )
    return with_options(target, options, where)


def with_options(target: Target, options: dict[str, str], where: str) -> Target:
    """`target` with checked TLS, socket and time-out options in place of its own.

    Raises:
        UsageError: an unknown TLS mode, or a value that is no number of seconds.
    """
    mode = options.get("ssl_mode", target.ssl_mode).lower()
    if mode and mode not in SSL_MODES:
        raise UsageError(
            f"ssl_mode {mode!r} is not known",
            where=where,
            hint=f"use one of {', '.join(SSL_MODES)}",
        )
    ca = options.get("ssl_ca", target.ssl_ca)
    if mode.startswith("verify") and not ca:
        raise UsageError(
            f"ssl_mode={mode} needs ssl_ca", where=where, hint="add ssl_ca=/path/ca.pem"
        )
    seconds = options.get("connect_timeout", str(target.connect_timeout))
    if not seconds.isdigit() or not int(seconds):
        raise UsageError("connect_timeout is a whole number of seconds, 1 or more", where=where)
    return replace(
        target,
        ssl_mode=mode,
        ssl_ca=ca,
        ssl_cert=options.get("ssl_cert", target.ssl_cert),
        ssl_key=options.get("ssl_key", target.ssl_key),
        unix_socket=options.get("unix_socket", target.unix_socket),
        connect_timeout=int(seconds),
    )


def _refuse_unknown(options: dict[str, str], where: str) -> None:
    for name in options:
        if name not in OPTIONS:
            raise UsageError(
                f"the URL has an unknown option {name!r}",
                where=where,
                hint=f"known options: {', '.join(OPTIONS)}",
            )
