"""docs/adopt.md says what the code does."""

from __future__ import annotations

import re

from adopt.conftest import Site
from adopt.forerunner import plant
from projects import ROOT

from clinic_db.clinic.adopt.defects import DEFECTS

PAGE = (ROOT / "docs" / "adopt.md").read_text(encoding="utf-8")


def test_every_defect_is_described_as_it_is_repaired() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| (\w+) \| ([^|]+) \|$", PAGE, re.M)
    said = {name: (rule, action, repair) for name, _, rule, action, repair in rows}
    assert said == {name: (d.rule, d.action, d.repair) for name, d in DEFECTS.items()}


def test_the_way_back_is_one(site: Site) -> None:
    """The page's statements bring the old tables back as they were; adopting again works."""
    plant(site.old)
    before = site.old.rows()
    site.adopt("--fix", "--keep-old")
    back = PAGE[PAGE.index("## How to go back") :]
    sql = re.findall(r"```sql\n(.*?)```", back, re.S)[0]
    for statement in filter(str.strip, sql.split(";")):
        site.old.db.execute(statement)
    assert site.old.rows() == before
    assert site.adopt("--fix")["state"] == "adopted"


def test_the_pages_queries_find_what_they_say(site: Site) -> None:
    plant(site.old)
    site.adopt("--fix")
    logins, moved = re.findall(r"```sql\n(SELECT.*?);\n```", PAGE, re.S)
    assert len(site.old.db.rows(logins)) == len(site.old.db.rows("SELECT * FROM users"))
    assert {row["row_key"] for row in site.old.db.rows(moved)} == {305, 318, 320}
