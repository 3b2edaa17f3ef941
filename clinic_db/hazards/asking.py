"""Ask a server which way it would change the tables, on tables that the migrations have made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from clinic_db import database, queries
from clinic_db.database import Connection
from clinic_db.errors import SandboxError, UsageError
from clinic_db.hazards import Asking
from clinic_db.hazards.reading import Touch
from clinic_db.lint import chain
from clinic_db.lint.cache import Cache
from clinic_db.lint.chain import Trial
from clinic_db.lint.oracle import Answer
from clinic_db.lint.scratch import Scratch
from clinic_db.model import Migration
from clinic_db.target import Target

OPTION = "--against"
# Why nobody was asked, as far as something can be done about it.
LEFT_OUT = "--no-sandbox"
NOT_TO_BE_HAD = "no throwaway server is to be had"


@dataclass(frozen=True)
class Answers:
    """What came of it.

    Attributes:
        trials: migration id → what became of it.
        nobody: why no server was asked, '' where one was.
    """

    trials: Mapping[str, Trial] = field(default_factory=dict)
    nobody: str = ""

    def of(self, touch: Touch) -> tuple[Answer | None, str]:
        """How the server goes about a statement, or why nobody knows."""
        assert touch.number is not None
        if self.nobody:
            return None, self.nobody
        trial = self.trials.get(touch.migration)
        if trial is None:
            return None, "the migrations before it fail on an empty database"
        if touch.number < len(trial.answers):
            return trial.answers[touch.number][1], ""
        assert trial.failed is not None
        return None, (
            f"on an empty database {touch.path}:{trial.failed.line} fails: {trial.failed.text}"
        )


def ask(
    connection: Connection, migrations: Sequence[Migration], wanted: set[str], asking: Asking
) -> Answers:
    """Run the migrations on a throwaway server, up to the last one whose id is `wanted`.

    What was found out before comes from the cache; then no server is started.

    Args:
        connection: the live server, which must not be the one that is asked.

    Raises:
        UsageError: it is.
        ConnectError, ServerError: the server that was named does not answer, or refuses.
    """
    if asking.is_left_out:
        return Answers(nobody=LEFT_OUT)
    aim = None
    if asking.against is not None:
        aim = _elsewhere(asking.against, connection)
    cache = Cache()
    try:
        with Scratch(aim) as scratch:
            found = Answers(chain.run(migrations, wanted, scratch, cache))
    except SandboxError as error:
        # What it would take to have one is a long list, which this is not the place for.
        return Answers(nobody=f"{NOT_TO_BE_HAD}: {error.message}")
    cache.sweep()
    return found


def _elsewhere(against: Target, live: Connection) -> Target:
    # Databases of its own are made there; the one that is named is left alone.
    aim = replace(against, database="")
    with database.connect(aim) as other:
        if other.value(queries.get("server_uuid")) == live.value(queries.get("server_uuid")):
            raise UsageError(
                "that is the server whose tables are to be changed, and nothing is tried there",
                where=OPTION,
                hint="name another server, or leave it out for a sandbox",
            )
    return aim
