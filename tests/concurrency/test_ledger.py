"""The ledger: 16 sessions pay, repeat, refund and void on a few hot bills, and some are killed."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from clinic import Clinic
from concurrency.crowd import KILLED, WIDTH, Act, Crowd, Outcome

from clinic_db.clinic.invariants import broken
from clinic_db.errors import ServerError
from clinic_db.schema_pool import Schema

ACTS = 1200
# Of 100 acts. `repeat` asks for a payment that was asked for before: 14 of 46, which is 30 %.
MIX = {
    "pay": 28, "tip": 4, "repeat": 14, "refund": 20, "return_tip": 8, "insert": 3,
    "insert_refund": 3, "void": 8, "issue": 7, "kill": 5,
}  # fmt: skip
HOT_BILLS, TOTAL = 3, 600000
AMOUNTS = (1000, 5000, 20000, 30000)
TIP = 1000
ASK = "SELECT count(*) FROM payments WHERE idempotency_key = %s FOR SHARE"


@dataclass
class Till:
    """Hot bills, and one visit whose bill is voided and issued again and again.

    Attributes:
        crowd: whose sessions are killed.
        asked: key → the bill or payment that it was first asked for, and the amount.
    """

    owner: Clinic
    crowd: Crowd
    dice: random.Random = field(default_factory=lambda: random.Random(20260105))
    asked: dict[bytes, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hot = [self.owner.bill(TOTAL) for _ in range(HOT_BILLS)]
        self.fickle = [self.owner.bill(50000)]
        self.visit = self.owner.row("billing", self.fickle[0])["appointment_id"]
        self.payments = [self.owner.pay(self.hot[0], 30000)]
        self.tips: list[int] = []
        self.bill_of = {self.payments[0]: self.hot[0]}
        self.planned: list[Act] = []

    def acts(self) -> list[Act]:
        """Every kind in its share, each payment in front of what repeats it."""
        names = self.dice.choices(list(MIX), list(MIX.values()), k=ACTS)
        return [getattr(self, name)() for name in names]

    def pay(self) -> Act:
        bill = self.dice.choice(self.hot)
        return self._pay(lambda: bill, self.dice.choice(AMOUNTS), self.payments)

    def tip(self) -> Act:
        """A little into the bill that is to be voided, which must go back first."""
        return self._pay(lambda: self.fickle[-1], TIP, self.tips)

    def repeat(self) -> Act:
        """The same request once more, as often as not while the first one is under way."""
        return self.dice.choice(self.planned[-WIDTH:]) if self.planned else self.pay()

    def refund(self) -> Act:
        return self._refund(
            lambda: self.dice.choice(self.payments[-20:]), self.dice.choice(AMOUNTS)
        )

    def return_tip(self) -> Act:
        return self._refund(lambda: self.tips.pop() if self.tips else self._recent(), TIP)

    def insert(self) -> Act:
        """A payment by plain INSERT."""
        key, amount = self._key(), self.dice.choice(AMOUNTS)
        bill = self.dice.choice(self.hot)
        return self._insert("insert", key, lambda c: c.pay(bill, amount, idempotency_key=key))

    def insert_refund(self) -> Act:
        """A refund by plain INSERT."""
        key, amount = self._key(), self.dice.choice(AMOUNTS)

        def run(clinic: Clinic) -> int:
            payment, _ = self.asked.setdefault(key, (self._recent(), amount))
            return clinic.pay(
                self.bill_of[payment],
                amount,
                kind="Refund",
                refund_of=payment,
                idempotency_key=key,
            )

        return self._insert("insert_refund", key, run)

    def void(self) -> Act:
        return Act("void", lambda clinic: clinic.run("void_bill", self.fickle[-1], "salah"))

    def issue(self) -> Act:
        def run(clinic: Clinic) -> None:
            self.fickle.append(clinic.call("issue_bill", self.visit))

        return Act("issue", run)

    def kill(self) -> Act:
        number = self.dice.randrange(WIDTH)
        return Act("kill", lambda clinic: self.crowd.kill(number, clinic.db))

    def _recent(self) -> int:
        return self.dice.choice(self.payments[-20:])

    def _key(self) -> bytes:
        return uuid.UUID(int=self.dice.getrandbits(128)).bytes

    def _pay(self, bill: Callable[[], int], amount: int, payments: list[int]) -> Act:
        key = self._key()

        def run(clinic: Clinic) -> tuple[bytes, int]:
            target, _ = self.asked.setdefault(key, (bill(), amount))
            payment = clinic.call("record_payment", target, amount, "Cash", key)
            self.bill_of[payment] = target
            if payment not in payments:
                payments.append(payment)
            return key, payment

        self.planned.append(Act("pay", run))
        return self.planned[-1]

    def _refund(self, payment: Callable[[], int], amount: int) -> Act:
        key = self._key()

        def run(clinic: Clinic) -> bytes:
            target, _ = self.asked.setdefault(key, (payment(), amount))
            clinic.run("refund_payment", target, amount, key)
            return key

        return Act("refund", run)

    def _insert(self, name: str, key: bytes, insert: Callable[[Clinic], int]) -> Act:
        def run(clinic: Clinic) -> bytes:
            try:
                insert(clinic)
            except ServerError as error:
                # Done again, it meets itself where it went through before its session was killed.
                if error.errno in KILLED or not clinic.db.value(ASK, (key,)):
                    raise
            return key

        return Act(name, run)


def ledger(clinic: Clinic, kind: str) -> dict[bytes, tuple[int, int]]:
    """key → (what it is about, amount) of what is in the ledger."""
    rows = clinic.db.rows(
        "SELECT idempotency_key AS k, coalesce(refund_of, bill_id) AS target, amount "
        "FROM payments WHERE kind = %s",
        (kind,),
    )
    return {row["k"]: (row["target"], row["amount"]) for row in rows}


@pytest.mark.parametrize("old", [False, True], ids=["fresh", "old-snapshot"])
@pytest.mark.parametrize("isolation", ["REPEATABLE-READ", "READ-COMMITTED"])
def test_every_rupiah_is_counted_once(schema: Schema, isolation: str, old: bool) -> None:
    """What the callers were told is in the ledger, once, and nothing else is; no deadlocks."""
    crowd = Crowd(schema, isolation, old=old)
    till = Till(Clinic(schema.connect()), crowd)
    before = ledger(till.owner, "Payment").keys()
    outcome = crowd.run(till.acts())
    assert broken(till.owner.db) == []
    assert not outcome.deadlocks
    told = defaultdict(set)
    for key, payment in outcome.done["pay"]:
        told[key].add(payment)
    assert [payments for payments in told.values() if len(payments) > 1] == []
    # Every key was asked for with one bill and one amount, so none is refused for its own sake.
    said = {text for texts in outcome.refused.values() for text in texts}
    assert [text for text in said if "the key was used" in text] == []
    paid, refunded = ledger(till.owner, "Payment"), ledger(till.owner, "Refund")
    assert paid.keys() == before | told.keys() | set(outcome.done["insert"])
    assert refunded.keys() == {*outcome.done["refund"], *outcome.done["insert_refund"]}
    assert all(till.asked.get(key, entry) == entry for key, entry in (paid | refunded).items())
    assert_all_of_it_happened(outcome)


def assert_all_of_it_happened(outcome: Outcome) -> None:
    """Guards the test: each kind got through and was refused, keys repeated, sessions killed."""
    assert len(outcome.done["pay"]) > len({key for key, _ in outcome.done["pay"]}) + 30, outcome
    for name in ("insert", "insert_refund", "refund", "void", "issue"):
        assert outcome.done[name], outcome
        assert outcome.refused[name], outcome
    assert outcome.killed["pay"], outcome
    assert outcome.killed["refund"], outcome
