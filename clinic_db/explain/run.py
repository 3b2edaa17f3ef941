"""Ask the server for the plan of each query, and judge the promises."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clinic_db import queries
from clinic_db.database import Connection
from clinic_db.errors import ServerError, StatementError
from clinic_db.explain import plans
from clinic_db.explain.catalogue import Query
from clinic_db.explain.claims import Verdict, judge
from clinic_db.sending import INTERRUPTED

# Milliseconds after which a query under --analyze is given up, and what the server says then.
LONGEST = 60_000
TOO_LONG = 3024


@dataclass(frozen=True, slots=True)
class Measured:
    """What a query did when it ran.

    Attributes:
        rows: how many it gave.
        reads: how many rows the server read for it, from tables and temporary ones.
        ms: milliseconds until the last row was here.
    """

    rows: int
    reads: int
    ms: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A query, its plan and what became of its promises.

    Attributes:
        tree: the plan, a line an operation.
        measured: None without --analyze.
    """

    query: Query
    tree: Sequence[str]
    verdicts: Sequence[Verdict]
    measured: Measured | None

    @property
    def broken(self) -> list[Verdict]:
        """The promises that were not kept."""
        return [verdict for verdict in self.verdicts if verdict.kept is False]


def explain(
    connection: Connection, catalogue: Iterable[Query], *, names: Sequence[str], analyze: bool
) -> list[Explained]:
    """Explain the queries of a catalogue in their order, in a transaction that cannot write.

    Args:
        names: only these; all where it is empty.
        analyze: also run each query and measure.

    Raises:
        StatementError: the server refused a query, or a signal asked for the end.
    """
    connection.set_session({"max_execution_time": LONGEST})
    connection.execute(queries.get("explain/begin"))
    found = []
    try:
        for query in catalogue:
            if query.name and names and query.name not in names:
                continue
            try:
                if query.name:
                    found.append(_explain(connection, query, analyze))
                else:
                    connection.execute(query.sql)
            except ServerError as error:
                raise _refused(query, error) from error
    finally:
        if connection.is_open:
            connection.execute("ROLLBACK")
    return found


def _refused(query: Query, error: ServerError) -> StatementError:
    hint = error.hint or "correct the file, or apply the migrations that it needs"
    if error.errno == TOO_LONG:
        hint = f"{LONGEST // 1000} s are the most; without --analyze it is planned and not run"
    return StatementError(
        f"the server refused {query.name or 'a SET'}",
        where=f"{query.file}:{query.line}",
        detail=(error.message,),
        hint=hint,
    )


def _explain(connection: Connection, query: Query, analyze: bool) -> Explained:
    _stop_if_asked(connection)
    plan = plans.plan_of(_json(connection, "explain/json", query, version=1))
    form = "explain/analyze" if analyze else "explain/json"
    tree = plans.tree_of(_json(connection, form, query, version=2))
    # An EXPLAIN ANALYZE that is ended tells how far it came, as if nothing had been.
    _stop_if_asked(connection)
    measured = _measure(connection, query) if analyze else None
    reads = measured.reads if measured else None
    return Explained(query, tree, [judge(c, plan, reads) for c in query.claims], measured)


def _stop_if_asked(connection: Connection) -> None:
    if connection.stop_requested:
        raise ServerError(INTERRUPTED, "70100", "interrupted before the query was sent")


def _json(connection: Connection, form: str, query: Query, *, version: int) -> dict[str, object]:
    connection.set_session({"explain_json_format_version": version})
    text = connection.value(queries.get(form).replace("{statement}", query.sql))
    found: dict[str, object] = json.loads(text)
    return found


def _measure(connection: Connection, query: Query) -> Measured:
    before = _reads(connection)
    # Asking reads rows, too: the second answer shows how many.
    own = _reads(connection) - before
    before = _reads(connection)
    begun = time.perf_counter()
    rows = len(connection.rows(query.sql))
    ms = (time.perf_counter() - begun) * 1000
    return Measured(rows, max(0, _reads(connection) - before - own), ms)


def _reads(connection: Connection) -> int:
    return sum(int(row["Value"]) for row in connection.rows(queries.get("explain/reads")))
