"""Plan and figures, which need no server: the same seed the same steps, percentiles exactly."""

from __future__ import annotations

from array import array
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from projects import ROOT

from clinic_db.clinic.invariants import Breach
from clinic_db.clinic.stress import plan
from clinic_db.clinic.stress.client import OPERATIONS, WEIGHTS, tally
from clinic_db.clinic.stress.desk import free_times
from clinic_db.clinic.stress.figures import Record, figures, is_refusal, percentile
from clinic_db.clinic.stress.run import GIVEN_UP, Outcome, Wish
from clinic_db.errors import ServerError

DAY = date(2026, 3, 17)


def some(seed: int, client: int, count: int = 500) -> list[plan.Step]:
    return list(islice(plan.steps(WEIGHTS, seed, client), count))


def test_the_same_seed_is_the_same_plan() -> None:
    assert some(1, 0) == some(1, 0)
    assert some(1, 0, 50) == some(1, 0)[:50]


def test_clients_and_seeds_have_plans_of_their_own() -> None:
    plans = [some(seed, client) for seed in (1, 2, 11) for client in (0, 1, 10)]
    assert len({tuple(each) for each in plans}) == len(plans)
    assert len({step.luck for each in plans for step in each}) == 500 * len(plans)


def test_operations_come_in_their_proportion() -> None:
    assert sum(WEIGHTS.values()) == 100
    counts = Counter(step.operation for step in some(5, 0, 20_000))
    for name, weight in WEIGHTS.items():
        assert counts[name] == pytest.approx(weight * 200, abs=4 * (weight * 200) ** 0.5)


@pytest.mark.parametrize(("total", "clients"), [(101, 4), (3, 5), (16, 16), (1, 1)])
def test_shares_add_up_and_differ_by_one_at_most(total: int, clients: int) -> None:
    shares = [plan.share(total, clients, client) for client in range(clients)]
    known = [each for each in shares if each is not None]
    assert len(known) == clients
    assert sum(known) == total
    assert max(known) - min(known) <= 1
    assert plan.share(None, clients, 0) is None


@pytest.mark.parametrize(
    ("values", "p50", "p95", "p99"),
    [
        ([7], 7, 7, 7),
        ([1, 2], 1, 2, 2),
        ([15, 20, 35, 40, 50], 35, 50, 50),
        (list(range(1, 101)), 50, 95, 99),
        (list(range(1, 201)), 100, 190, 198),
        ([1] * 98 + [8, 9], 1, 1, 8),
    ],
)
def test_percentiles_by_nearest_rank(values: list[float], p50: int, p95: int, p99: int) -> None:
    assert [percentile(values, each) for each in (50, 95, 99)] == [p50, p95, p99]
    assert percentile(values, 100) == values[-1]


def test_figures_are_in_milliseconds_and_need_no_order() -> None:
    record = Record(seconds=array("d", [0.4, 0.1, 0.3, 0.2]))
    record.refused["taken"] += 1
    record.fail(ServerError(1213, "40001", "Deadlock found"))
    found = figures("book", record, 2.0)
    assert (found.calls, found.per_second, found.refused, found.errors) == (4, 2.0, 1, 1)
    assert (found.p50, found.p95, found.longest) == pytest.approx((200, 400, 400))


def test_what_clients_met_adds_up() -> None:
    """Errors with values in their text are one kind; the clinic's own words are each their own."""
    one, other = Record(seconds=array("d", [1])), Record(seconds=array("d", [2, 3]))
    one.fail(ServerError(1062, "23000", "Duplicate entry '1'"))
    other.fail(ServerError(1062, "23000", "Duplicate entry '2'"))
    for text in ("a: no", "b: no"):
        other.fail(ServerError(1644, "45000", text))
    other.refused["taken"] += 2
    one.add(other)
    assert list(one.seconds) == [1, 2, 3]
    assert one.refused == {"taken": 2}
    assert sorted(one.faults.values()) == [1, 1, 2]
    assert sorted(one.texts.values()) == ["Duplicate entry '1'", "a: no", "b: no"]


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        (ServerError(1644, "45000", "taken"), True),
        (ServerError(1644, "45000", "something else"), False),
        (ServerError(1644, "45001", "taken"), False),
        (ServerError(1213, "40001", "taken"), False),
        (ServerError(1205, "HY000", "taken"), False),
    ],
)
def test_only_an_expected_signal_is_a_refusal(error: ServerError, refused: bool) -> None:
    assert is_refusal(error, ("taken",)) is refused


def test_every_expected_refusal_is_one_that_the_clinic_speaks() -> None:
    sources = [*(ROOT / "procedures").glob("*.sql"), *(ROOT / "triggers").glob("*.sql")]
    spoken = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    words = {text for each in OPERATIONS.values() for text in each.refusals}
    assert len(words) > 10
    for text in words:
        # The trigger composes a refused change of state from the two states.
        composed = text.startswith("appointments: ") and " cannot become " in text
        assert composed or f"'{text}'" in spoken, text


def test_free_times_leave_out_what_is_taken_and_end_with_the_day() -> None:
    def at(hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 3, 17, hour, minute)

    free = free_times([], DAY, 30)
    assert (free[0], free[-1], len(free)) == (at(8), at(16, 30), 35)
    # 8:30 is taken: nobody begins then, nor a quarter before for half an hour.
    free = free_times([at(8, 30)], DAY, 30)
    assert free[:2] == [at(8), at(8, 45)]
    full = [at(8) + timedelta(minutes=15 * each) for each in range(36)]
    assert free_times(full, DAY, 15) == []


@pytest.mark.parametrize(
    ("errors", "broken", "unasked", "is_interrupted", "code"),
    [
        (0, [], "", False, 0),
        (1, [], "", False, 1),
        (0, [Breach("births", "patients", 1)], "", False, 1),
        (0, None, "server error 1054", False, 1),
        (0, [], "", True, 130),
        (0, None, GIVEN_UP, False, 130),
        (1, None, GIVEN_UP, True, 1),
        (0, None, "server error 1054", True, 1),
        (0, [Breach("births", "patients", 1)], "", True, 1),
    ],
)
def test_exit_codes(
    errors: int, broken: list[Breach] | None, unasked: str, is_interrupted: bool, code: int
) -> None:
    """What was found goes before who ended it."""
    met = tally()
    for _ in range(errors):
        met["pay"].fail(ServerError(1213, "40001", "Deadlock found"))
    wish = Wish(1, 1, None, 1)
    assert Outcome("at", wish, 1, 1.0, met, broken, unasked, is_interrupted).exit_code == code
