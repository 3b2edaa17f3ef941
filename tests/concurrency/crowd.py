"""A crowd: 16 sessions that act at once, and what became of each act.

A thread per session is enough, because a thread that waits for the server lets the others run:
`test_a_check_by_select_overlaps` in test_booking.py shows that a naive check does not survive here.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from clinic import Clinic, kill, together

from clinic_db.database import Connection
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema

WIDTH = 16
SECONDS = 60
# The loser of a deadlock.
DEADLOCK = 1213
# Refused by a unique key, or by a rule of the clinic.
REFUSED = {1062, 1644}
# What a session hears that was killed: in the middle of a statement, at its next one, or from the
# driver (0) at the one after that.
KILLED = {0, 1053, 1317, 2006, 2013, 4031}


@dataclass(frozen=True)
class Act:
    """One thing that a session does.

    Attributes:
        name: what it is counted under.
        run: does it, and may be called again after its session was killed; returns a result.
    """

    name: str
    run: Callable[[Clinic], Any]


@dataclass
class Outcome:
    """What became of the acts, by name.

    Attributes:
        done: the result of each act that went through.
        refused: what a key or a rule answered to each act that did not.
        deadlocks: how many acts lost a deadlock.
        killed: how often a session was killed during the act, which was then repeated.
    """

    done: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    deadlocks: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        done = {name: len(results) for name, results in self.done.items()}
        refused = {name: dict(Counter(texts)) for name, texts in self.refused.items()}
        return f"{done=} {refused=} deadlocks={self.deadlocks} killed={self.killed}"


class Crowd:
    """The 16 sessions.

    Args:
        isolation: as in `transaction_isolation`.
        old: whether each act runs in a transaction of its session's that has read before. In every
            round all 16 take their snapshots first, so that none sees what the others then do.
    """

    def __init__(self, schema: Schema, isolation: str, *, old: bool) -> None:
        self._schema, self._isolation = schema, isolation
        self._gate = threading.Barrier(WIDTH) if old else None
        self._sessions = [self._connect() for _ in range(WIDTH)]

    def kill(self, number: int, killer: Connection) -> None:
        """KILL session `number`, whatever it is doing; its neighbour if that is the killer."""
        victims = (self._sessions[(number + step) % WIDTH].db.id for step in (0, 1))
        victim = next(each for each in victims if each != killer.id)
        kill(killer, victim)

    def run(self, acts: Sequence[Act]) -> Outcome:
        """Deal the acts out and wait for all of them.

        Raises:
            ServerError: any answer but success, a refusal, a deadlock or a kill.
        """
        assert len(acts) % WIDTH == 0, "or a round would wait for nobody"
        outcome = Outcome()
        work = [partial(self._play, n, acts[n::WIDTH], outcome) for n in range(WIDTH)]
        for found in together(work, SECONDS):
            if found is not None:
                raise found
        settled = sum(map(len, [*outcome.done.values(), *outcome.refused.values()]))
        assert settled + outcome.deadlocks.total() == len(acts)
        return outcome

    def _connect(self) -> Clinic:
        return Clinic(self._schema.connect(transaction_isolation=self._isolation))

    def _play(self, number: int, hand: Sequence[Act], outcome: Outcome) -> None:
        try:
            for act in hand:
                self._settle(number, act, outcome)
        except threading.BrokenBarrierError:
            # Somebody else failed, and says why.
            return
        except BaseException:
            if self._gate:
                self._gate.abort()
            raise

    def _settle(self, number: int, act: Act, outcome: Outcome) -> None:
        """Until the act went through, was refused or lost; a killed session does it again."""
        gates = [self._gate] if self._gate else []
        while True:
            try:
                outcome.done[act.name].append(self._attempt(self._sessions[number], act, gates))
            except ServerError as error:
                if error.errno in KILLED:
                    outcome.killed[act.name] += 1
                    self._sessions[number] = self._connect()
                    continue
                if error.errno == DEADLOCK:
                    outcome.deadlocks[act.name] += 1
                elif error.errno in REFUSED:
                    outcome.refused[act.name].append(error.text)
                else:
                    raise
            return

    def _attempt(self, clinic: Clinic, act: Act, gates: list[threading.Barrier]) -> Any:
        if not self._gate:
            return act.run(clinic)
        with clinic.db.transaction():
            clinic.count("appointments")
            if gates:
                gates[0].wait(SECONDS)
                gates.clear()
            return act.run(clinic)
