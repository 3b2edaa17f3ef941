"""Servers of two versions write the same thing differently: what is known of that is no drift."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drift.conftest import SHOP, Shop
from projects import ROOT

from clinic_db import objects, spelling
from clinic_db.database import Connection
from clinic_db.drift import find
from clinic_db.objects import create_statement
from clinic_db.project import Project
from clinic_db.version_comments import body_on, kept, number

COMMENTS = r"""CREATE PROCEDURE commented ()
BEGIN
    /*!50700 SET @a = 1; */
    /*!99999 SET @b = 1; */
    /*!090700 SET @c = 1; */ /*! SET @d = 1; */
    -- /*!99999 stays */
    # /*!99999 stays */
    /* plain */ SET @e = '/*!99999 stays */', @f = "/*!99999 stays */", @`/*!99999 x` = 'it''s';
    SET @g = 'a\'b\n\\', @h = "say ""hi"" '' ", @i = '', @j = 'it''s ''quoted''', @k = '\%';
END"""


def _body(db: Connection, name: str) -> str:
    return str(
        db.value(
            "SELECT routine_definition FROM information_schema.routines"
            " WHERE routine_schema = DATABASE() AND routine_name = %s",
            (name,),
        )
    )


def test_version_comments_are_resolved_as_the_server_does(db: Connection) -> None:
    db.execute(COMMENTS)
    shown = kept(COMMENTS, db.version)
    assert shown.endswith(_body(db, "commented"))
    assert "@a" in shown
    assert "@b" not in shown
    assert "@c" not in kept(COMMENTS, "8.4.6")


def test_every_routine_of_the_clinic_is_known_as_another_server_has_it(db: Connection) -> None:
    """From one version to the other and back is the same text."""
    pinned = 0
    for item in objects.read(Project(ROOT)):
        if item.kind in ("procedure", "function"):
            sql, body = create_statement(item), _body(db, item.name)
            older = body_on(sql, body, db.version, "8.4.6")
            pinned += older != body
            assert "enable_cascade_triggers" not in older
            assert body_on(sql, older, "8.4.6", db.version) == body
    assert pinned > 5, "there is something to resolve"


def test_server_of_another_version_is_a_warning_and_no_drift(shop: Shop) -> None:
    """The shop's procedure holds a version comment that an older server leaves out."""
    shop.begin()
    assert "/*!80000" in (SHOP / "procedures/place_order.sql").read_text(encoding="utf-8")
    key = ("procedure", "place_order")
    values = shop.expected.objects[key]
    pin = " SET SESSION foreign_key_checks = 1; "
    assert pin in values["body"]
    older = {**values, "body": values["body"].replace(pin, "")}
    place = replace(shop.expected.place, version="5.7.44", lower_case_table_names=1)
    expected = replace(shop.expected, objects={**shop.expected.objects, key: older}, place=place)
    found = find(shop.config, expected=expected)
    assert found.is_clean, found.findings
    different, names = found.warnings
    assert "the files were built on 5.7.44" in different
    assert "lower_case_table_names is 0 here and 1 where" in names


def test_number_of_a_version() -> None:
    assert [number(version) for version in ("9.7.4-2", "8.4.10", "10.0.1")] == [
        90704,
        80410,
        100001,
    ]


@pytest.mark.parametrize(
    ("attribute", "old", "new"),
    [
        ("type", "int(11)", "int"),
        ("type", "bigint(20) unsigned", "bigint unsigned"),
        ("type", "tinyint(1)", "tinyint(1)"),
        ("type", "tinyint(4)", "tinyint"),
        ("type", "int(5) unsigned zerofill", "int(5) unsigned zerofill"),
        ("type", "year(4)", "year"),
        ("type", "varchar(11)", "varchar(11)"),
        ("parameters", "IN a int(11), IN b varchar(2) utf8 utf8_bin",
         "IN a int, IN b varchar(2) utf8mb3 utf8mb3_bin"),
        ("collation_name", "utf8_general_ci", "utf8mb3_general_ci"),
        ("collation_name", "utf8mb4_general_ci", "utf8mb4_general_ci"),
        ("character_set", "utf8", "utf8mb3"),
        ("expression", r"(`a` <> _latin1\'x\')", r"(`a` <> \'x\')"),
        ("expression", "(`a` <> _utf8mb4'x')", "(`a` <> 'x')"),
        # Beyond ASCII the character set decides which letters these are.
        ("expression", r"(`a` <> _latin1\'é\')", r"(`a` <> _latin1\'é\')"),
        ("expression", r"(`a` <> _binary\'x\')", r"(`a` <> _binary\'x\')"),
        ("expression", "(`_latin1` <> `b_latin1`)", "(`_latin1` <> `b_latin1`)"),
        ("comment", "int(11) in utf8", "int(11) in utf8"),
    ],
)  # fmt: skip
def test_old_spellings_are_read_as_the_new_ones(attribute: str, old: str, new: str) -> None:
    assert spelling.normal({attribute: old}) == {attribute: new}
