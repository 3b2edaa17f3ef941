"""The formats that findings can be told in: lint's own for people and JSON, and those of all."""

from __future__ import annotations

from importlib import import_module

from clinic_db import findings
from clinic_db.lint.model import Report

# Format → its module, which has `render`.
FORMATS = {
    "text": f"{__name__}.text",
    "json": f"{__name__}.as_json",
    **{form: f"clinic_db.findings.{module}" for form, module in findings.FORMATS.items()},
}


def render(report: Report, form: str) -> str:
    """The report in one of the formats."""
    text: str = import_module(FORMATS[form]).render(report)
    return text
