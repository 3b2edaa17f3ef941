"""The pages in docs/ are what the schema says, and an edited one is found."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from projects import ROOT, CommandLine

from clinic_db import objects
from clinic_db.database import Connection
from clinic_db.docs import pages, schema
from clinic_db.project import Project
from clinic_db.schema_pool import Schema

PAGES = ("cascades.md", "erd.md", "erd.svg", "objects.md")


def text(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_committed_pages_are_fresh(db: Connection) -> None:
    made = pages.generate(schema.read(db), Project(ROOT), ROOT / "docs")
    assert tuple(made) == PAGES
    for name, content in made.items():
        assert text(name) == content, f"docs/{name} is out of date: run clinic-db docs"


@pytest.mark.parametrize("name", PAGES)
def test_an_edited_page_is_found_and_written_anew(
    cli: CommandLine, schema: Schema, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "pages"
    words = ("docs", "--project", ROOT, "--database", schema.url, "--out", folder)
    assert cli(*words).code == 0
    assert cli(*words, "--check").code == 0
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("edited\n")
    found = cli(*words, "--check")
    assert found.code == 1
    assert f"{folder / name}: not what the database says" in found.out
    assert "next: clinic-db docs" in found.out
    assert not [other for other in PAGES if other != name and other in found.out]
    assert (folder / name).read_text().endswith("edited\n"), "--check writes nothing"
    assert cli(*words).out == f"wrote {folder / name}\n"
    assert cli(*words, "--check").code == 0


def test_missing_pages_are_found_and_check_makes_no_folder(
    cli: CommandLine, schema: Schema, tmp_path: Path
) -> None:
    words = ("docs", "--project", ROOT, "--database", schema.url, "--out", tmp_path / "none")
    found = cli(*words, "--check", "--format", "json")
    assert found.code == 1
    assert all(name in found.out for name in PAGES)
    assert not (tmp_path / "none").exists()


def test_a_changed_schema_is_found(cli: CommandLine, schema: Schema, tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "docs", tmp_path / "docs")
    words = ("docs", "--project", ROOT, "--database", schema.url, "--out", folder, "--check")
    with schema.connect() as connection:
        connection.execute("ALTER TABLE billing DROP FOREIGN KEY fk_billing_insurance")
        connection.execute(
            "ALTER TABLE billing ADD CONSTRAINT fk_billing_policy FOREIGN KEY (insurance_id) "
            "REFERENCES insurance (insurance_id)"
        )
    found = cli(*words)
    assert found.code == 1
    assert "cascades.md" in found.out
    assert "erd.svg" in found.out


def test_cascades_says_what_a_delete_does() -> None:
    """Read by hand against DOMAIN.md: history is kept, dependents go along, links are cut."""
    page = text("cascades.md")

    def section(table: str) -> str:
        return page.split(f"\n## {table}\n")[1].split("\n## ")[0].split("Changing")[0]

    patients = section("patients")
    assert "- is refused while `appointments` has rows that refer to it by `patient_id`" in patients
    assert "- deletes the rows of `insurance` that refer to it by `patient_id`" in patients
    assert "- sets `insurance_id` of `billing` to NULL (through `insurance`)" in patients
    assert "- sets `created_by` of `appointments` to NULL" in section("users")
    assert "- deletes the rows of `lab_results`" in section("medical_records")
    assert "- is refused while `payments`" in section("payments")
    assert "fires [`payments_before_delete`]" in section("payments")
    assert "no foreign key is concerned" in section("clinic_settings")


def test_every_object_is_listed_with_a_sentence() -> None:
    rows = re.findall(
        r"^\| \[`(\w+)`\]\((\S+)\) \|(?: .+ \|)? (\S.+) \|$", text("objects.md"), re.M
    )
    listed = {name: link for name, link, _ in rows}
    found = objects.read(Project(ROOT))
    assert {item.name for item in found} == listed.keys()
    for item in found:
        assert (ROOT / "docs" / listed[item.name]).resolve() == ROOT / item.script.path


def test_nothing_in_the_pages_is_of_one_day_or_one_machine() -> None:
    for name in PAGES:
        assert not re.search(r"127\.0\.0\.1|root@|\d{4}-\d\d-\d\d|test_\d+", text(name)), name


def test_the_picture_shows_every_table_and_every_action(db: Connection) -> None:
    found = schema.read(db)
    drawing = ElementTree.fromstring(text("erd.svg"))
    texts = [node.text for node in drawing.iter("{http://www.w3.org/2000/svg}text")]
    for table in found.tables:
        assert texts.count(table.name) == 1
    actions = [t for t in texts if t in ("CASCADE", "RESTRICT", "SET NULL", "NO ACTION")]
    assert sorted(actions) == sorted(key.on_delete for key in found.foreign_keys)
    assert float(drawing.get("width", "0")) <= 1800, "not readable at 1600 pixels"
