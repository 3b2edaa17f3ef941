"""What an account needs, as docs/drift.md has it; with less, drift says what it could not see."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from drift.conftest import SHOP, Shop, account
from projects import ROOT

from clinic_db import drift_report, rights
from clinic_db.drift import find
from clinic_db.target import Target
from clinic_db.testing import configuration

_PAGE = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
# 'SELECT ON clinic.*', one privilege and one thing each.
RIGHTS = [
    f"{privilege.strip()} ON {thing.strip()}"
    for privileges, thing in re.findall(r"^GRANT (.+) ON (\S+) TO 'watcher'@'%'", _PAGE, re.M)
    for privilege in ([privileges] if "(" in privileges else privileges.split(","))
]


def on(at: Target, grants: Sequence[str]) -> list[str]:
    """The rights of the page, on a test's database."""
    return [grant.replace("clinic.*", f"`{at.database}`.*") for grant in grants]


def test_page_lists_the_rights() -> None:
    """Guards the tests below against looking at nothing."""
    assert len(RIGHTS) == 11, RIGHTS


@pytest.mark.parametrize("left_out", RIGHTS)
def test_right_that_is_missing_is_named_and_is_no_drift(shop: Shop, left_out: str) -> None:
    shop.begin()
    at = shop.live.target
    held = [right for right in RIGHTS if right != left_out]
    with account(at, *on(at, held)) as reader:
        found = find(configuration(reader, SHOP), expected=shop.expected)
    assert found.findings == ()
    assert not found.is_clean
    (needs,) = {item.needs for item in found.unseen}
    privilege, _, thing = left_out.partition(" ON ")
    assert privilege.partition(" (")[0] in needs
    assert thing.replace("clinic", at.database) in needs
    assert f"needs {needs}" in drift_report.text(found)
    assert "no drift in what could be compared" in drift_report.text(found)


def test_what_is_not_looked_at_need_not_be_seen(shop: Shop) -> None:
    shop.begin()
    at = shop.live.target
    held = [right for right in RIGHTS if not right.startswith(("TRIGGER", "SHOW VIEW"))]
    with account(at, *on(at, held)) as reader:
        config = configuration(reader, SHOP)
        assert {item.kind for item in find(config, expected=shop.expected).unseen} == {
            "trigger",
            "view",
        }
        ignored = ["trigger", "view:turnover"]
        (left,) = find(config, expected=shop.expected, ignored=ignored).unseen
        assert (left.kind, left.names) == ("view", ("open_orders",))
        assert find(config, expected=shop.expected, ignored=["trigger", "view"]).is_clean


@pytest.mark.parametrize(
    ("lines", "holds"),
    [
        (["GRANT USAGE ON *.* TO `a`@`%`"], False),
        (["GRANT SELECT, EVENT ON *.* TO `a`@`%` WITH GRANT OPTION"], True),
        (["GRANT ALL PRIVILEGES ON `some\\_clinic`.* TO `a`@`%`"], True),
        (["GRANT EVENT ON `some%`.* TO `a`@`%`"], True),
        (["GRANT EVENT ON `some_clinic`.* TO `a`@`%`"], True),
        (["GRANT EVENT ON `someXclinic`.* TO `a`@`%`"], False),
        (["GRANT EVENT ON `some\\_clinics`.* TO `a`@`%`"], False),
        (["GRANT EVENT ON `some``clinic`.* TO `a`@`%`"], False),
        (
            ["GRANT EVENT ON *.* TO `a`@`%`", "REVOKE EVENT ON `some_clinic`.* FROM `a`@`%`"],
            False,
        ),
        (["GRANT EVENT ON `some_clinic`.`events` TO `a`@`%`"], False),
    ],
)
def test_grants_are_read_as_the_server_writes_them(lines: list[str], holds: bool) -> None:
    assert rights.of(lines, "some_clinic").any_of("EVENT") == holds
