"""Break the server by hand in one way after another: drift names exactly that, and no more."""

from __future__ import annotations

import pytest
from drift import cases
from drift.cases import APPLY, REMEDY, Case, Named
from drift.conftest import Shop

from clinic_db import remedies
from clinic_db.drift import Drift
from clinic_db.snapshot import Snapshot

CASES = cases.read()


def _named(found: Drift) -> list[Named]:
    return sorted(
        (d.what, d.kind, d.name, tuple(sorted(d.attributes)) if d.what == "changed" else ())
        for d in (finding.difference for finding in found.findings)
    )


def _follow(shop: Shop, found: Drift) -> None:
    """Do what the report says."""
    for finding in found.findings:
        for remedy in finding.remedies:
            sql, _, then = remedy.partition("; then ")
            shop.run(sql)
            assert then in ("", remedies.APPLY)
            if then:
                shop.apply()


def test_there_are_enough_ways() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_was_broken_by_hand_is_named_and_nothing_else(shop: Shop, case: Case) -> None:
    shop.begin()
    shop.run(*case.broken)
    found = shop.drift()
    assert _named(found) == sorted(case.named)
    said = {remedy for finding in found.findings for remedy in finding.remedies}
    assert (said == {remedies.APPLY}) == (case.undo == (APPLY,))
    for step in case.undo:
        if step == APPLY:
            planned = shop.plan()
            assert shop.apply() == planned > 0
        elif step == REMEDY:
            _follow(shop, found)
        else:
            shop.run(step)
    assert shop.plan() == 0
    shop.assert_clean()


def _same_query(kind: str) -> str:
    return "routine" if kind in ("function", "procedure") else kind


def test_every_attribute_that_is_compared_is_broken_in_some_way(reference: Snapshot) -> None:
    compared = {
        (_same_query(kind), attribute)
        for (kind, _), attributes in reference.objects.items()
        for attribute in attributes
    }
    broken = {
        (_same_query(kind), attribute)
        for case in CASES
        for _, kind, _, attributes in case.named
        for attribute in attributes
    }
    assert compared - broken == set()
