"""The most memory that the processes of a benchmark have had."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

_LINES = re.compile(r"^(Name|Pid|PPid|VmHWM):\s+(\S+)", re.M)


class Memory:
    """The most memory that this process or one below it has had, looked at while it runs."""

    def __init__(self) -> None:
        self.peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.25):
            parents: dict[int, int] = {}
            sizes: dict[int, int] = {}
            for status in Path("/proc").glob("[0-9]*/status"):
                try:
                    said = dict(_LINES.findall(status.read_text()))
                except OSError:
                    # It has ended meanwhile.
                    continue
                pid = int(said["Pid"])
                parents[pid] = int(said["PPid"])
                # The server is not below this process, but its watchdog's children may be. A
                # process that is ending has no memory any more.
                if "VmHWM" in said and said["Name"].startswith(("python", "clinic")):
                    sizes[pid] = int(said["VmHWM"]) // 1024
            for pid, size in sizes.items():
                above = pid
                while above > 1 and above != os.getpid():
                    above = parents.get(above, 0)
                if above == os.getpid():
                    self.peak = max(self.peak, size)
