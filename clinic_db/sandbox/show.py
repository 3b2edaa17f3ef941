"""Sandboxes as text or JSON, never with a password."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from clinic_db.sandbox.record import Sandbox


def started(sandbox: Sandbox, form: str) -> str:
    """Describe a sandbox that runs, and what to do with it next."""
    if form == "json":
        return json.dumps(sandbox.public(), indent=2)
    option = "" if sandbox.name == "default" else f" --name {sandbox.name}"
    return "\n".join(
        [
            _line(sandbox),
            f'  use it:   export CLINIC_DB_URL="$(clinic-db sandbox url{option})"',
            f"  look in:  clinic-db sandbox shell{option}",
            f"  stop it:  clinic-db sandbox stop{option}",
        ]
    )


def stopped(name: str, was_running: bool) -> str:
    """Say that a sandbox is gone, or was not there."""
    return f"sandbox {name} is gone" if was_running else f"no sandbox {name} is running"


def table(sandboxes: Sequence[Sandbox], form: str) -> str:
    """Describe all sandboxes that run."""
    if form == "json":
        return json.dumps([sandbox.public() for sandbox in sandboxes], indent=2)
    return "\n".join(map(_line, sandboxes)) or "no sandbox is running"


def _line(sandbox: Sandbox) -> str:
    left = ""
    if sandbox.expires_at is not None:
        left = f", ends at {time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(sandbox.expires_at))}"
    return (
        f"sandbox {sandbox.name}: MySQL {sandbox.version} ({sandbox.kind}) "
        f"on {sandbox.host}:{sandbox.port}, database {sandbox.database}{left}"
    )
