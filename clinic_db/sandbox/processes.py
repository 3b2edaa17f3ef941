"""Processes by identity: a number alone may belong to somebody else by now."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

# How often a process is looked at where the system cannot tell us that it ended.
_POLL_SECONDS = 0.1


def identity(pid: int) -> str:
    """Return a text that no later process of the same number shares; '' if it is not running.

    Linux: the start time in clock ticks since boot. Elsewhere: the start time that ps knows.
    """
    if sys.platform == "linux":
        try:
            text = Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        # The command's name stands in brackets and may itself hold brackets and spaces.
        fields = text.rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else fields[19]
    done = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, started = done.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else started.strip()


def alive(pid: int | None, who: str) -> bool:
    """Tell whether process `pid` runs and is still the one that had the identity `who`."""
    return pid is not None and bool(who) and identity(pid) == who


def watch(pid: int) -> int | None:
    """Return a file descriptor that becomes readable when `pid` ends; None if there is no such.

    Raises:
        ProcessLookupError: there is no such process (any more).
    """
    if sys.platform == "linux":
        try:
            return os.pidfd_open(pid)
        except ProcessLookupError:
            raise
        except OSError:  # An old kernel or a strict container: the caller polls.
            return None
    return None


def wait_gone(pid: int, who: str, seconds: float) -> bool:
    """Wait until the process has ended; False if it still runs after `seconds`."""
    deadline = time.monotonic() + seconds
    try:
        handle = watch(pid)
    except ProcessLookupError:
        return True
    try:
        while alive(pid, who):
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            if handle is None:
                Event().wait(min(left, _POLL_SECONDS))
            else:
                select.select([handle], [], [], left)
    finally:
        if handle is not None:
            os.close(handle)
    return True


def send(pid: int | None, who: str, number: int) -> bool:
    """Send a signal to exactly that process; False if it is gone or is another one now."""
    if pid is None or not alive(pid, who):
        return False
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def end(pid: int | None, who: str, grace: float) -> None:
    """SIGTERM, and SIGKILL after `grace` seconds; does nothing to any other process."""
    if pid is not None and send(pid, who, signal.SIGTERM) and not wait_gone(pid, who, grace):
        send(pid, who, signal.SIGKILL)
        wait_gone(pid, who, grace)
