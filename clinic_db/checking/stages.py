"""The stages of a check: what each does, and what it makes of what it meets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from clinic_db import database, drift, hazards, runner, snapshot, standing
from clinic_db.checking import findings, place
from clinic_db.config import Config
from clinic_db.findings.model import Finding
from clinic_db.lint import run, sizes
from clinic_db.lint.cache import Cache
from clinic_db.lint.model import Report
from clinic_db.plan import NOTHING
from clinic_db.snapshot import Snapshot
from clinic_db.target import Target

# Told by stages of their own.
ROLLBACK_RULE, APPLY_RULE = "rollback-differs", "server-refuses"


@dataclass
class Outcome:
    """What a stage came to.

    Attributes:
        remark: what was left out; where `ran` is False, why.
    """

    findings: list[Finding] = field(default_factory=list)
    remark: str = ""
    ran: bool = True


@dataclass
class Bench:
    """What the stages share.

    Attributes:
        config: the project's, on its empty database on the throwaway server.
        server: that server; `live` the database that was named, None for none.
        rules: those that lint is to look at.
        accounts: the names of accounts and roles that the files may make.
        report: what lint said, once it has.
        built: what the files have made of the empty database, once they have.
        is_back: everything was rolled back and applied again.
    """

    config: Config
    server: Target
    live: Target | None
    rules: Sequence[str]
    accounts: Collection[str]
    report: Report | None = None
    built: Snapshot | None = None
    is_back: bool = False


def lint(bench: Bench) -> Outcome:
    """Style and every rule but those that the stages below are about."""
    live = {} if bench.live is None else sizes.read(bench.live)
    rules = [rule for rule in bench.rules if rule not in (ROLLBACK_RULE, APPLY_RULE)]
    bench.report = _linted(bench, rules, live) if rules else None
    return Outcome(list(bench.report.findings) if bench.report else [])


def verify(bench: Bench) -> Outcome:
    """Is everything in the named database still as it was applied?"""
    if bench.live is None:
        return Outcome(remark="no database given", ran=False)
    found = standing.verify(replace(bench.config, target=bench.live))
    told = list(findings.of_verified(bench.config.project, found.findings))
    return Outcome(told, "; ".join(found.warnings))


def apply(bench: Bench) -> Outcome:
    """Apply the files to an empty database."""
    runner.apply(bench.config, runner.SILENT, allowed=hazards.RULES)
    with database.connect(bench.config.database) as connection:
        bench.built = snapshot.read(connection)
    return Outcome()


def round_trip(bench: Bench) -> Outcome:
    """Each migration there, back and there again; then all of them, as rollback and apply do it."""
    if ROLLBACK_RULE not in bench.rules:
        return Outcome(remark=f"--ignore {ROLLBACK_RULE}", ran=False)
    told = list(_linted(bench, [ROLLBACK_RULE], {}).findings)
    if bench.built is None or told:
        why = "apply failed" if bench.built is None else "one of them fails"
        return Outcome(told, f"each migration by itself, not all together: {why}")
    files = runner.read_files(bench.config)
    kept = [migration.id for migration in files.migrations if migration.irreversible]
    if files.migrations and kept[-1:] != [files.migrations[-1].id]:
        to = kept[-1] if kept else NOTHING
        runner.rollback(bench.config, runner.SILENT, count=1, to=to, allow_unsafe=True)
        runner.apply(bench.config, runner.SILENT, allowed=hazards.RULES)
    bench.is_back = True
    return Outcome(remark=f"not back beyond {kept[-1]}, which is irreversible" if kept else "")


def compare(bench: Bench) -> Outcome:
    """The database after all of that, against what the files made of an empty one."""
    if bench.built is None or not bench.is_back:
        failed = "apply failed" if bench.built is None else "there was no whole round trip"
        return Outcome(remark=failed, ran=False)
    found = drift.find(bench.config, expected=bench.built)
    migrations = runner.read_files(bench.config).migrations
    return Outcome(list(findings.of_drift(bench.config.project, migrations, "drift", found)))


STAGES: Sequence[tuple[str, Callable[[Bench], Outcome]]] = (
    ("lint", lint),
    ("verify", verify),
    ("apply", apply),
    ("round trip", round_trip),
    ("drift", compare),
)


def _linted(bench: Bench, rules: Sequence[str], live: dict[str, tuple[int, int]]) -> Report:
    wanted = run.Wanted(
        also=bench.config.lint_paths, rules=tuple(rules), server=bench.server, sizes=live
    )
    # What lint tries must not be in the way of apply, which wants a server of its own.
    with place.without_accounts(bench.server, bench.accounts):
        return run.lint(bench.config.project, wanted, Cache())
