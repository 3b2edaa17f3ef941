"""The most memory that the processes of a benchmark have had."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path


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
            parents, sizes = {}, {}
            for status in Path("/proc").glob("[0-9]*/status"):
                try:
                    text = status.read_text()
                except OSError:
                    # It has ended meanwhile.
                    continue
                pid = int(status.parent.name)
                parents[pid] = int(re.search(r"^PPid:\s+(\d+)", text, re.M)[1])
                size = re.search(r"^VmHWM:\s+(\d+)", text, re.M)
                name = re.search(r"^Name:\s+(\S+)", text, re.M)[1]
                # The server is not below this process, but its watchdog's children may be.
                if size and name.startswith(("python", "clinic")):
                    sizes[pid] = int(size[1]) // 1024
            for pid, size in sizes.items():
                above = pid
                while above > 1 and above != os.getpid():
                    above = parents.get(above, 0)
                if above == os.getpid():
                    self.peak = max(self.peak, size)
