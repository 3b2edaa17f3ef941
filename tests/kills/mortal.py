"""A private MySQL server that can be killed and started again on the same data."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import threading
from pathlib import Path

from clinic_db import database
from clinic_db.errors import ConnectError
from clinic_db.sandbox import download, local, options, program, template
from clinic_db.target import Target

STARTS_WITHIN = 120.0
DIE_WITH_PARENT = 1


def _die_with_parent() -> None:
    """A server outlives no test run, however that ends."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def _program() -> program.Program:
    try:
        return program.local()
    except program.NotHereError:
        return download.ensure(lambda *_: None)


class MortalServer:
    """Flushes as a server in production does, so that what is committed outlives it.

    Attributes:
        target: root without a password, on the loopback alone.
    """

    def __init__(self, work: Path) -> None:
        server = _program()
        template.copy(server, (), work / "data")
        port = local.free_port()
        mine = [o for o in options.process(work, port) if not o.startswith("--init-file")]
        self._argv = [*server.mysqld, *mine, *options.common(True, ())]
        self._log = work / "mysqld.log"
        self.target = Target("127.0.0.1", port, "root", "", ssl_mode="disabled")
        self.kills = 0
        self._process = self._launch()
        self._wait()

    def kill(self) -> None:
        """kill -9: nothing is flushed, nobody is told."""
        self._process.kill()
        self._process.wait()
        self.kills += 1

    def restart(self) -> None:
        """Start on the data as they are; returns once recovery is over."""
        self._process = self._launch()
        self._wait()

    def stop(self) -> None:
        """End it in good order."""
        self._process.terminate()
        self._process.wait()

    def _launch(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self._argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )

    def _wait(self) -> None:
        pause = threading.Event()
        for _ in range(int(STARTS_WITHIN / 0.02)):
            assert self._process.poll() is None, self._log.read_text(errors="replace")[-2000:]
            try:
                database.connect(self.target, pins=False).close()
            except ConnectError:
                pause.wait(0.02)
            else:
                return
        raise AssertionError(self._log.read_text(errors="replace")[-2000:])
