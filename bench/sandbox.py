"""A warm `sandbox start` against the bare server's own start; the goal is a ratio of 1.5.

.venv/bin/python bench/sandbox.py
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import side

from clinic_db.sandbox import download, local, options, paths, program, start, stop, template

GOAL = 1.5
TURNS = 7


def bare_start(server: program.Program, work: Path) -> float:
    """Seconds that the server takes on a data folder that is there already."""
    work.mkdir()
    data = paths.work_dir(f"bare-{os.getpid()}")
    template.copy(server, (), data)
    words = [*server.mysqld, *options.as_user(), *options.common(durable=False, extra=())]
    words += [f"--datadir={data}", f"--socket={work}/s", f"--port={local.free_port()}"]
    began = perf_counter()
    with subprocess.Popen([*words, "--bind-address=127.0.0.1"], stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        if not any(b"ready for connections" in line for line in process.stderr):
            raise SystemExit("the bare server did not start")
        seconds = perf_counter() - began
        process.kill()
    shutil.rmtree(data)
    return seconds


def main() -> int:
    """Start both in turn, print medians and ratio; 1 where it misses its goal."""
    name = f"bench-{os.getpid()}"
    try:
        kind, server = "local", program.local()
    except program.NotHereError:
        kind, server = "download", None
    # The first start fetches the server and makes the template, where they are missing.
    start(name, parent=os.getpid(), prefer=kind)
    stop(name)
    server = server or download.existing()
    assert server is not None
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(TURNS):
            bare = bare_start(server, Path(folder) / str(turn))
            began = perf_counter()
            start(name, parent=os.getpid(), prefer=kind)
            pairs.append((perf_counter() - began, bare))
            stop(name)
    warm, alone = zip(*pairs, strict=True)
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"bare server start   {statistics.median(alone):6.2f} s")
    print(f"warm sandbox start  {statistics.median(warm):6.2f} s ({kind})")
    return int(not side.met("ratio", ratio, most=GOAL))


if __name__ == "__main__":
    sys.exit(main())
