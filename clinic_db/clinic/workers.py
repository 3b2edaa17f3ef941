"""Worker processes, each at the other end of a pipe: begun and ended in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from typing import Any

# How long a worker may take to end.
END_SECONDS = 20
# Never a copy of this process, which has sockets and threads: of one that was begun for copying,
# or where there is no such thing, a new one each.
METHOD = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


@dataclass(frozen=True, slots=True)
class Worker:
    """A process, and this end of the pipe to it."""

    pipe: Pipe
    process: BaseProcess


def start(main: Callable[[Pipe, Any], None], order: object) -> Worker:
    """A process that runs `main` with its end of the pipe and `order`, and dies with this one."""
    context: Any = get_context(METHOD)
    if METHOD == "forkserver":
        context.set_forkserver_preload(["__main__", main.__module__])
    mine, theirs = context.Pipe()
    process = context.Process(target=main, args=(theirs, order), daemon=True)
    process.start()
    theirs.close()
    return Worker(mine, process)


def end(workers: Iterable[Worker]) -> None:
    """Close the pipes, at which a worker ends by itself, and wait; one that does not is made to."""
    known = list(workers)
    for worker in known:
        worker.pipe.close()
    for worker in known:
        worker.process.join(END_SECONDS)
        if worker.process.is_alive():
            worker.process.terminate()
            worker.process.join(END_SECONDS)
