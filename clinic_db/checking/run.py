"""Run the stages one after the other and put what they say into one report."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from clinic_db.checking import findings, place
from clinic_db.checking.stages import STAGES, Bench, Outcome
from clinic_db.config import Config
from clinic_db.errors import ClinicDbError, MissingExtraError, SandboxError, UsageError
from clinic_db.findings import files
from clinic_db.findings.model import Finding, Stage
from clinic_db.lint.model import Report
from clinic_db.lint.rules import RULES, load
from clinic_db.project import OBJECT_FOLDERS, Project
from clinic_db.target import Target

_MAKES = re.compile(r"\bCREATE\s+(?:USER|ROLE)\b([^;]*)", re.I)
_NAME = re.compile(r"[^\s'\"`@,]+")
# What says nothing about the project.
_NOT_ITS_FAULT = (UsageError, MissingExtraError, SandboxError)


def check(
    config: Config,
    *,
    live: Target | None,
    against: Target | None,
    rules: Sequence[str],
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Lint, verify, apply, roll back and apply again, compare; a stage that fails stops no other.

    Args:
        config: the project's; its own database is left alone.
        live: the database to verify, None for none.
        against: a throwaway server to use in a sandbox's place.
        rules: those that lint looks at, as `rules.chosen` gives them.
        tell: told of each stage as it begins and ends.

    Raises:
        SandboxError: no server to be had.
        UsageError: what was asked for cannot be.
    """
    accounts = _accounts(config.project)
    with (
        place.server_for(against, live) as server,
        place.without_accounts(server, accounts),
        place.empty_database(server) as aim,
    ):
        bench = Bench(replace(config, target=aim), server, live, rules, accounts)
        done = [_run(bench, name, do, tell) for name, do in STAGES]
    found = [finding for _, told in done for finding in told]
    return _report(bench.report or Report(findings=()), found, [stage for stage, _ in done])


def _accounts(project: Project) -> set[str]:
    """Every word that may be the name of an account or role in the project's files."""
    folders = (project.migrations, project.root / OBJECT_FOLDERS["role"])
    texts = [path.read_text("utf-8", "replace") for f in folders for path in f.glob("*.sql")]
    return {
        word for text in texts for found in _MAKES.findall(text) for word in _NAME.findall(found)
    }


def _run(
    bench: Bench, name: str, do: Callable[[Bench], Outcome], tell: Callable[[str], None]
) -> tuple[Stage, list[Finding]]:
    """One stage; what stops it is a finding of its own."""
    tell(f"{name} …")
    began = time.monotonic()
    try:
        outcome = do(bench)
    except _NOT_ITS_FAULT:
        raise
    except ClinicDbError as error:
        rule = name.replace(" ", "-")
        outcome = Outcome([findings.of_error(bench.config.project, rule, error)])
    seconds = time.monotonic() - began
    result = "failed" if outcome.findings else "ok" if outcome.ran else "not run"
    tell(f"{name}: {result}, {seconds:.1f} s")
    count = len(outcome.findings)
    return Stage(name, result, count, round(seconds, 1), outcome.remark), outcome.findings


def _report(linted: Report, found: Iterable[Finding], done: Sequence[Stage]) -> Report:
    every = sorted(found)
    named = {finding.rule for finding in every}
    described = {rule: load(rule).DESCRIPTION for rule in named & RULES.keys()}
    described |= {rule: text for rule, text in findings.RULES.items() if rule in named}
    return replace(
        linted,
        findings=tuple(every),
        lines={**linted.lines, **files.lines({f.path for f in every} - linted.lines.keys())},
        rules={**described, **linted.rules},
        command="check",
        stages=tuple(done),
    )
