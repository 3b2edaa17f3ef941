"""What is wrong at a place in a file, and the formats in which machines read of it."""

from __future__ import annotations

from importlib import import_module

from clinic_db.findings.model import Report

# Format → its module in this folder, which has `render`; what people read is each command's own.
FORMATS = {"github": "github", "gitlab": "gitlab", "sarif": "sarif"}


def render(report: Report, form: str) -> str:
    """The report in one of the formats."""
    module = import_module(f"{__name__}.{FORMATS[form]}")
    text: str = module.render(report)
    return text
