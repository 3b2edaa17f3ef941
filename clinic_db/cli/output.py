"""Printing while work goes on."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click


def tell(text: str, *, err: bool = False) -> None:
    """Print a line of a run; that its reader has gone is no reason to stop half-way."""
    try:
        click.echo(text, err=err)
    except BrokenPipeError:
        silence(sys.stderr if err else sys.stdout)


def silence(stream: TextIO) -> None:
    """Send what is still to come nowhere, so that the interpreter can end without an error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
