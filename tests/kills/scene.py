"""What a run is to make of a database, the runs that are struck, and what to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kills import subject as files
from kills.runs import Ended, Point, Runs

from clinic_db import database, queries, server, snapshot
from clinic_db.database import Connection, identifier
from clinic_db.snapshot import Snapshot
from clinic_db.target import Target

NEEDS_A_HAND = 6
# Moments, who ran what, and what is only there while a statement runs.
PASSING = {"applied_at_utc", "started_at", "finished_at", "applied_at", "affected", "expected",
           "variables"}  # fmt: skip
NO_CONTENT = ("_yoyo_log", "_yoyo_version", "yoyo_lock")


@dataclass(frozen=True)
class Outcome:
    """What a database holds: its definitions and its rows, history without its times."""

    structure: Snapshot
    rows: dict[str, list[dict[str, object]]]
    grants: dict[str, str]


@dataclass(frozen=True)
class Scenario:
    """A command, and the one that was run before it, if any."""

    name: str
    command: tuple[str, ...]
    before: tuple[str, ...] = ()


def words(command: tuple[str, ...], aim: Target) -> list[str]:
    """What follows `clinic-db` on the command line."""
    return [*command, "--database", aim.url() + "?ssl_mode=disabled"]


def scenarios(folder: Path) -> list[Scenario]:
    """Everything applied to nothing; changed objects over older ones; everything undone."""
    now = ("--project", str(files.make(folder / "now")))
    later = ("--project", str(files.make_later(folder / "later")))
    undo = ("rollback", "--to", "nothing", "--allow-unsafe")
    return [
        Scenario("apply", ("apply", *now)),
        Scenario("replace", ("apply", *later), before=("apply", *now)),
        Scenario("rollback", (*undo, *now), before=("apply", *now)),
    ]


class Stage:
    """Databases on one server, and the runs on them."""

    def __init__(self, aim: Target, runs: Runs, prefix: str) -> None:
        self.aim = aim
        self.runs = runs
        self.hands = 0
        self._prefix = prefix
        self._made = 0

    def make(self, scenario: Scenario, count: int = 1) -> list[Target]:
        """Databases of their own, as the scenario wants them."""
        aims = []
        for _ in range(count):
            self._made += 1
            aims.append(replace(self.aim, database=f"{self._prefix}_{self._made}"))
            self._server("create_database", aims[-1])
        if scenario.before:
            for ended in self.run_all(scenario.before, aims):
                assert ended.code == 0, ended.err
        return aims

    def run_all(self, command: tuple[str, ...], aims: Sequence[Target]) -> list[Ended]:
        """The command on every database at the same time, undisturbed."""
        numbers = [self.runs.start(words(command, aim)) for aim in aims]
        return [self.runs.wait(number) for number in numbers]

    def drop(self, aim: Target) -> None:
        """Remove the database for good."""
        self._server("drop_database", aim)

    def undisturbed(self, scenario: Scenario) -> tuple[Outcome, int]:
        """What the command makes of it, and how many messages that takes."""
        [aim] = self.make(scenario)
        [ended] = self.run_all(scenario.command, [aim])
        assert ended.code == 0, ended.err
        found = look(aim)
        self.drop(aim)
        return found, ended.sent

    def strike(self, scenario: Scenario, aim: Target, point: Point) -> int:
        """Begin a run that is struck; gives its number."""
        return self.runs.start(words(scenario.command, aim), point)

    def go_on(self, scenario: Scenario, aims: Sequence[Target]) -> list[Ended]:
        """The same command again, plain; a person settles what nobody can know, and once more."""
        again = self.run_all(scenario.command, aims)
        return [
            self._settled(scenario, aim, ended) if ended.code == NEEDS_A_HAND else ended
            for aim, ended in zip(aims, again, strict=True)
        ]

    def _settled(self, scenario: Scenario, aim: Target, refused: Ended) -> Ended:
        # The only statement that leaves no trace in a definition and commits by itself.
        assert "CALL grow(100000)" in refused.err, refused.err
        self.hands += 1
        happened = _value(aim, "SELECT MAX(n) FROM counted") > 100000
        option = "--done" if happened else "--not-done"
        known = scenario.command[-2:]
        command = ("resolve", "0010_programs", "--statement", "9", option, *known)
        [settled] = self.run_all(command, [aim])
        assert settled.code == 0, settled.err
        return self.run_all(scenario.command, [aim])[0]

    def _server(self, query: str, aim: Target) -> None:
        with database.connect(self.aim) as connection:
            name = identifier(aim.database)
            connection.execute(queries.get(query).replace("{database}", name))


def _value(aim: Target, sql: str) -> int:
    with database.connect(aim) as connection:
        return int(connection.value(sql))


def look(aim: Target) -> Outcome:
    """What the database holds now."""
    with database.connect(aim) as db:
        rows = {
            str(table["name"]): _content(db, str(table["name"]))
            for table in db.rows(queries.get("tables"))
            if table["kind"] == "BASE TABLE" and table["name"] not in NO_CONTENT
        }
        held = server.live(db, with_roles=True).grants or {}
        grants = {
            who: str(sorted(map(str, held.get(who, ())))) for who in (files.ROLE, files.ACCOUNT)
        }
        return Outcome(snapshot.read(db), rows, grants)


def _content(db: Connection, table: str) -> list[dict[str, object]]:
    found = db.rows(f"SELECT * FROM {identifier(table)}")
    kept = [{k: v for k, v in row.items() if k not in PASSING} for row in found]
    return sorted(kept, key=lambda row: str(list(row.values())))


def differences(expected: Outcome, found: Outcome) -> list[str]:
    """What is not as it should be, one line each."""
    lines = [str(item) for item in snapshot.compare(expected.structure, found.structure)]
    for table in sorted(expected.rows.keys() | found.rows.keys()):
        wanted, had = expected.rows.get(table, []), found.rows.get(table, [])
        lines += [f"{table} lacks {row}" for row in wanted if row not in had]
        lines += [f"{table} has {row}" for row in had if row not in wanted]
        if len(wanted) != len(had):
            lines.append(f"{table}: {len(had)} rows, not {len(wanted)}")
    if expected.grants != found.grants:
        lines.append(f"grants {found.grants}, not {expected.grants}")
    return lines
