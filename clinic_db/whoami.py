"""Who runs this, and where: what the history and the audit log say of it."""

from __future__ import annotations

import getpass
import os
import socket

# What yoyo's log has room for.
_LONGEST = 255


def account() -> str:
    """The account on this machine; its number where it has no name, as in many containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def for_the_log() -> tuple[str, str]:
    """The account and the machine, as a row of yoyo's log takes them."""
    return account()[:_LONGEST], socket.gethostname()[:_LONGEST]
