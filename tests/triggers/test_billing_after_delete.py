"""billing_after_delete: the whole row as it was is logged."""

from __future__ import annotations

from clinic import Clinic
from trail import DERIVED, columns, trail

from clinic_db.database import Connection


def test_the_deleted_row_is_logged_whole(db: Connection) -> None:
    clinic = Clinic(db)
    key = clinic.bill()
    before = clinic.row("billing", key)
    db.execute("DELETE FROM billing")
    [(row, action, changes)] = trail(db, "billing")
    assert (row, action) == (key, "Delete")
    kept = columns(db, "billing") - (DERIVED - {"updated_at"})
    assert changes.keys() == kept
    for name in kept:
        value = before[name]
        same = value if isinstance(value, int | float | None) else str(value)
        found = changes[name]["old"]
        if hasattr(value, "as_tuple"):
            found = f"{found:.2f}"
        assert found == same, name
