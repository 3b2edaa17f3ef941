"""A TCP connection to a server that greets as MySQL does, asked for before the driver is."""

from __future__ import annotations

import socket

from clinic_db.target import Target

PROTOCOL_VERSION = 10
ERROR_PACKET = 0xFF


class NotMySQLError(OSError):
    """The peer did not greet as a MySQL server."""


def greeted_socket(aim: Target) -> socket.socket:
    """A TCP connection whose peer has greeted as a MySQL server does.

    The driver waits for ever for a greeting; a server of another kind that stays silent, or whose
    first bytes read as a huge packet, would hang the run.
    """
    sock = socket.create_connection((aim.host, aim.port), aim.connect_timeout)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        greeting = b""
        while len(greeting) < 5:
            before = len(greeting)
            greeting = sock.recv(5, socket.MSG_PEEK | (socket.MSG_WAITALL if before else 0))
            if len(greeting) == before:
                raise NotMySQLError
        if greeting[4] not in (PROTOCOL_VERSION, ERROR_PACKET):
            raise NotMySQLError
    except TimeoutError as error:
        sock.close()
        raise NotMySQLError from error
    except BaseException:
        sock.close()
        raise
    return sock
