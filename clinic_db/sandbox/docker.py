"""Is there a Docker to talk to? Asked without importing its client, which takes its time."""

from __future__ import annotations

import os
from pathlib import Path

_SOCKETS = (
    "/var/run/docker.sock",
    "~/.docker/run/docker.sock",
    "~/.docker/desktop/docker.sock",
    "~/.colima/default/docker.sock",
    "~/.orbstack/run/docker.sock",
    "~/.rd/docker.sock",
)


def socket_exists() -> bool:
    """Tell whether anything suggests a Docker Engine: its address, or a socket of its own."""
    if os.environ.get("DOCKER_HOST") or os.environ.get("DOCKER_CONTEXT"):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    places = [*_SOCKETS, f"{runtime}/docker.sock"] if runtime else _SOCKETS
    return any(_is_socket(place) for place in places)


def _is_socket(place: str) -> bool:
    try:
        return Path(place).expanduser().is_socket()
    except (OSError, RuntimeError):
        # Not for this user to see, or a user without a home.
        return False
