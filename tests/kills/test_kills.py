"""Kill the client or its connection at any moment, run the same command again, and it is right.

The normal run takes a seeded sample; `make kills` takes every point (CLINIC_DB_KILLS=all).
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import scene

from clinic_db import runner
from clinic_db.runner import SILENT
from clinic_db.schema_pool import Schema
from clinic_db.testing import Server, configuration

HOWS = tuple(
    f"{victim}-{moment}"
    for victim in ("client", "connection")
    for moment in ("before", "inside", "after")
)
SAMPLE = 48
SEED = 20260101
APPLY = ("apply",)
BACK = ("rollback", "--to", "nothing", "--allow-unsafe")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scene.make(tmp_path_factory.mktemp("kills") / "project")


@pytest.fixture
def schema(clinic_db_server: Server) -> Iterator[Schema]:
    made = clinic_db_server.pool.empty()
    yield made
    clinic_db_server.pool.drop(made)


def _points(total: int, command: str) -> list[tuple[str, int]]:
    """Every (how, number of the statement), or a sample of them that is always the same."""
    every = [(how, number) for number in range(1, total + 1) for how in HOWS]
    if os.environ.get("CLINIC_DB_KILLS") == "all":
        return every
    return random.Random(SEED + len(command)).sample(every, min(SAMPLE // 2, len(every)))


def _count(output: str) -> int:
    match = re.search(r"statements: (\d+)", output)
    assert match is not None, output
    return int(match[1])


def test_apply_is_right_wherever_it_was_cut_short(
    clinic_db_server: Server, schema: Schema, project: Path
) -> None:
    whole = scene.run(schema, project, APPLY, "count", 0, 0)
    assert whole.returncode == 0, whole.stderr
    with schema.connect() as db:
        expected = scene.look(db)
    points = _points(_count(whole.stderr), "apply")
    for how, number in points:
        struck = clinic_db_server.pool.empty()
        try:
            _strike_and_go_on(struck, project, APPLY, how, number)
            with struck.connect() as db:
                assert not scene.differences(expected, scene.look(db)), (how, number)
        finally:
            clinic_db_server.pool.drop(struck)
    print(f"apply: {len(points)} points, no hand needed")


def test_rollback_is_right_wherever_it_was_cut_short(
    clinic_db_server: Server, schema: Schema, project: Path
) -> None:
    runner.apply(configuration(schema.target, project), SILENT)
    whole = scene.run(schema, project, BACK, "count", 0, 0)
    assert whole.returncode == 0, whole.stderr
    with schema.connect() as db:
        expected = scene.look(db)
    assert dict(expected.structure.objects) == {}
    points = _points(_count(whole.stderr), "rollback")
    for how, number in points:
        struck = clinic_db_server.pool.empty()
        try:
            runner.apply(configuration(struck.target, project), SILENT)
            _strike_and_go_on(struck, project, BACK, how, number)
            with struck.connect() as db:
                assert not scene.differences(expected, scene.look(db)), (how, number)
        finally:
            clinic_db_server.pool.drop(struck)
    print(f"rollback: {len(points)} points, no hand needed")


def _strike_and_go_on(
    schema: Schema, project: Path, command: tuple[str, ...], how: str, number: int
) -> None:
    """The struck run, then the same command, plain."""
    delay = random.Random(SEED + number).choice((0.0, 0.0005, 0.001, 0.002, 0.004))
    struck = scene.run(schema, project, command, how, number, delay)
    if how.startswith("client"):
        assert struck.returncode in (-9, 0), (how, number, struck.stderr)
    again = scene.run(schema, project, command, "count", 0, 0)
    assert again.returncode == 0, (how, number, struck.stderr, again.stderr)
