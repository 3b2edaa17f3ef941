"""What is to be typed about an object that a migration made, and no file of its own."""

from __future__ import annotations

import pytest

from clinic_db import remedies
from clinic_db.differences import Difference
from clinic_db.remedies import Known


@pytest.mark.parametrize(
    ("what", "remedy"),
    [
        ("extra", "DROP VIEW `v`"),
        ("missing", "clinic-db new drop_v"),
        ("changed", "clinic-db new alter_v"),
    ],
)
def test_only_what_is_too_much_is_dropped(what: str, remedy: str) -> None:
    """A view that is not there cannot be, and one that is would come back from nowhere."""
    known = Known("clinic", {}, {}, {})
    assert remedies.of(Difference("view", "v", what, {}), known) == (remedy,)
