"""A pool of schemas that can be told to break a rule in each schema that it hands out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from clinic_db import database, objects, schema_pool
from clinic_db.model import Script, SqlObject
from clinic_db.project import Project
from clinic_db.schema_pool import Build, Schema, SchemaPool
from clinic_db.target import Target
from mutants.model import Mutant


class MutantPool(SchemaPool):
    """Hands out the project's schema, and within `broken` one with a rule broken."""

    def __init__(self, server: Target, build: Build, prefix: str) -> None:
        super().__init__(server, build, prefix)
        self._plain, self._server_target, self.prefix = build, server, prefix
        self._broken: SchemaPool | None = None
        self._rounds = 0

    @contextmanager
    def broken(self, mutant: Mutant) -> Iterator[None]:
        """Every schema acquired within has the mutant's rule broken; all are dropped after."""
        self._rounds += 1

        def build(aim: Target) -> None:
            with edited(mutant):
                self._plain(aim)
            if mutant.is_constraint:
                with database.connect(aim) as connection:
                    connection.execute(mutant.sql)

        # The class itself: the module's name may by now stand for this one.
        name = f"{self.prefix}_m{self._rounds}"
        self._broken = broken = SchemaPool(self._server_target, build, name)
        try:
            yield
        finally:
            self._broken = None
            broken.drop_all()

    def acquire(self) -> Schema:
        return self._broken.acquire() if self._broken else super().acquire()

    def release(self, schema: Schema) -> None:
        if self._broken:
            self._broken.release(schema)
        else:
            super().release(schema)

    def empty(self) -> Schema:
        return self._broken.empty() if self._broken else super().empty()

    def drop(self, schema: Schema) -> None:
        if self._broken:
            self._broken.drop(schema)
        else:
            super().drop(schema)


@contextmanager
def edited(mutant: Mutant) -> Iterator[None]:
    """Within, the project's files read as if the mutant's edit had been made to them.

    Not done to a built schema, because DROP PROCEDURE takes the roles' grants on it along.
    """
    read = objects.read

    def reading(project: Project) -> list[SqlObject]:
        found = []
        for item in read(project):
            if mutant.is_constraint or item.name != mutant.target or item.kind == "role":
                found.append(item)
            elif mutant.sql:
                statement = replace(item.statement, sql=mutant.sql)
                script = Script(item.script.path, (statement,), item.script.sha256)
                found.append(replace(item, script=script))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(objects, "read", reading)
        yield


def take_over() -> None:
    """From now on the test fixtures make a MutantPool."""
    schema_pool.SchemaPool = MutantPool  # type: ignore[misc]
