"""A definer that is neither the account that reads nor one that applied the files is drift."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drift.conftest import SHOP, account
from drift.test_harmless import DEPLOYER
from projects import two_tables, write

from clinic_db import database, runner, snapshot
from clinic_db.drift import Drift, find
from clinic_db.remedies import APPLY
from clinic_db.schema_pool import Schema
from clinic_db.snapshot import Snapshot
from clinic_db.target import Target
from clinic_db.testing import configuration

PROCEDURE = "CREATE PROCEDURE {name} () SQL SECURITY DEFINER SELECT {what};\n"


@pytest.fixture
def deployer(clinic_db_empty: Schema) -> Iterator[Target]:
    """The account that applied the shop; the tests read as another."""
    with account(clinic_db_empty.target, *DEPLOYER) as who:
        runner.apply(configuration(who, SHOP), runner.SILENT)
        yield who


def _attributes(found: Drift) -> dict[str, dict[str, tuple[str, str]]]:
    return {f.difference.name: dict(f.difference.attributes) for f in found.findings}


def test_third_account_is_named(
    deployer: Target, reference: Snapshot, clinic_db_empty: Schema
) -> None:
    at = clinic_db_empty.target
    with clinic_db_empty.connect() as root:
        root.execute("ALTER DEFINER = 'somebody'@'%' VIEW turnover AS SELECT 1 AS one")
    found = _attributes(find(configuration(at, SHOP), expected=reference))
    assert found.keys() == {"turnover"}
    assert found["turnover"]["definer"] == ("CURRENT_USER", "somebody@%")
    # The same, looked at by the account that applied.
    found = _attributes(find(configuration(deployer, SHOP), expected=reference))
    assert found["turnover"]["definer"] == ("CURRENT_USER", "somebody@%")


@pytest.mark.usefixtures("deployer")
def test_what_the_reader_changed_by_hand_is_not_blamed_on_its_definer(
    reference: Snapshot, clinic_db_empty: Schema
) -> None:
    with clinic_db_empty.connect() as root:
        root.execute("ALTER VIEW turnover AS SELECT 1 AS one")
        root.execute("ALTER PROCEDURE place_order COMMENT 'by hand'")
    found = _attributes(find(configuration(clinic_db_empty.target, SHOP), expected=reference))
    assert {name: set(values) for name, values in found.items()} == {
        "turnover": {"body"},
        "place_order": {"comment"},
    }


def test_definer_that_a_file_names_is_the_only_one(tmp_path: Path, clinic_db_empty: Schema) -> None:
    """Written as DEFINER = …, it is compared as it is, even with an applier's name."""
    at = clinic_db_empty.target
    named = PROCEDURE.replace("CREATE", "CREATE DEFINER = 'fixed'@'%'")
    project = write(
        two_tables(tmp_path / "p"),
        {
            "procedures/named.sql": named.format(name="named", what=1),
            "procedures/plain.sql": PROCEDURE.format(name="plain", what=2),
        },
    )
    runner.apply(configuration(at, project), runner.SILENT)
    with database.connect(at) as root:
        expected = snapshot.read(root)
        assert find(configuration(at, project), expected=expected).is_clean
        # Of another account, plain is drift: that one applied nothing but what its file names.
        root.execute("DROP PROCEDURE plain")
        root.execute(
            PROCEDURE.format(name="plain", what=2).replace("E P", "E DEFINER='fixed'@'%' P")
        )
        found = find(configuration(at, project), expected=expected)
        assert _attributes(found) == {"plain": {"definer": ("CURRENT_USER", "fixed@%")}}
        assert found.findings[0].remedies == (APPLY,)
        # And named is, of the reader's.
        runner.apply(configuration(at, project), runner.SILENT)
        root.execute("DROP PROCEDURE named")
        root.execute(PROCEDURE.format(name="named", what=1))
        found = find(configuration(at, project), expected=expected)
        assert _attributes(found) == {"named": {"definer": ("fixed@%", "CURRENT_USER")}}


def test_reader_that_a_file_names_is_no_stranger(tmp_path: Path, clinic_db_empty: Schema) -> None:
    at = clinic_db_empty.target
    with account(at, *DEPLOYER) as reader:
        named = PROCEDURE.replace("CREATE", f"CREATE DEFINER = '{reader.user}'@'%'")
        text = named.format(name="named", what=1)
        project = write(two_tables(tmp_path / "p"), {"procedures/named.sql": text})
        runner.apply(configuration(at, project), runner.SILENT)
        with database.connect(at) as root:
            expected = snapshot.read(root)
        found = find(configuration(reader, project), expected=expected)
        assert found.findings == ()
