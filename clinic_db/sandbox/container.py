"""A sandbox as a container: the only module that knows testcontainers.

The container is found by its label again, not by an id that the one who started it may not
have had the time to write down. testcontainers' own reaper stays off: our watchdog needs no
second container, and ends processes too.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from clinic_db.errors import SandboxError
from clinic_db.sandbox import handshake, options
from clinic_db.sandbox.guard import Guard
from clinic_db.sandbox.local import Started
from clinic_db.sandbox.progress import say
from clinic_db.sandbox.record import Record

# MySQL's long-term release, as its publishers tag it.
_IMAGE = "mysql:9.7"
_LABEL = "clinic-db.sandbox"
_START_SECONDS = 180.0
_LOOK_SECONDS = 0.05


def launcher() -> Callable[[Record, Guard, bool, Sequence[str]], Started]:
    """Make sure of Docker and the image; return what starts a container.

    Raises:
        SandboxError: Docker does not answer, is on another machine, or has no such image.
    """
    image = os.environ.get("CLINIC_DB_MYSQL_IMAGE") or _IMAGE
    engine = _engine()
    _have_image(engine, image)

    def start(found: Record, guard: Guard, durable: bool, extra: Sequence[str]) -> Started:
        guard.met()
        return _start(engine, image, found, durable, options.common(durable, extra))

    return start


def is_up(container: str) -> bool:
    """Tell whether the container of that id runs."""
    engine = _engine()
    try:
        found = engine.containers.list(filters={"id": container, "status": "running"})
        return bool(found)
    finally:
        engine.close()


def remove(token: str) -> None:
    """Remove the container that carries the token, data and all; none is fine."""
    engine = _engine()
    try:
        for container in engine.containers.list(all=True, filters={"label": f"{_LABEL}={token}"}):
            container.remove(force=True, v=True)
    finally:
        engine.close()


def _engine() -> Any:
    """Return a connection to the Docker Engine of this machine."""
    try:
        from testcontainers.core.config import testcontainers_config
        from testcontainers.core.docker_client import DockerClient
    except ImportError as error:
        raise SandboxError(
            "Docker is there, but the extra 'sandbox' is not installed",
            hint="pip install 'clinic-db[sandbox]'",
        ) from error
    testcontainers_config.ryuk_disabled = True
    try:
        engine = DockerClient().client
        engine.ping()
    except Exception as error:  # The client wraps what it meets in many classes.
        raise SandboxError("Docker does not answer", detail=(str(error),)) from error
    host = urlsplit(engine.api.base_url)
    if "unix" not in host.scheme and host.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise SandboxError(f"Docker is on {host.hostname}; a sandbox answers on this machine only")
    return engine


def _have_image(engine: Any, image: str) -> None:
    errors = import_module("docker.errors")
    try:
        engine.images.get(image)
    except errors.ImageNotFound:
        say(f"pulling the image {image} …")
        try:
            engine.images.pull(image)
        except errors.APIError as error:
            raise SandboxError(
                f"the image {image} cannot be had", detail=(error.explanation or str(error),)
            ) from error


def _start(engine: Any, image: str, found: Record, durable: bool, words: Sequence[str]) -> Started:
    """Run the image, its data in memory unless it is durable, its port on the loopback only."""
    from testcontainers.community.mysql import MySqlContainer

    password = secrets.token_urlsafe(24)
    mysql: Any = MySqlContainer(image, username="root", password=password, dbname="clinic")
    mysql.ports = {"3306/tcp": ("127.0.0.1", None)}
    mysql.with_command(list(words))
    if not durable:
        mysql.with_tmpfs_mount("/var/lib/mysql")
    mysql.with_name(f"clinic-db-{found.token}")
    mysql.with_kwargs(labels={_LABEL: found.token})
    try:
        mysql.start()
    except Exception as error:  # The wait and the client raise many classes.
        raise SandboxError("the container did not start", detail=_words(mysql, error)) from error
    container = engine.containers.get(mysql.get_container_id())
    port = int(container.ports["3306/tcp"][0]["HostPort"])
    version = _answering(container, port)
    # The greeting may name the packager too: 9.7.4-2.
    return Started(port, password, version.partition("-")[0], container=container.id)


def _words(mysql: Any, error: Exception) -> tuple[str, ...]:
    """Return what went wrong with a container, its log's end included."""
    container = mysql.get_wrapped_container()
    log = container.logs(tail=5).decode(errors="replace") if container else ""
    return (str(error).splitlines()[0], *log.strip().splitlines())


def _answering(container: Any, port: int) -> str:
    """Wait until the server greets through the published port; return its version.

    Raises:
        SandboxError: it ended, or did not greet in time.
    """
    deadline = time.monotonic() + _START_SECONDS
    pause = Event()
    while time.monotonic() < deadline:
        version = handshake.server_version("127.0.0.1", port)
        if version is not None:
            return version
        container.reload()
        if container.status != "running":
            break
        pause.wait(_LOOK_SECONDS)
    last = container.logs(tail=5).decode(errors="replace").strip().splitlines()
    raise SandboxError("the container's server does not answer on 127.0.0.1", detail=tuple(last))
