"""Kill the client, its connection, its statement or the server at any moment, run the same command
again, and it is right: the same definitions, the same rows, no hand but where nobody can know.

The normal run takes a sample that is always the same; `make kills` takes every point, which takes
long, and `CLINIC_DB_KILLS=100 make kills` so many of each command and kind of death.
"""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pytest
from kills.mortal import MortalServer
from kills.runs import Point, Runs
from kills.scene import Scenario, Stage, differences, look, scenarios

from clinic_db.target import Target
from clinic_db.testing import Server

ASKED = os.environ.get("CLINIC_DB_KILLS", "")
ALL = ASKED == "all"
SEED = 20260101
# After a message is before the next one: only the last one has an 'after' of its own.
MOMENTS = ("before", "inside")
# SIGKILL to the client, KILL CONNECTION, KILL QUERY, SIGTERM to the client.
VICTIMS = ("client", "connection", "query", "signal")
# After these no run can end well, but where its last message is struck.
FATAL = ("client-before", "connection-before")
# How many points of each command a normal run takes; a death of the server costs more.
SAMPLE = 12
SAMPLE_OF_DEATHS = 6
AT_ONCE = 12
LONGEST_DELAY = 0.006
MOST_HANDS = 0.02
TALLY: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def tally() -> Iterator[None]:
    """Say at the end what all of them came to."""
    TALLY.clear()
    yield
    hands = 100 * TALLY["hands"] / max(TALLY["points"], 1)
    print(
        f"\nin all: {TALLY['points']} points, {TALLY['hands']} needed a hand ({hands:.1f} %), "
        f"{TALLY['wrong']} wrong"
    )


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    started = Runs()
    yield started
    started.close()


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    return scenarios(tmp_path_factory.mktemp("kills"))


@pytest.fixture(params=["apply", "replace", "rollback"])
def scenario(request: pytest.FixtureRequest, commands: list[Scenario]) -> Scenario:
    return next(command for command in commands if command.name == request.param)


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MortalServer]:
    server = MortalServer(tmp_path_factory.mktemp("mortal"))
    yield server
    server.stop()


def _groups(victims: Sequence[str], total: int, scenario: Scenario) -> Iterator[list[Point]]:
    """Every message struck in every way, or a sample; in groups that are struck together."""
    pick = random.Random(f"{SEED} {scenario.name} {victims[0]}")
    points = [
        # Most statements are short: so are most delays.
        Point(f"{victim}-{moment}", number, LONGEST_DELAY * pick.random() ** 3)
        for number in range(1, total + 1)
        for victim in victims
        for moment in MOMENTS
    ]
    points += [Point(f"{victim}-after", total) for victim in victims]
    if not ALL:
        usual = SAMPLE_OF_DEATHS if victims == ("server",) else SAMPLE
        points = pick.sample(points, min(int(ASKED or usual), len(points)))
    for first in range(0, len(points), AT_ONCE):
        yield points[first : first + AT_ONCE]


def _play(
    stage: Stage,
    scenario: Scenario,
    victims: Sequence[str],
    strike: Callable[[list[Target], list[Point]], None],
) -> None:
    """Strike runs, go on with each, and compare what came of them with an undisturbed run."""
    expected, total = stage.undisturbed(scenario)
    count = 0
    wrong: list[str] = []
    for points in _groups(victims, total, scenario):
        aims = stage.make(scenario, len(points))
        strike(aims, points)
        again = stage.go_on(scenario, aims)
        for aim, point, ended in zip(aims, points, again, strict=True):
            wrong += [f"{point}: {ended.err}"] if ended.code else []
            wrong += [f"{point}: {line}" for line in differences(expected, look(aim))]
            stage.drop(aim)
        count += len(points)
        if ASKED:
            print(f"{scenario.name}: {count} points, {len(wrong)} wrong", flush=True)
    print(
        f"\n{scenario.name}, {' or '.join(victims)} killed: {count} points, "
        f"{stage.hands} needed a hand, {len(wrong)} wrong"
    )
    TALLY.update(points=count, hands=stage.hands, wrong=len(wrong))
    assert not wrong, "\n".join(wrong)
    if ASKED:
        assert stage.hands <= MOST_HANDS * count


def test_run_that_was_cut_short_goes_on(
    clinic_db_server: Server, runs: Runs, scenario: Scenario
) -> None:
    stage = Stage(clinic_db_server.target, runs, f"killed_{os.getpid()}_{scenario.name}")

    def strike(aims: list[Target], points: list[Point]) -> None:
        numbers = [stage.strike(scenario, *pair) for pair in zip(aims, points, strict=True)]
        for number, point in zip(numbers, points, strict=True):
            ended = runs.wait(number)
            # The last message gives the lock back, which goes with the session too.
            is_last = point.number == ended.sent
            assert ended.code or is_last or point.how not in FATAL, f"{point} did no harm"

    _play(stage, scenario, VICTIMS, strike)


def test_run_that_lost_its_server_goes_on(
    mortal: MortalServer, runs: Runs, scenario: Scenario
) -> None:
    """One death of the server strikes many runs, each on a database of its own."""
    stage = Stage(mortal.target, runs, f"killed_{scenario.name}")

    def strike(aims: list[Target], points: list[Point]) -> None:
        numbers = {}
        for aim, point in zip(aims, points, strict=True):
            moment = "after" if point.how == "server-after" else "before"
            numbers[stage.strike(scenario, aim, Point(f"stop-{moment}", point.number))] = point
        there = [number for number in numbers if runs.wait_stopped(number)]
        inside = [number for number in there if numbers[number].how == "server-inside"]
        for number in inside:
            runs.go_on(number)
        # Not to wait for anything: the server is to die at no moment in particular.
        threading.Event().wait(points[0].delay if inside else 0)
        mortal.kill()
        for number in there:
            if number not in inside:
                runs.go_on(number)
        for number in numbers:
            runs.wait(number)
        mortal.restart()

    _play(stage, scenario, ("server",), strike)


def test_ids_of_rows_that_a_dead_server_undid_come_again(
    mortal: MortalServer, runs: Runs, commands: list[Scenario]
) -> None:
    """The log knows of them where another run's COMMIT wrote it; the dictionary does not yet."""
    [scenario] = [command for command in commands if command.name == "apply"]
    stage = Stage(mortal.target, runs, "undone_ids")
    expected, _ = stage.undisturbed(scenario)
    aims = stage.make(scenario, 2)
    first = stage.strike(
        scenario, aims[0], Point("stop-after", text="INSERT INTO pets (owner, name) V")
    )
    assert runs.wait_stopped(first)
    second = stage.strike(scenario, aims[1], Point("stop-before", text="DROP EVENT daily"))
    assert runs.wait_stopped(second)
    mortal.kill()
    for number in (first, second):
        runs.go_on(number)
        runs.wait(number)
    mortal.restart()
    for ended in stage.go_on(scenario, aims):
        assert ended.code == 0, ended.err
    for aim in aims:
        assert differences(expected, look(aim)) == []
        stage.drop(aim)
