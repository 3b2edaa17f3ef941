"""What became of the pages, for people or as JSON. Pure."""

from __future__ import annotations

import json

from clinic_db.docs.pages import Outcome


def outcome(found: Outcome, form: str, *, checked: bool) -> str:
    """One line per page that was not up to date.

    Args:
        form: 'text' or 'json'.
        checked: True where nothing was written.
    """
    names = [str(found.folder / name) for name in found.stale]
    if form == "json":
        fresh = [str(found.folder / name) for name in found.fresh]
        return json.dumps({"stale" if checked else "wrote": names, "fresh": fresh})
    if not names:
        return f"{found.folder}: every page is up to date"
    if not checked:
        return "\n".join(f"wrote {name}" for name in names)
    lines = [f"{name}: not what the database says" for name in names]
    return "\n".join([*lines, "next: clinic-db docs, then commit what it wrote"])
