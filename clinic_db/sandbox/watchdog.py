"""The process that outlives everybody else and takes the sandbox with it.

One watchdog per sandbox, detached from every terminal. It starts the server (so the
server cannot run without it), and ends it when its ttl is over, when the process that it
was made for ends in any way, when the server ends, when the record is gone or when
`stop` says so. Then it deletes the files and the record.

It talks to the process that starts the sandbox over a socket, one JSON object a line.
No secret passes here. If that process dies half-way, the connection breaks and the
watchdog cleans up.

    maker → {"launch": [argv], "log": path}   → {"pid": n, "is": identity}
    maker → {"guard": {ttl, parent, …}}       → {"guarding": true}, and the connection ends
"""

from __future__ import annotations

import ctypes
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from clinic_db.sandbox import paths, processes, record

# The longest time between two looks at what cannot wake us: the record, the clock, a container.
_LOOK_SECONDS = 3.0
_PR_SET_PDEATHSIG = 1


class Watchdog:
    """What one watchdog holds: the record, the server's process, the way to wake it."""

    def __init__(self, path: Path, line: socket.socket) -> None:
        self.path = path
        # Kept here too: the end must find the files even after somebody deleted the record.
        self.found = record.load(path)
        self.line = line
        self.words = line.makefile("r", encoding="utf-8")
        self.server: subprocess.Popen[bytes] | None = None
        self.stopped = False
        self.selector = selectors.DefaultSelector()
        self._wake_on_signals()

    def _wake_on_signals(self) -> None:
        """SIGTERM ends the sandbox, SIGCHLD says that the server ended; Ctrl-C is not for us."""
        reading, writing = socket.socketpair()
        for end in (reading, writing):
            end.setblocking(False)
        signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        self._wake = (reading, writing)
        self.selector.register(reading, selectors.EVENT_READ)
        for number in (signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, *_: object) -> None:
        self.stopped = True

    def say(self, **answer: Any) -> None:
        """Send one answer to the maker."""
        self.line.sendall(json.dumps(answer).encode() + b"\n")

    def release(self) -> None:
        """Hang up: from now on the maker may end without a consequence."""
        self.words.close()
        self.line.close()

    def follow(self) -> dict[str, Any] | None:
        """Do what the maker says until the sandbox is up; None if the maker went away."""
        me = os.getpid()
        self.say(watchdog=me, watchdog_is=processes.identity(me))
        while message := self.words.readline():
            order: dict[str, Any] = json.loads(message)
            if "guard" in order:
                self.say(guarding=True)
                guard: dict[str, Any] = order["guard"]
                return guard
            self.launch(order["launch"], Path(order["log"]))
        return None

    def launch(self, argv: list[str], log: Path) -> None:
        """Start the server; it is killed by the kernel should this process be killed."""
        if self.server is not None:
            self.server.wait()  # The one before could not have its port.
        with log.open("ab") as output:
            self.server = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=log.parent,
                preexec_fn=die_with_parent,
            )
        self.say(pid=self.server.pid, **{"is": processes.identity(self.server.pid)})

    def keep(self, guard: dict[str, Any]) -> None:
        """Wait until there is a reason to end the sandbox."""
        expires, parent = guard["expires_at"], guard["parent"]
        if parent is not None:
            self._watch(parent)
        container = _container_check(guard["container"])
        while not self.stopped and self.path.exists():
            if self.server is not None and self.server.poll() is not None:
                return
            if parent is not None and not processes.alive(parent, guard["parent_is"]):
                return
            left = _LOOK_SECONDS if expires is None else min(_LOOK_SECONDS, expires - time.time())
            if left <= 0 or not container():
                return
            for key, _ in self.selector.select(left):
                if key.fileobj is self._wake[0]:
                    self._wake[0].recv(64)

    def _watch(self, parent: int) -> None:
        try:
            handle = processes.watch(parent)
        except ProcessLookupError:
            return  # It has ended already: the first look at it says so.
        if handle is not None:
            self.selector.register(handle, selectors.EVENT_READ)

    def finish(self) -> None:
        """End the server, delete its files, forget the record.

        An orderly shutdown takes longer (1.2 s) than a start (0.6 s) and saves data that is
        deleted next, so the server is killed, as Docker kills a container that it removes.
        """
        found = record.load(self.path)
        if found is not None:
            found.changed(ending=True).save()
        if self.server is not None:
            self.server.kill()
            self.server.wait()
        if self.found is not None:
            clean(self.found)


def _container_check(container: str | None) -> Any:
    """Return a function that tells whether the container still runs; True for a process."""
    if container is None:
        return lambda: True
    from clinic_db.sandbox.container import is_up  # Only this kind pays for the import.

    return lambda: is_up(container)


def clean(found: record.Record) -> None:
    """Delete what a sandbox leaves: its container or folder, and its record."""
    if found.kind == "container":
        from clinic_db.sandbox.container import remove

        remove(found.token)
    if found.work:
        paths.remove_work(Path(found.work), found.token)
    found.remove()


def die_with_parent() -> None:
    """Between fork and exec: have the kernel kill this process when its parent dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main(argv: list[str]) -> int:
    """Run as `python -m clinic_db.sandbox.watchdog RECORD HANDLE`."""
    if os.fork():  # The maker waits for this half; the other one has no parent but init.
        os._exit(0)
    line = socket.socket(fileno=int(argv[1]))
    dog = Watchdog(Path(argv[0]), line)
    try:
        guard = dog.follow()
        if guard is not None:
            dog.release()
            dog.keep(guard)
    except ConnectionError:  # The maker was killed while we answered it.
        return 1
    finally:
        dog.finish()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
