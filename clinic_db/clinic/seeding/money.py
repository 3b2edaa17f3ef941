"""Bills and payments: unpaid, partly paid, paid, refunded and void, by hand or by an insurer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from clinic_db.clinic.seeding.days import Days
from clinic_db.clinic.seeding.hashing import MASK, unique, whole
from clinic_db.clinic.seeding.policies import Policies
from clinic_db.clinic.seeding.pools import Pools
from clinic_db.clinic.seeding.profile import Profile
from clinic_db.clinic.seeding.tables import NULL
from clinic_db.clinic.seeding.visits import PAIR, Visit

# Of 256: completed visits without a bill yet, insured visits billed to the insurer, bills paid in
# two instalments, refunds of everything.
NOT_BILLED, INSURER, TWICE, WHOLE = 4, 236, 30, 100
METHODS = ("Cash", "Cash", "Cash", "Cash", "Cash", "CreditCard", "CreditCard", "Transfer")
BY_HAND = ("Cash", "CreditCard")
# An insurer pays so many days after the visit, and up to 31 more.
INSURER_DAYS = 14
# Parts of a bill are whole thousands of the currency, in hundredths.
ROUND = 100_000
MOST_PAYMENTS = 3
TEN_O_CLOCK = 10 * 60


@dataclass(slots=True)
class _Account:
    """A bill as its payments change it, in hundredths of the currency.

    Attributes:
        method, paid_on: of the payment that paid the rest; a refund takes them back.
        rows: of the payments.
    """

    visit: Visit
    bill_id: int
    first_payment: int
    total: int
    changed: str
    paid: int = 0
    method: str = NULL
    paid_on: str = NULL
    void_reason: str = NULL
    rows: list[str] = field(default_factory=list)


class Money:
    """Makes the rows of bills and payments."""

    def __init__(
        self,
        profile: Profile,
        days: Days,
        pools: Pools,
        policies: Policies,
        first_policy: int,
        receptionists: Sequence[int],
        closed: Collection[int],
    ) -> None:
        self._days = days
        self._closed = closed
        self._companies = pools.companies
        self._covers = [provider.covers for provider in profile.providers]
        self._policies = policies
        self._first_policy = first_policy
        self._receptionists = receptionists
        self._salt = whole(profile.seed, "payments", 0, MASK)
        shares = (profile.voided, profile.refunded, profile.partly_paid, profile.unpaid)
        self._fates = [round(end * PAIR) for end in accumulate(shares)]

    def bill(self, visit: Visit, bill_id: int, payment_id: int) -> tuple[str, list[str]]:
        """The row of the visit's bill ('' where there is none yet) and those of its payments."""
        die = visit.die
        if die[21] < NOT_BILLED:
            return "", []
        issued = self._days.utc(visit.day, visit.ends + 4, die[7])
        provider = self._policies.valid(visit.patient, visit.day) if die[22] < INSURER else None
        account = _Account(visit, bill_id, payment_id, visit.bundle.total, issued)
        if account.total:
            self._settle(account, provider)
        else:
            # Nothing to pay is paid when it is issued.
            account.paid_on = self._days.iso[visit.day]
        policy = NULL if provider is None else self._first_policy + visit.patient
        return (
            f"{bill_id}\t{visit.patient_id}\t{visit.appointment_id}\t{policy}"
            f"\t{_amount(account.total)}\t{_amount(account.paid)}"
            f"\t{int(account.void_reason != NULL)}\t{account.void_reason}\t{account.method}"
            f"\t{account.paid_on}\t{issued}\t{account.changed}\n"
        ), account.rows

    def _settle(self, account: _Account, provider: int | None) -> None:
        """What becomes of a bill."""
        die, total = account.visit.die, account.total
        method = METHODS[die[25] % len(METHODS)]
        chance = die[23] << 8 | die[24]
        void, refunded, partly, unpaid = self._fates
        if chance < void:
            account.void_reason = f"Ditagihkan ke {self._companies[die[26] % len(self._companies)]}"
            account.changed = self._days.utc(account.visit.day, account.visit.ends + 40, die[7])
        elif chance < refunded:
            self._pay(account, total, method, 0)
            back = total if die[26] < WHOLE else _part(total, 40 + die[26] % 40)
            self._pay(account, -back, method, 1 + die[27] % 4)
        elif chance < partly:
            self._pay(account, _part(total, 30 + die[26] % 45), method, 0)
        elif chance >= unpaid and provider is not None:
            insured = _part(total, self._covers[provider])
            self._pay(account, total - insured, method, 0)
            self._pay(account, insured, "Insurance", INSURER_DAYS + die[27] % 32)
        elif chance >= unpaid:
            first = _part(total, 50) if die[26] < TWICE else total
            self._pay(account, first, method, 0)
            self._pay(account, total - first, "Transfer", 7 + die[27] % 21)

    def _pay(self, account: _Account, amount: int, method: str, later: int) -> None:
        """Take money `later` days after the visit, or give it back where `amount` is below 0.

        From hand to hand, the clinic must be open then.
        """
        visit, die = account.visit, account.visit.die
        day = visit.day + later
        while later and method in BY_HAND and day in self._closed:
            day += 1
        if not amount or (later and day >= self._days.today):
            return
        at = self._days.utc(day, TEN_O_CLOCK + die[28] if later else visit.ends + 6, die[7])
        receiver: int | str = NULL
        if method in BY_HAND:
            receiver = self._receptionists[die[29] % len(self._receptionists)]
        kind, refund_of, note = "Payment", NULL, NULL
        if amount < 0:
            kind, refund_of, note = "Refund", str(account.first_payment), "Pengembalian biaya"
        payment_id = account.first_payment + len(account.rows)
        account.rows.append(
            f"{payment_id}\t{account.bill_id}\t{kind}\t{_amount(abs(amount))}\t{method}"
            f"\t{unique(payment_id, self._salt)}\t{refund_of}\t{receiver}\t{at}"
            f"\t{self._days.iso[day]}\t{note}\n"
        )
        account.paid += amount
        account.changed = at
        is_paid = account.paid == account.total
        account.method = method if is_paid else NULL
        account.paid_on = self._days.iso[day] if is_paid else NULL


def _amount(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _part(total: int, percent: int) -> int:
    """About so much of the total in whole thousands, all of it where that cannot be."""
    part = total * percent // 100 // ROUND * ROUND
    return part if 0 < part < total and percent < 100 else total
