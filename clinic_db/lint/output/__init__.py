"""The formats that findings can be told in, one module each."""

from __future__ import annotations

from importlib import import_module

from clinic_db.lint.model import Report

# Format → its module in this folder, which has `render`.
FORMATS = {
    "text": "text",
    "json": "as_json",
    "github": "github",
    "gitlab": "gitlab",
    "sarif": "sarif",
}


def render(report: Report, form: str) -> str:
    """The report in one of the formats."""
    module = import_module(f"{__name__}.{FORMATS[form]}")
    text: str = module.render(report)
    return text
