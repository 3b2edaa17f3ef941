"""The score, by kind, and what is known of the survivors."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from mutants.model import KINDS, Mutant, Outcome

GOAL = 95.0
SURVIVORS = Path(__file__).parent / "survivors.toml"


def reasons() -> dict[str, str]:
    """Why each known survivor survives; written by hand."""
    return {str(k): str(v) for k, v in tomllib.loads(SURVIVORS.read_text("utf-8")).items()}


def lines(
    mutants: Sequence[Mutant], outcomes: Mapping[str, Outcome], every: Sequence[Mutant]
) -> list[str]:
    """The report on `mutants`, of all there are, a line each."""
    tried = [mutant for mutant in mutants if mutant.id in outcomes]
    known = reasons()
    text = ["", f"{'killed':>9}  {'score':>6}  kind"]
    for kind in KINDS:
        some = [mutant for mutant in tried if mutant.kind == kind]
        if some:
            text.append(f"{_score(some, outcomes)}  {kind}: {KINDS[kind]}")
    text.append(f"{_score(tried, outcomes)}  all")
    if len(tried) < len(mutants):
        text.append(f"not run: {len(mutants) - len(tried)} of {len(mutants)}")
    survivors = [mutant for mutant in tried if not outcomes[mutant.id].killer]
    if survivors:
        text += ["", f"{len(survivors)} survived:"]
    for mutant in survivors:
        where = f" (line {mutant.line})" if mutant.line else ""
        text += [f"  {mutant.id}{where}", f"      {known.get(mutant.id, 'NO REASON GIVEN')}"]
    text += [f"survivors.toml: no such survivor: {name}" for name in _stale(every, outcomes)]
    return text


def is_good(mutants: Sequence[Mutant], outcomes: Mapping[str, Outcome]) -> bool:
    """Whether enough were killed, or each survivor has its reason."""
    tried = [mutant for mutant in mutants if mutant.id in outcomes]
    survivors = [mutant for mutant in tried if not outcomes[mutant.id].killer]
    known = reasons()
    unexplained = [mutant for mutant in survivors if mutant.id not in known]
    killed = len(tried) - len(survivors)
    return not unexplained or 100 * killed >= GOAL * len(tried)


def _score(some: Sequence[Mutant], outcomes: Mapping[str, Outcome]) -> str:
    killed = sum(1 for mutant in some if outcomes[mutant.id].killer)
    share = 100 * killed / len(some) if some else 100.0
    return f"{killed:>4}/{len(some):<4}  {share:>5.1f}%"


def _stale(mutants: Sequence[Mutant], outcomes: Mapping[str, Outcome]) -> list[str]:
    """Reasons for mutants that are killed or do not exist any more."""
    alive = {m.id for m in mutants if m.id not in outcomes or not outcomes[m.id].killer}
    return sorted(reasons().keys() - alive)
