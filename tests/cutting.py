"""A TCP relay between a client and the tests' server that cuts the line at a chosen statement."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from clinic_db.target import Target


@dataclass
class Relay:
    """Passes bytes on, both ways, until a statement that holds `cut_at` is sent.

    Attributes:
        port: where to connect to, on 127.0.0.1.
        cut_at: what the statement holds; empty for none.
        answered: True lets the statement reach the server and cuts when the answer is there.
        deaf: True accepts no further connection.
        cuts: how often the line was cut.
        refused: how many connections were turned away.
    """

    port: int
    cut_at: bytes = b""
    answered: bool = False
    deaf: bool = False
    cuts: int = 0
    refused: int = 0
    open: list[socket.socket] = field(default_factory=list)

    def url(self, aim: Target) -> str:
        """The database's URL by way of this relay, without TLS, so that it can be read."""
        login = f"{aim.user}:{aim.password}" if aim.password else aim.user
        return f"mysql://{login}@127.0.0.1:{self.port}/{aim.database}?ssl_mode=disabled"


@contextlib.contextmanager
def relay(aim: Target) -> Iterator[Relay]:
    """A relay to the server that lives for the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    made = Relay(listener.getsockname()[1])
    thread = threading.Thread(target=_accept, args=(listener, aim, made))
    thread.start()
    try:
        yield made
    finally:
        for each in (listener, *made.open):
            _end(each)
        thread.join(20)
        for each in (listener, *made.open):
            each.close()


def _accept(listener: socket.socket, aim: Target, made: Relay) -> None:
    pumps = []
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            break
        if made.deaf:
            client.close()
            made.refused += 1
            continue
        server = socket.create_connection((aim.host, aim.port))
        made.open += [client, server]
        pumps += [
            threading.Thread(target=_requests, args=(client, server, made)),
            threading.Thread(target=_answers, args=(server, client)),
        ]
        for pump in pumps[-2:]:
            pump.start()
    for pump in pumps:
        pump.join(10)


def _requests(client: socket.socket, server: socket.socket, made: Relay) -> None:
    with contextlib.suppress(OSError):
        while data := client.recv(1 << 20):
            if made.cut_at and made.cut_at in data:
                made.cuts += 1
                if made.answered:
                    # Nobody passes the answer on any more; the server has done its work by then.
                    _end(client)
                    server.sendall(data)
                    continue
                break
            server.sendall(data)
    _end(client)
    _end(server)


def _answers(server: socket.socket, client: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := server.recv(1 << 20):
            client.sendall(data)
    _end(server)
    _end(client)


def _end(each: socket.socket) -> None:
    """End the traffic; whoever waits on the socket wakes up. It is closed when all threads are."""
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
