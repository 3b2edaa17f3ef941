"""A place in an order: only what moved is named, not what it went past."""

from __future__ import annotations

import pytest

from clinic_db.differences import between

ROWS = [
    ("abcd", "abcd", {}),
    ("abcd", "xabcyd", {}),
    ("abcd", "ad", {}),
    ("abcd", "bcda", {"a": ("first", "after d")}),
    ("abcd", "dabc", {"d": ("after c", "first")}),
    ("abcde", "acdbe", {"b": ("after a", "after d")}),
    # Of two neighbours that changed places, one is said to have moved.
    ("abcdef", "xbacdfe", {"b": ("after a", "first"), "f": ("after e", "after d")}),
]


@pytest.mark.parametrize(("before", "after", "moved"), ROWS)
def test_only_what_moved_is_named(
    before: str, after: str, moved: dict[str, tuple[str, str]]
) -> None:
    def table(columns: str) -> dict[tuple[str, str], dict[str, str]]:
        return {("column", f"t.{c}"): {"position": str(n)} for n, c in enumerate(columns, 1)}

    expected, actual = table(before), table(after)
    owners = dict.fromkeys((*expected, *actual), "t")
    found = [d for d in between(expected, actual, owners) if d.what == "changed"]
    assert {d.name: d.attributes["position"] for d in found} == {
        f"t.{name}": places for name, places in moved.items()
    }
