"""Is a MySQL server answering there, and which? Asked without a driver."""

from __future__ import annotations

import socket

_PROTOCOL = 10
_HEADER = 4


def server_version(host: str, port: int, seconds: float = 5.0) -> str | None:
    """Return the version in the server's greeting, such as '9.7.4'; None if none comes.

    A port that only forwards to a server which is still starting closes without a greeting.
    """
    try:
        with socket.create_connection((host, port), seconds) as line:
            line.settimeout(seconds)
            with line.makefile("rb") as words:
                size = int.from_bytes(words.read(_HEADER)[:3], "little")
                greeting = words.read(size)
    except OSError:
        return None
    if len(greeting) < 2 or greeting[0] != _PROTOCOL:
        return None
    return greeting[1 : greeting.index(0, 1)].decode("ascii", "replace")
