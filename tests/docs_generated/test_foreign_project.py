"""The pages of a project that is no clinic, and of schemas that no clinic has."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from projects import CommandLine, write

from clinic_db import sandbox
from clinic_db.config import Config
from clinic_db.docs import boxes, cascades, erd, layers, layout, pages, svg
from clinic_db.docs import schema as schemas
from clinic_db.docs.objects_page import first_sentence
from clinic_db.docs.schema import Column, ForeignKey, Table
from clinic_db.project import Project
from clinic_db.schema_pool import Schema


def made(*keys: tuple[str, str, str]) -> schemas.Schema:
    """A schema of the tables in (child, parent, ON DELETE); each with a key `id`."""
    names = sorted({name for key in keys for name in key[:2]})
    columns = {name: [Column("id", "bigint", False)] for name in names}
    found = []
    for number, (child, parent, action) in enumerate(keys):
        columns[child].append(Column(f"r{number}", "bigint", True))
        name = f"fk_{number}"
        found.append(ForeignKey(name, child, (f"r{number}",), parent, ("id",), action, "CASCADE"))
    tables = tuple(Table(name, "", tuple(columns[name]), ("id",), ()) for name in names)
    return schemas.Schema(tables, tuple(found), ())


CIRCLE = made(("a", "b", "CASCADE"), ("b", "c", "CASCADE"), ("c", "a", "CASCADE"))
STAR = made(*[(f"child{n}", "hub", "RESTRICT") for n in range(9)])
DENSE = made(*[(f"t{b}", f"t{a}", "CASCADE") for a, b in itertools.combinations(range(7), 2)])
SELF = made(("node", "node", "SET NULL"), ("leaf", "node", "CASCADE"))
EMPTY = schemas.Schema((), (), ())


def test_a_shop_gets_its_pages(cli: CommandLine, shop: Path, clinic_db_empty: Schema) -> None:
    words = ("--project", shop, "--database", clinic_db_empty.url)
    assert cli("apply", *words).code == 0
    found = cli("docs", *words)
    assert found.code == 0, found.err
    assert (shop / "docs" / "cascades.md").read_text() == GOLDEN
    diagram = (shop / "docs" / "erd.md").read_text()
    assert '"order items" {\n        bigint order_id PK, FK\n        int line_no PK\n' in diagram
    assert 'customers ||--o{ orders : "customer_id (CASCADE)"' in diagram
    assert 'customers |o--o{ orders : "sold | by (SET NULL)"' in diagram
    assert 'orders ||--o| invoices : "order_id (NO ACTION)"' in diagram
    objects = (shop / "docs" / "objects.md").read_text()
    view = "| [`big_customers`](../sql/views/big_customers.sql) | Who is asked first. |"
    assert view in objects
    assert "| BEFORE DELETE ON `orders` | Keeps a \\| b apart. |" in objects
    takes = "`n decimal(5,2)`, `a\\|b enum('x')`"
    assert f"/twice.sql) | {takes} | `decimal(6,2)` | Two of them. |" in objects
    takes = "`a bigint`, `OUT b int`, `INOUT c date`"
    assert f"| [`move`](../procedures/move.sql) | {takes} | Moves it. |" in objects
    assert "/rest.sql) |  | Takes nothing. |" in objects
    drawing = ElementTree.parse(shop / "docs" / "erd.svg")
    assert '<b>&"notes"' in [node.text for node in drawing.iter() if node.text]


def test_an_empty_database_empties_no_page(
    cli: CommandLine, shop: Path, clinic_db_empty: Schema
) -> None:
    """A forgotten `apply` and no more."""
    page = shop / "docs" / "erd.md"
    page.parent.mkdir()
    page.write_text("kept\n")
    refused = cli("docs", "--project", shop, "--database", clinic_db_empty.url)
    assert refused.code == 2
    assert f"{clinic_db_empty.name} holds nothing to write about" in refused.err
    assert page.read_text() == "kept\n"


def test_a_project_without_tables_gets_its_pages(
    cli: CommandLine, tmp_path: Path, clinic_db_empty: Schema
) -> None:
    """Helpers that work on other databases, or one that has just been begun."""
    root = write(
        tmp_path / "helpers",
        {"procedures/rest.sql": "-- Procedure: rest\n--\n-- R.\nCREATE PROCEDURE rest () DO 1;\n"},
    )
    words = ("--project", root, "--database", clinic_db_empty.url)
    assert cli("apply", *words).code == 0
    found = cli("docs", *words)
    assert found.code == 0, found.err
    assert "`rest`" in (root / "docs" / "objects.md").read_text()


def test_without_a_database_a_throwaway_server_is_read(tmp_path: Path) -> None:
    """The way of a person who has nothing but the files; the server is gone afterwards."""
    root = write(
        tmp_path / "one",
        {"migrations/0001_only.sql": "-- irreversible: a test\nCREATE TABLE only_t (n INT);"},
    )
    found = pages.run(Config(project=Project(root), target=None), None, only_check=False)
    assert found.folder == root / "docs"
    assert "only_t" in (root / "docs" / "erd.md").read_text()
    assert not [box.name for box in sandbox.running() if box.name == f"docs-{os.getpid()}"]


GOLDEN = (Path(__file__).parent / "shop_cascades.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("schema", [CIRCLE, STAR, DENSE, SELF, EMPTY])
def test_no_boxes_overlap_and_no_line_crosses_a_box(schema: schemas.Schema) -> None:
    drawing = ElementTree.fromstring(svg.picture(schema))
    space = "{http://www.w3.org/2000/svg}"
    rectangles = [group.find(f"{space}rect") for group in drawing.iter(f"{space}g")]
    areas = [
        tuple(int(r.get(name, "")) for name in ("x", "y", "width", "height"))
        for r in rectangles
        if r is not None
    ]
    assert len(areas) == len(schema.tables)
    for (x, y, w, h), (u, v, width, height) in itertools.combinations(areas, 2):
        assert x + w <= u or u + width <= x or y + h <= v or v + height <= y
    for line in drawing.iter(f"{space}path"):
        for x0, y0, x1 in re.findall(r"M(\d+) (\d+)H(\d+)", line.get("d", "")):
            left, right = sorted((int(x0), int(x1)))
            for x, y, w, h in areas:
                assert not (left < x + w and x < right and y < int(y0) < y + h), line.get("d")


def test_the_same_schema_gives_the_same_picture() -> None:
    assert svg.picture(DENSE) == svg.picture(DENSE)


def test_a_tree_is_drawn_without_a_crossing() -> None:
    tree = made(*[(f"n{n}", f"n{(n - 1) // 2}", "CASCADE") for n in range(1, 12)])
    assert layout.lay_out(boxes.graph(tree)).crossings == 0


def test_better_orders_than_the_first_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = layout.lay_out(boxes.graph(DENSE))
    monkeypatch.setattr(layout, "WORK", 0)
    first = layout.lay_out(boxes.graph(DENSE))
    assert found.crossings < first.crossings
    assert found.cost < first.cost


def test_parents_stand_left_of_their_children_except_in_a_circle() -> None:
    found = boxes.graph(DENSE).layer
    assert all(found[key.parent] < found[key.child] for key in DENSE.foreign_keys)
    assert sorted(layers.assign(["a", "b"], {("a", "b"), ("b", "a")}).values()) == [0, 1]


def test_a_circle_of_cascades_ends() -> None:
    effects = cascades.of_delete(CIRCLE, "a")
    assert [effect.key.child for effect in effects] == ["c", "b", "a"]
    assert {effect.what for effect in effects} == {"deletes"}


def test_a_reference_that_is_cut_can_be_referred_to_itself() -> None:
    """SET NULL changes a column; where that is a key of others, their ON UPDATE speaks."""
    parent = Table("p", "", (Column("id", "int", False),), ("id",), ())
    middle = Table("m", "", (Column("p_id", "int", True),), (), (("p_id",),))
    child = Table("c", "", (Column("p_id", "int", True),), (), ())
    keys = (
        ForeignKey("fk_1", "m", ("p_id",), "p", ("id",), "SET NULL", "CASCADE"),
        ForeignKey("fk_2", "c", ("p_id",), "m", ("p_id",), "CASCADE", "RESTRICT"),
    )
    found = cascades.of_delete(schemas.Schema((child, middle, parent), keys, ()), "p")
    assert [(effect.what, effect.key.child) for effect in found] == [
        ("nulls", "m"),
        ("refused", "c"),
    ]


def test_mermaid_gets_names_that_it_can_read() -> None:
    table = Table('a "b"', "", (Column("1 x", "int", False),), (), ())
    assert erd.diagram(schemas.Schema((table,), (), ())).splitlines()[1:3] == [
        '    "a _b_" {',
        "        int _1_x",
    ]


def test_the_first_sentence_of_a_header_is_found() -> None:
    text = "-- View: x\n--\n-- One e.g. two\n-- lines. Another.\nCREATE VIEW x AS SELECT 1;\n"
    assert first_sentence(text) == "One e.g. two lines."
    assert first_sentence("CREATE VIEW x AS SELECT 1;\n") == ""
