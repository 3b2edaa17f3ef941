"""docs/performance.md tells of every query of the catalogue, and of nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import pytest
from projects import ROOT

from clinic_db.explain import catalogue
from clinic_db.explain.command import DEFAULT

PAGE = ROOT / "docs" / "performance.md"
FIGURES = PAGE.with_suffix(".json")
PLOT = PAGE.with_suffix(".svg")
AGAIN = "measure again: bench/growth.py --write"
QUERIES = [query for query in catalogue.read(ROOT / DEFAULT, ROOT) if query.name]


@pytest.fixture
def figures() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return document


def test_every_query_is_measured_at_every_size(figures: dict[str, Any]) -> None:
    """With the promises that stand beside it now, all of them kept."""
    measured = {query["name"]: query for query in figures["queries"]}
    assert list(measured) == [query.name for query in QUERIES], AGAIN
    sizes = [size["visits"] for size in figures["sizes"]]
    assert len(sizes) >= 3
    assert sizes == sorted(sizes)
    for query in QUERIES:
        found = measured[query.name]
        assert found["promises"] == len(query.claims), f"{query.name}: {AGAIN}"
        assert not any(found["broken"]), query.name
        for measure in ("rows", "reads", "ms", "broken"):
            assert len(found[measure]) == len(sizes), (query.name, measure)


def test_every_query_has_its_row_in_the_page() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert sorted(rows) == sorted(query.name for query in QUERIES), AGAIN


def test_the_page_is_what_the_figures_give() -> None:
    """No row is written by hand, and a new figure does not stay out of the page."""
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "growth.py", "--check"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_plot_names_every_query_and_the_page_shows_it() -> None:
    """Twice: at the end of the line of what it reads, and of what it takes."""
    words = [text.strip() for text in ElementTree.parse(PLOT).getroot().itertext()]
    for query in QUERIES:
        assert words.count(query.name) == 2, query.name
    assert f"]({PLOT.name})" in PAGE.read_text(encoding="utf-8")
