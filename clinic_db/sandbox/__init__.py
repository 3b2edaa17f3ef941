"""A throwaway real MySQL server: a container, a local binary, or a private download.

`start()` gives a `Sandbox` whose `url` any MySQL client understands. The names are
loaded on first use, so that importing the package costs a command next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clinic_db.sandbox.command_line import client
    from clinic_db.sandbox.lifecycle import find, running, start, stop
    from clinic_db.sandbox.record import Sandbox

__all__ = ["Sandbox", "client", "find", "running", "start", "stop"]

_HOME = {
    "Sandbox": "record",
    "client": "command_line",
    "find": "lifecycle",
    "running": "lifecycle",
    "start": "lifecycle",
    "stop": "lifecycle",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
