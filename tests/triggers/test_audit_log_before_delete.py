"""audit_log_before_delete: the log cannot be shortened."""

from __future__ import annotations

import pytest
from clinic import Clinic, refused

from clinic_db.database import Connection


@pytest.mark.parametrize("statement", ["DELETE FROM audit_log", "REPLACE INTO audit_log SELECT * "
                                       "FROM (SELECT * FROM audit_log) AS old"])  # fmt: skip
def test_what_happened_cannot_be_deleted(db: Connection, statement: str) -> None:
    Clinic(db).patient()
    db.execute("UPDATE patients SET phone = '0812'")
    with refused("audit_log: what happened cannot be deleted"):
        db.execute(statement)
    assert Clinic(db).count("audit_log") == 1
